// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore
import Testing
import X509

@Suite struct CertificateCreationTests {
    static let template = CertificateTemplate(
        subject: "CN=daemon,O=Contoso",
        notBefore: Date(timeIntervalSince1970: 1_700_000_000),
        notAfter: Date(timeIntervalSince1970: 1_900_000_000)
    )

    @Test(arguments: [PrivateKey.Kind.rsa(bits: 2048), .p256, .p384, .p521, .ed25519])
    func makesSelfSignedCertificatesThatRoundTrip(kind: PrivateKey.Kind) throws {
        var template = Self.template
        template.key = kind
        let made = try ClientCertificate.create(template)
        #expect(made.details.subject == "CN=daemon,O=Contoso")
        #expect(made.details.isSelfIssued)
        #expect(made.notAfter == template.notAfter)
        let password = SecretBytes(utf8: "pässwörd 🗝")
        let forms = try [
            (made.pem(), nil), (made.pem(password: password), password),
            (made.pfx(password: password, name: "daemon"), password),
        ]
        for (bytes, password) in forms {
            let read = try ClientCertificate(bytes: bytes.withExposedBytes { $0 }, password: password)
            #expect(read.sha256Thumbprint == made.sha256Thumbprint)
            #expect(read.privateKey.kind == kind)
        }
    }

    @Test func isValidFromTheMomentOfItsMaking() throws {
        var template = Self.template
        template.key = .p256
        template.notBefore = Date(timeIntervalSince1970: 1_700_000_000.7)
        try ClientCertificate.create(template).validate(at: template.notBefore)
    }

    @Test func signsWithAnAuthorityAndKeepsTheChain() throws {
        var root = Self.template
        root.subject = "CN=Root"
        root.key = .p256
        root.authority = .unlimited
        root.usages = []
        let authority = try ClientCertificate.create(root)
        var middle = root
        middle.subject = "CN=Middle"
        middle.authority = .limited(pathLength: 0)
        let issuing = try ClientCertificate.create(middle, issuedBy: .authority(authority))
        let leaf = try ClientCertificate.create(Self.template, issuedBy: .authority(issuing))
        #expect(leaf.derChain.count == 3)
        #expect(leaf.details.issuer == "CN=Middle")
        let issuer = leaf.chain[1].publicKey
        #expect(issuer.isValidSignature(leaf.leaf.signature, for: leaf.leaf))
        #expect(throws: SignetCertificates.CertificateError(.creationFailed, "")) {
            try ClientCertificate.create(Self.template, issuedBy: .authority(leaf))
        }
    }

    @Test(arguments: ["", "daemon", "CN=", "XX=a", "CN=\"open", "CN=a,", "C=Ä"])
    func refusesSubjectsThatAreNoNames(subject: String) {
        var template = Self.template
        template.key = .p256
        template.subject = subject
        #expect(throws: SignetCertificates.CertificateError(.creationFailed, "")) {
            try ClientCertificate.create(template)
        }
    }

    @Test(arguments: [
        ("CN=a\\, b,O=c", "CN=a\\, b,O=c"), ("CN=\"a, b\",O=c", "CN=a\\, b,O=c"), ("cn = a , o = b ", "CN=a,O=b"),
        ("CN=\\C3\\A4\\20", "CN=ä\\ "), ("CN=a+OU=b,DC=example,DC=com", "CN=a+OU=b,DC=example,DC=com"),
    ])
    func readsSubjectsAsRFC4514WritesThem(subject: String, expected: String) throws {
        var template = Self.template
        template.key = .p256
        template.subject = subject
        #expect(try ClientCertificate.create(template).details.subject == expected)
    }
}
