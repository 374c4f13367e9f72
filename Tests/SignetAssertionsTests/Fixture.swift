// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetAssertions
import SignetCertificates
import SignetCore

/// One certificate and one foreign certificate per process, a client and a service.
enum Fixture {
    static let clientID = "97e0a5b7-d745-40b6-94fe-5f77d35c6e05"
    static let audience = "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token"
    /// 2026-11-21 10:04:05 UTC.
    static let now = Date(timeIntervalSince1970: 1_795_255_445)

    static let certificate = Result { try make("CN=daemon") }
    static let stranger = Result { try make("CN=stranger") }
    static let curve = Result { try make("CN=curve", .p256) }

    static func make(_ subject: String, _ kind: PrivateKey.Kind = .rsa(bits: 2_048)) throws -> ClientCertificate {
        var template = CertificateTemplate(
            subject: subject,
            notBefore: now - 30 * 86_400,
            notAfter: now + 300 * 86_400
        )
        template.key = kind
        return try ClientCertificate.create(template)
    }

    /// A registration of the certificate.
    static func key(
        _ certificate: ClientCertificate? = nil,
        notBefore: Date? = nil,
        notAfter: Date? = nil
    ) throws -> RegisteredKey {
        try RegisteredKey(
            keyID: "0f4b1d1a-0000-4000-8000-000000000001",
            certificateDER: (try certificate ?? self.certificate.get()).derChain[0],
            notBefore: notBefore,
            notAfter: notAfter
        )
    }

    static let expectation = AssertionExpectation(
        clientID: clientID,
        audiences: [audience, "https://login.microsoftonline.com/contoso.onmicrosoft.com/v2.0"]
    )

    /// Verifies with the registered certificate at the fixture's time.
    static func verify(
        _ text: String,
        keys: [RegisteredKey]? = nil,
        at now: Date = now
    ) throws -> AssertionVerdict {
        AssertionVerifier().verify(text, expectation: expectation, keys: try keys ?? [key()], at: now)
    }

    /// The reason of a refusal, or `nil` where the assertion was accepted.
    static func refusal(_ text: String, keys: [RegisteredKey]? = nil, at now: Date = now) throws -> AssertionRefusal? {
        guard case .refused(let reason) = try verify(text, keys: keys, at: now) else { return nil }
        return reason
    }
}

/// An assertion made by hand, member by member, to be bent in one place.
struct Draft {
    var algorithm = SignatureAlgorithm.ps256
    /// What the header says, where it is not the truth.
    var header: [(String, JSONValue?)] = []
    var claims: [(String, JSONValue?)] = []
    /// The claims as text, where no JSON value can express them.
    var rawClaims: String?
    var rawHeader: String?
    var isPadded = false

    /// Signs the draft with the fixture's certificate.
    func text(_ certificate: ClientCertificate? = nil) throws -> String {
        let signing = try certificate ?? Fixture.certificate.get()
        let named = try Fixture.certificate.get()
        var header: JSONObject = [
            "alg": .string(self.algorithm.rawValue), "typ": "JWT",
            "x5t#S256": .string(named.sha256Thumbprint.base64URL),
        ]
        for (name, value) in self.header { header[name] = value }
        let now = Int(Fixture.now.timeIntervalSince1970)
        var claims: JSONObject = [
            "aud": .string(Fixture.audience), "iss": .string(Fixture.clientID), "sub": .string(Fixture.clientID),
            "jti": "7c9e6679-7425-40de-944b-e07fc1f90ae7", "nbf": .number(now), "iat": .number(now),
            "exp": .number(now + 600),
        ]
        for (name, value) in self.claims { claims[name] = value }
        let headerBytes = self.rawHeader.map { Array($0.utf8) } ?? JSONValue.object(header).serialized
        let claimBytes = self.rawClaims.map { Array($0.utf8) } ?? JSONValue.object(claims).serialized
        let input = encode(headerBytes) + "." + encode(claimBytes)
        guard let key = signing.privateKey.rsa else { throw AssertionRefusal.keyDoesNotFitAlgorithm }
        return input + "." + encode(try self.algorithm.sign(Array(input.utf8), with: key))
    }

    private func encode(_ bytes: [UInt8]) -> String {
        let text = Base64URL.encode(bytes)
        return self.isPadded ? text + String(repeating: "=", count: (4 - text.count % 4) % 4) : text
    }
}

extension AssertionRefusal: Error {}
