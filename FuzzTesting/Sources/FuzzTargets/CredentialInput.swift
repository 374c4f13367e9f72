// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCertificates
import SignetCore

enum CredentialInput {
    static func readCertificate(_ bytes: [UInt8]) -> String? {
        guard bytes.count <= 65_536 else { return nil }
        for password in [nil, SecretBytes(utf8: "fuzz")] {
            guard let bundle = try? CertificateBundle(bytes: bytes, password: password) else { continue }
            guard bundle.keys.count <= bytes.count else { return "more keys than bytes" }
        }
        return nil
    }

    private static let now = Date(timeIntervalSince1970: 1_700_000_000)

    private static let key: RegisteredKey? = {
        var template = CertificateTemplate(
            subject: "CN=fuzz",
            notBefore: now.addingTimeInterval(-86_400),
            notAfter: now.addingTimeInterval(86_400)
        )
        template.key = .p256
        guard let certificate = try? ClientCertificate.create(template), let der = certificate.derChain.first else {
            return nil
        }
        return try? RegisteredKey(keyID: "fuzz", certificateDER: der)
    }()

    static func verifyAssertion(_ bytes: [UInt8]) -> String? {
        guard let key = self.key else { return "no key" }
        let text = String(decoding: bytes, as: UTF8.self)
        let expectation = AssertionExpectation(clientID: "fuzz", audiences: ["https://login.example/fuzz"])
        if case .accepted = AssertionVerifier().verify(text, expectation: expectation, keys: [key], at: now) {
            return "an assertion that nobody signed was accepted"
        }
        _ = try? DecodedAssertion(text)
        return nil
    }
}
