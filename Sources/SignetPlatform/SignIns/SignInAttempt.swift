// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCertificates
import SignetCore

/// What a request for a token brought, read again for the log after it was answered: believed or not.
struct SignInAttempt: Sendable {
    private static let greatestText = 256

    /// How the client proved itself, in the words of Graph's `clientCredentialType`.
    enum CredentialType: String {
        case none
        case clientSecret
        case certificate
        case federatedIdentityCredential
        case clientAssertion
    }

    let grant: String
    let clientID: String
    /// The scope, or the resource of the v1 endpoint.
    let target: String
    let hasSecret: Bool
    let hasAssertion: Bool
    /// What the assertion says, where it can be read.
    let assertion: DecodedAssertion?
    /// With which certificate it connected.
    let certificate: ConnectionCertificate?

    /// Takes what the token endpoint has read; `nil` where the body was no form for it, which the log reads all the same.
    init?(_ request: TokenRequest) {
        guard request.isForm else { return nil }
        self.grant = Self.short(request.grantType)
        self.clientID = Self.short(request.clientID).lowercased()
        self.target = Self.short(request.scope ?? request.resource)
        self.hasSecret = request.hasSecret
        self.certificate = request.certificate
        self.hasAssertion = request.assertion != nil
        self.assertion = request.assertion.flatMap { try? DecodedAssertion($0.get()) }
    }

    /// Reads a request that the token endpoint could not read.
    init(_ exchange: Exchange) {
        let form = try? FormParameters(exchange.request.body)
        let basic = exchange.request.header("authorization").flatMap(BasicAuthorization.parse)
        let authorization = basic.flatMap { try? $0.get() }
        self.grant = Self.short(form?["grant_type"])
        self.clientID = Self.short(form?["client_id"] ?? authorization?.clientID).lowercased()
        self.target = Self.short(form?["scope"] ?? form?["resource"])
        self.hasSecret = form?["client_secret"] != nil || authorization != nil
        self.certificate = ConnectionCertificate(exchange.request)
        let assertion = form?["client_assertion"]
        self.hasAssertion = assertion != nil
        self.assertion = assertion.flatMap { $0.utf8.count <= 16_384 ? try? DecodedAssertion($0) : nil }
    }

    /// What an assertion alone says.
    init(assertion: DecodedAssertion) {
        self.grant = ""
        self.clientID = Self.short(assertion.clientID).lowercased()
        self.target = ""
        self.hasSecret = false
        self.hasAssertion = true
        self.assertion = assertion
        self.certificate = nil
    }

    /// What names the key: the thumbprint in an assertion, or that of the connection's certificate.
    var thumbprint: String? { self.assertion?.keyIdentifier ?? self.certificate?.leaf.sha1Thumbprint.hexadecimal }

    var credentialType: CredentialType {
        guard self.hasAssertion else {
            if self.hasSecret { return .clientSecret }
            return self.certificate == nil ? .none : .certificate
        }
        guard let assertion = self.assertion else { return .clientAssertion }
        return assertion.clientID?.lowercased() == self.clientID ? .certificate : .federatedIdentityCredential
    }

    private static func short(_ text: String?) -> String {
        guard let text, text.utf8.count > self.greatestText else { return text ?? "" }
        return String(text.prefix(self.greatestText))
    }
}
