// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore
import Testing

@Suite struct BundleInspectionTests {
    private func bundle(_ parts: [String]) throws -> CertificateBundle {
        try CertificateBundle(bytes: Array(parts.joined().utf8))
    }

    private func pem(_ certificate: ClientCertificate) throws -> String {
        try String(decoding: certificate.pem().withExposedBytes { $0 }, as: UTF8.self)
    }

    private func codes(_ bundle: CertificateBundle, at date: Date = Samples.start + 1000) -> [CertificateBundle.Warning
        .Code]
    {
        bundle.warnings(at: date).map(\.code)
    }

    @Test func findsNothingWrongWithAFreshPair() throws {
        let certificate = try ClientCertificate.create(Samples.template(key: .rsa(bits: 2048)))
        let found = try codes(bundle([pem(certificate)]))
        #expect(found.isEmpty)
    }

    @Test func warnsOfDates() throws {
        let bundle = try bundle([ClientCertificate.create(Samples.template()).certificatePEM])
        #expect(codes(bundle, at: Samples.start - 1) == [.notYetValid])
        #expect(codes(bundle, at: Samples.end - 86_400) == [.expiresSoon])
        #expect(codes(bundle, at: Samples.end + 1) == [.expired])
    }

    @Test func warnsOfOrderMismatchAndStrangers() throws {
        let root = try Samples.authority("CN=Root")
        let leaf = try ClientCertificate.create(Samples.template(key: .rsa(bits: 2048)), issuedBy: .authority(root))
        let other = try ClientCertificate.create(Samples.template("CN=other"))
        #expect(try codes(bundle([root.certificatePEM, pem(leaf)])) == [.orderRepaired])
        #expect(try codes(bundle([pem(leaf), other.certificatePEM])) == [.unrelatedCertificate])
        let keyOfOther = try #require(try pem(other).components("-----BEGIN CERTIFICATE").first)
        #expect(try codes(bundle([keyOfOther, leaf.certificatePEM])) == [.keyMismatch, .unsuitableForAssertion])
        let both = try codes(bundle([pem(leaf), pem(other)]))
        #expect(both.contains(.severalKeys))
    }

    @Test func showsTheChainOfFilesWithoutAKey() throws {
        let root = try Samples.authority("CN=Root")
        let leaf = try ClientCertificate.create(Samples.template(), issuedBy: .authority(root))
        let bundle = try bundle([root.certificatePEM, leaf.derChain.count == 2 ? leaf.certificatePEM : ""])
        #expect(bundle.keys.isEmpty)
        #expect(bundle.chain.map(\.subject) == ["CN=daemon", "CN=Root"])
        #expect(bundle.chain.map(\.keyType) == ["EC", "EC"])
        #expect(bundle.chain.first?.keyBits == 256)
    }

    @Test(.enabled(if: Tool.areJudgesPresent || Tool.isRequired, "openssl makes the file"))
    func showsCertificatesThatMayNotBeUsed() throws {
        let bundle = try CertificateBundle(path: Fixtures.path("refused-rsa1024.pem"))
        #expect(bundle.chain.first?.keyBits == 1024)
        let found = codes(bundle, at: Date(timeIntervalSince1970: 1_800_000_000))
        #expect(found.contains(.weakKey))
    }
}

extension String {
    /// The parts between occurrences of a text.
    fileprivate func components(_ separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
