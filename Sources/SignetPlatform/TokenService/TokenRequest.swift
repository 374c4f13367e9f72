// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetAssertions
import SignetCore

/// What a client brings to prove who it is.
enum PresentedCredential: Sendable {
    case none
    case secret(SecretBytes)
    /// The text of `client_assertion`.
    case assertion(SecretBytes)
}

/// A request to the token endpoint, its form and its assertion read and nothing believed.
///
/// A class, because it goes through many hands: each copy of a value would count a dozen references.
final class TokenRequest: Sendable {
    /// The largest body that is read.
    static let greatestBody = 64 * 1_024
    private static let formType = "application/x-www-form-urlencoded"

    let grantType: String?
    let clientID: String?
    let credential: PresentedCredential
    /// The assertion, where the credential is one: read once, for the proof and for the sign-in log.
    let assertion: Result<CompactToken, CompactTokenError>?
    /// Whether the body was taken for a form.
    let isForm: Bool
    /// Whether the credential stood in the `Authorization` header.
    let usesAuthorizationHeader: Bool
    /// Whether a page of another origin asks (`Origin`).
    let isCrossOrigin: Bool
    /// The certificate with which the client connected.
    let certificate: ConnectionCertificate?
    private let form: FormParameters

    /// The value of `client_assertion_type`, where an assertion came.
    var assertionType: String? { self.form["client_assertion_type"] }
    /// Whether a secret came, in the form or in the header.
    var hasSecret: Bool { self.usesAuthorizationHeader || self.form["client_secret"] != nil }
    var scope: String? { self.form["scope"] }
    var resource: String? { self.form["resource"] }
    var redirectURI: String? { self.form["redirect_uri"] }
    var codeVerifier: String? { self.form["code_verifier"] }
    var requestedTokenUse: String? { self.form["requested_token_use"] }
    var requestedTokenType: String? { self.form["requested_token_type"] }
    var username: String? { self.form["username"] }
    var claims: String? { self.form["claims"] }
    var wantsClientInfo: Bool { self.form["client_info"] == "1" }
    var code: SecretBytes? { secret("code") }
    var refreshToken: SecretBytes? { secret("refresh_token") }
    var userAssertion: SecretBytes? { secret("assertion") }
    var password: SecretBytes? { secret("password") }
    /// What names the device: version 1 called it `code`.
    var deviceCode: SecretBytes? { secret("device_code") ?? secret("code") }
    /// The token of a request for introspection or revocation.
    var token: SecretBytes? { secret("token") }

    /// Whether a token is wanted that is bound to the connection's certificate.
    var wantsBoundToken: Bool { self.form["token_type"]?.lowercased() == TokenBinding.proofOfPossession }

    /// To what the token is bound: where that was asked for, and (RFC 8705 §3) where nothing but the connection's
    /// certificate proves the client.
    var binding: TokenBinding? {
        guard let certificate = self.certificate else { return nil }
        if self.wantsBoundToken {
            return TokenBinding(confirmation: certificate.confirmation, tokenType: TokenBinding.proofOfPossession)
        }
        guard case .none = self.credential else { return nil }
        return TokenBinding(confirmation: certificate.confirmation, tokenType: "Bearer")
    }

    /// Refuses what needs a certificate of the connection and has none.
    func checkConnection(offersMutualTLS: Bool) throws(TokenRefusal) {
        guard self.wantsBoundToken, self.certificate == nil else { return }
        throw TokenRefusal(offersMutualTLS ? .clientCertificateMissing : .mutualTLSDisabled)
    }

    /// Reads form and `Authorization` header.
    ///
    /// A body of another type counts as a form without parameters, as the real service takes it.
    init(_ request: PlatformRequest) throws(TokenRefusal) {
        guard request.body.count <= Self.greatestBody else {
            throw TokenRefusal(.requestTooLarge, ["limit": String(Self.greatestBody)])
        }
        let isForm = Self.isForm(request.header("content-type") ?? "")
        let form = try Self.parameters(isForm ? request.body : [])
        let basic = try Self.basic(request)
        if let basic, let clientID = form["client_id"], clientID.lowercased() != basic.clientID.lowercased() {
            throw TokenRefusal(.malformedRequest)
        }
        self.form = form
        self.isForm = isForm
        self.grantType = form["grant_type"]
        self.clientID = form["client_id"] ?? basic?.clientID
        self.certificate = ConnectionCertificate(request)
        self.isCrossOrigin = request.header("origin") != nil
        self.usesAuthorizationHeader = basic != nil
        if let assertion = form["client_assertion"] {
            self.credential = .assertion(SecretBytes(utf8: assertion))
            self.assertion = AssertionVerifier().read(assertion)
            return
        }
        self.assertion = nil
        if let secret = form["client_secret"] {
            self.credential = .secret(SecretBytes(utf8: secret))
        } else if let basic {
            self.credential = .secret(basic.secret)
        } else {
            self.credential = .none
        }
    }

    private static func isForm(_ type: String) -> Bool {
        if type == self.formType { return true }
        let media = type.split(separator: ";").first?.lowercased() ?? ""
        return media.split(separator: " ").first.map(String.init) == self.formType
    }

    private func secret(_ name: String) -> SecretBytes? { self.form[name].map { SecretBytes(utf8: $0) } }

    private static func parameters(_ body: [UInt8]) throws(TokenRefusal) -> FormParameters {
        do {
            return try FormParameters(body)
        } catch {
            switch error {
            case .malformed: throw TokenRefusal(.malformedRequest)
            case .duplicate(let name): throw TokenRefusal(.duplicateParameter, ["name": name])
            }
        }
    }

    private static func basic(_ request: PlatformRequest) throws(TokenRefusal) -> BasicAuthorization? {
        guard let header = request.header("authorization"), let basic = BasicAuthorization.parse(header) else {
            return nil
        }
        guard case .success(let authorization) = basic else { throw TokenRefusal(.malformedRequest) }
        return authorization
    }
}

extension TokenRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The grant's name; never the parameters, which hold credentials.
    var description: String { "TokenRequest(\(self.grantType ?? "none"))" }
    var debugDescription: String { self.description }
    var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
