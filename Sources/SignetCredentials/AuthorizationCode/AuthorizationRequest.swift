// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The first leg of a user's sign-in: where the browser is sent, and how what it brings back is checked.
///
/// ```swift
/// let request = try AuthorizationRequest(
///     tenantID: tenant, clientID: client, redirectURI: "https://app.example/callback", scopes: ["User.Read"])
/// // Redirect the browser to request.url and keep the request in the user's session. In the callback:
/// let code = try request.authorizationCode(fromRedirect: callbackURL)
/// ```
///
/// `state`, `nonce` and the proof key (PKCE, S256) are drawn anew for each request.
public struct AuthorizationRequest: Sendable {
    /// How the sign-in behaves toward the user (`prompt`).
    public enum Prompt: String, Sendable {
        /// The user signs in again.
        case login
        /// No page is shown; the answer is an error where one would be needed.
        case none
        /// The user agrees to the permissions after signing in.
        case consent
        /// The user chooses among accounts.
        case selectAccount = "select_account"
    }

    /// How the code comes back (`response_mode`).
    public enum ResponseMode: String, Sendable {
        /// In the query of the redirect.
        case query
        /// As a form that the browser posts, which keeps the code out of histories and logs.
        case formPost = "form_post"
    }

    /// The address to which the browser is sent.
    public let url: String
    /// What the redirect must repeat: it ties the answer to the user's session.
    public let state: String
    /// What the ID token must repeat.
    public let nonce: String
    /// What ties the code to this request.
    public let proofKey: ProofKey
    /// Where the browser comes back.
    public let redirectURI: String

    /// Draws a request.
    ///
    /// - Parameters:
    ///   - tenantID: The tenant: a GUID, a verified domain, or `organizations` and the like.
    ///   - clientID: The app registration's client ID.
    ///   - redirectURI: Where the browser comes back, to the letter as in the app registration.
    ///   - scopes: What the tokens shall be for; `openid profile offline_access` are added.
    ///   - authority: The token service.
    ///   - prompt: How the sign-in behaves toward the user; the service decides where nothing is said.
    ///   - responseMode: How the code comes back.
    ///   - loginHint: The user name to fill in.
    ///   - domainHint: The user's home domain, to skip the question for it.
    ///   - claims: Claims that the tokens must have, as JSON: what a claims challenge asked for.
    ///   - enablesCAE: Whether the application can handle claims challenges.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for what cannot be right.
    public init(
        tenantID: String,
        clientID: String,
        redirectURI: String,
        scopes: [String],
        authority: Authority = .publicCloud,
        prompt: Prompt? = nil,
        responseMode: ResponseMode = .query,
        loginHint: String? = nil,
        domainHint: String? = nil,
        claims: String? = nil,
        enablesCAE: Bool = false
    ) throws(CredentialError) {
        try TenantPolicy.validate(tenantID)
        try AuthorizationCode.validate(redirectURI: redirectURI)
        let asked = TokenRequest(scopes: scopes, claims: claims, enablesCAE: enablesCAE)
        self.state = Self.random()
        self.nonce = Self.random()
        self.proofKey = ProofKey()
        self.redirectURI = redirectURI
        var query = FormBody()
        query.append("client_id", clientID)
        query.append("response_type", "code")
        query.append("redirect_uri", redirectURI)
        query.append("response_mode", responseMode.rawValue)
        query.append("scope", UserScopes.completed(try asked.scopeParameter()))
        query.append("state", self.state)
        query.append("nonce", self.nonce)
        query.append("code_challenge", self.proofKey.challenge)
        query.append("code_challenge_method", "S256")
        query.append("client_info", "1")
        if let prompt { query.append("prompt", prompt.rawValue) }
        if let loginHint { query.append("login_hint", loginHint) }
        if let domainHint { query.append("domain_hint", domainHint) }
        if let claims = try ClaimsParameter.text(for: asked) { query.append("claims", claims) }
        let text = String(decoding: query.bytes, as: UTF8.self)
        self.url = "\(authority.url)/\(tenantID)/oauth2/v2.0/authorize?\(text)"
    }

    private static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return Base64URL.encode((0..<24).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }
}

/// The scopes of a grant for a user.
enum UserScopes {
    /// Adds those without which there is neither a refresh token nor an ID token that says whose it is.
    static func completed(_ scope: String) -> String {
        let asked = scope.split(separator: " ").map(String.init)
        return (asked + ["openid", "profile", "offline_access"].filter { !asked.contains($0) }).joined(separator: " ")
    }
}
