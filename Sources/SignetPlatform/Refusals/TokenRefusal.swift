// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The names of errors in RFC 6749 §5.2 and the few that the real service adds.
enum OAuthErrorName: String, Sendable {
    case invalidRequest = "invalid_request"
    case invalidClient = "invalid_client"
    case invalidGrant = "invalid_grant"
    case invalidScope = "invalid_scope"
    case invalidResource = "invalid_resource"
    case invalidTenant = "invalid_tenant"
    case invalidInstance = "invalid_instance"
    case accessDenied = "access_denied"
    case loginRequired = "login_required"
    case interactionRequired = "interaction_required"
    case consentRequired = "consent_required"
    case unsupportedResponseType = "unsupported_response_type"
    case authorizationPending = "authorization_pending"
    case authorizationDeclined = "authorization_declined"
    case slowDown = "slow_down"
    case expiredToken = "expired_token"
    case codeExpired = "code_expired"
    case badVerificationCode = "bad_verification_code"
    case unauthorizedClient = "unauthorized_client"
    case unsupportedGrantType = "unsupported_grant_type"
    case serverError = "server_error"
}

/// One row of the catalogue: everything about a refusal that does not depend on the request.
struct RefusalRow: Sendable {
    /// The number behind `AADSTS`.
    let number: Int
    let error: OAuthErrorName
    let status: Int
    /// Whether the body points to the page about the number; a few numbers come without.
    let hasErrorURI: Bool
    /// What the client may do about it, in the real service's words; most come without.
    let suberror: String?
    /// The text, with `{name}` where a value of the request stands.
    let text: String

    init(
        _ number: Int,
        _ error: OAuthErrorName,
        status: Int? = nil,
        hasErrorURI: Bool = true,
        suberror: String? = nil,
        _ text: String
    ) {
        self.number = number
        self.error = error
        self.status = status ?? (error == .invalidClient ? 401 : 400)
        self.hasErrorURI = hasErrorURI
        self.suberror = suberror
        self.text = text
    }
}

/// A refusal with the values of its request; a return value of the checks, thrown to the one place that answers.
struct TokenRefusal: Error, Sendable {
    /// A value that a client sent is echoed up to this length.
    private static let greatestEcho = 512

    let row: RefusalRow
    /// The text with the values in it, without number and trailer.
    let message: String
    /// The methods that the answer to a wrong one names.
    let allowedMethods: String?
    /// The claims that the client's next request must bring, as JSON.
    var claims: String?

    init(_ row: RefusalRow, _ values: [String: String] = [:], claims: String? = nil) {
        self.row = row
        self.claims = claims
        self.allowedMethods = values["allowed"]
        self.message = Self.fill(row.text, with: values)
    }

    private static func fill(_ template: String, with values: [String: String]) -> String {
        var out = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            out += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            out += values[name].map { String($0.prefix(self.greatestEcho)) } ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return out + rest
    }
}
