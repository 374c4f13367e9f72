// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore
import Testing

@Suite struct CertificateDiagnosisTests {
    let folder: TemporaryFolder
    let now = Date(timeIntervalSince1970: 1_750_000_000)

    init() throws { self.folder = try TemporaryFolder() }

    private func template(_ name: String = "CN=daemon", key: PrivateKey.Kind = .rsa(bits: 2048)) -> CertificateTemplate
    {
        var template = CertificateTemplate(
            subject: name,
            notBefore: self.now - 86_400,
            notAfter: self.now + 200 * 86_400
        )
        template.key = key
        return template
    }

    private func pem(_ certificate: ClientCertificate) throws -> String {
        try String(decoding: certificate.pem().withExposedBytes { $0 }, as: UTF8.self)
    }

    private func diagnose(_ text: String, password: String? = nil) async throws -> CertificateDiagnosis {
        let path = try self.folder.write("client.pem", Array(text.utf8))
        return await CertificateSource.file(path, password: password.map { SecretBytes(utf8: $0) })
            .diagnose(at: self.now)
    }

    private func codes(_ diagnosis: CertificateDiagnosis) -> [String] {
        diagnosis.findings.map { "\($0.severity.rawValue) \($0.code)" }
    }

    @Test func aGoodOneHasNothingAgainstItAndBothThumbprints() async throws {
        let certificate = try ClientCertificate.create(template())
        let diagnosis = try await diagnose(try pem(certificate))
        #expect(diagnosis.isUsable)
        #expect(diagnosis.findings.isEmpty, "\(diagnosis)")
        #expect(diagnosis.daysLeft == 200)
        #expect(diagnosis.certificate == certificate.publicCertificate)
        let text = diagnosis.description
        for part in [
            "usable", "CN=daemon", "RSA 2048", certificate.sha1Thumbprint.hexadecimal,
            certificate.sha256Thumbprint.hexadecimal, "200 days left", "client.pem",
        ] {
            #expect(text.contains(part), "\(part)")
        }
    }

    @Test func datesThatAreOverOrToComeOrNearTheirEnd() async throws {
        var template = template()
        template.notAfter = self.now - 3_600
        template.notBefore = self.now - 86_400
        let expired = try await diagnose(try pem(try ClientCertificate.create(template)))
        #expect(codes(expired) == ["error expired"])
        #expect(expired.daysLeft == -1)
        #expect(!expired.isUsable)
        template.notAfter = self.now + 5 * 86_400
        let soon = try await diagnose(try pem(try ClientCertificate.create(template)))
        #expect(codes(soon) == ["warning expiresSoon"])
        #expect(soon.isUsable)
        template.notBefore = self.now + 86_400
        template.notAfter = self.now + 200 * 86_400
        #expect(codes(try await diagnose(try pem(try ClientCertificate.create(template)))) == ["error notYetValid"])
    }

    @Test func keysThatEntraDoesNotTake() async throws {
        let curve = try await diagnose(try pem(try ClientCertificate.create(template(key: .p384))))
        #expect(codes(curve) == ["error unsuitableForAssertion"])
        #expect(curve.findings[0].message.contains("P-384"))
    }

    @Test(
        .enabled(if: Tool.areJudgesPresent || Tool.isRequired, "openssl and Python with cryptography are not installed")
    )
    func aShortKeyOfOpenssl() async throws {
        let openssl = try #require(Tool.openssl)
        let (key, certificate) = (self.folder.file("weak.key"), self.folder.file("weak.crt"))
        try openssl.run([
            "req", "-x509", "-newkey", "rsa:1024", "-nodes", "-keyout", key, "-out", certificate, "-subj", "/CN=weak",
            "-days", "30",
        ])
        let source = CertificateSource.files(certificate: certificate, key: key)
        let details = try PublicCertificate(path: certificate)
        let diagnosis = await source.diagnose(at: details.notBefore + 60)
        #expect(codes(diagnosis).contains("error weakKey"))
        #expect(!diagnosis.isUsable)
        #expect(diagnosis.certificate?.sha1Thumbprint == details.sha1Thumbprint)
    }

    @Test func aKeyOfAnotherCertificate() async throws {
        let (one, two) = try (ClientCertificate.create(template()), ClientCertificate.create(template("CN=other")))
        let diagnosis = try await diagnose(try one.keyPEM + two.certificatePEM)
        #expect(codes(diagnosis) == ["error keyMismatch"])
        #expect(diagnosis.certificate?.sha1Thumbprint == two.sha1Thumbprint)
    }

    @Test func chainsOutOfOrderWithStrangersAndWithoutAnIssuer() async throws {
        var authorityTemplate = template("CN=authority", key: .p256)
        authorityTemplate.authority = .unlimited
        authorityTemplate.usages = []
        let authority = try ClientCertificate.create(authorityTemplate)
        let leaf = try ClientCertificate.create(template(), issuedBy: .authority(authority))
        let stranger = try ClientCertificate.create(template("CN=stranger", key: .p256))
        let own = try CertificateDetails(der: leaf.derChain[0])
        let leafPEM = try PublicCertificate(bytes: own.der).pemForTest
        let reversed = try await diagnose(try leaf.keyPEM + authority.certificatePEM + leafPEM)
        #expect(codes(reversed) == ["note orderRepaired"])
        #expect(reversed.isUsable)
        #expect(reversed.certificate?.sha1Thumbprint == leaf.sha1Thumbprint)
        let alone = try await diagnose(try leaf.keyPEM + leafPEM)
        #expect(codes(alone) == ["note incompleteChain"])
        let mixed = try await diagnose(try leaf.keyPEM + leafPEM + stranger.certificatePEM + authority.certificatePEM)
        #expect(codes(mixed).contains("note unrelatedCertificate"))
    }

    @Test func everythingThatCannotBeRead() async throws {
        let certificate = try ClientCertificate.create(template())
        let encrypted = try certificate.pem(password: SecretBytes(utf8: "a"))
            .withExposedBytes { String(decoding: $0, as: UTF8.self) }
        #expect(codes(try await diagnose(encrypted)) == ["error passwordRequired"])
        #expect(codes(try await diagnose(encrypted, password: "b")) == ["error wrongPassword"])
        #expect(codes(try await diagnose("x")) == ["error unrecognizedFormat"])
        #expect(codes(try await diagnose(certificate.certificatePEM)) == ["error noPrivateKey"])
        #expect(codes(await CertificateSource.file("/nowhere").diagnose(at: self.now)) == ["error unreadableFile"])
        #expect(
            codes(await CertificateSource.environment("A", in: [:]).diagnose(at: self.now)) == [
                "error sourceUnavailable"
            ]
        )
        let failing = CertificateSource.provider("the store") { throw CocoaError(.fileNoSuchFile) }
        let diagnosis = await failing.diagnose(at: self.now)
        #expect(codes(diagnosis) == ["error sourceUnavailable"])
        #expect(diagnosis.source == "the store")
    }
}

extension PublicCertificate {
    /// The leaf as PEM.
    var pemForTest: String {
        let text = Data(self.derChain[0]).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN CERTIFICATE-----\n\(text)\n-----END CERTIFICATE-----\n"
    }
}
