// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SwiftASN1
import Testing
import X509

@testable import SignetCertificates

/// Names as https://learn.microsoft.com/windows/win32/api/wincrypt/nf-wincrypt-certnametostrw and
/// https://learn.microsoft.com/dotnet/api/system.security.cryptography.x509certificates.x509certificate.subject have them.
@Suite struct FrameworkNameTextTests {
    private static let commonName: ASN1ObjectIdentifier = [2, 5, 4, 3]
    private static let organization: ASN1ObjectIdentifier = [2, 5, 4, 10]

    private func text(_ parts: [(ASN1ObjectIdentifier, String)]...) -> String {
        let name = DistinguishedName(
            parts.map { part in
                RelativeDistinguishedName(
                    part.map { RelativeDistinguishedName.Attribute(type: $0.0, value: .init(utf8String: $0.1)) }
                )
            }
        )
        return FrameworkNameText(name).text
    }

    @Test func theMostSpecificPartComesFirst() {
        #expect(
            text([([2, 5, 4, 6], "US")], [(Self.organization, "Contoso")], [(Self.commonName, "daemon")])
                == "CN=daemon, O=Contoso, C=US"
        )
        #expect(text() == "")
    }

    @Test func namesWithoutAShortFormAreNumbers() {
        #expect(
            text(
                [([2, 5, 4, 8], "WA")],
                [([1, 2, 840, 113_549, 1, 9, 1], "a@contoso.example")],
                [([1, 3, 6, 1, 4, 1, 311, 60, 2, 1, 3], "US")]
            ) == "OID.1.3.6.1.4.1.311.60.2.1.3=US, E=a@contoso.example, S=WA"
        )
    }

    @Test func partsOfSeveralValuesAreJoined() {
        let name = text([(Self.commonName, "a"), ([2, 5, 4, 11], "b")])
        #expect(["CN=a + OU=b", "OU=b + CN=a"].contains(name))
    }

    @Test(arguments: [
        ("Contoso, Inc.", "\"Contoso, Inc.\""), ("a \"b\" c", "\"a \"\"b\"\" c\""), (" a", "\" a\""), ("a ", "\"a \""),
        ("", "\"\""), ("a=b", "\"a=b\""), ("a+b", "\"a+b\""), ("#a", "\"#a\""), ("a;b", "\"a;b\""), ("<a>", "\"<a>\""),
        ("a b", "a b"), ("a/b", "a/b"), ("a\\b", "a\\b"), ("ä", "ä"),
    ])
    func whatCouldBeMisreadIsQuoted(value: String, written: String) {
        #expect(text([(Self.organization, value)]) == "O=\(written)")
    }
}
