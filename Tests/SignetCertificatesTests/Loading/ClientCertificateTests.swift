// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore
import Testing

@Suite struct ClientCertificateTests {
    private func code(_ body: () throws(CertificateError) -> Void) -> CertificateError.Code? {
        do {
            try body()
            return nil
        } catch {
            return error.code
        }
    }

    @Test func namesWhatIsWrongWithTheDates() throws {
        let certificate = try ClientCertificate.create(Samples.template())
        #expect(code { () throws(CertificateError) in try certificate.validate(at: Samples.start) } == nil)
        #expect(code { () throws(CertificateError) in try certificate.validate(at: Samples.start - 1) } == .notYetValid)
        #expect(code { () throws(CertificateError) in try certificate.validate(at: Samples.end + 1) } == .expired)
    }

    @Test func refusesCurvesAsAssertionKeysAndSaysWhy() throws {
        for kind in [PrivateKey.Kind.p256, .p384, .p521, .ed25519] {
            let certificate = try ClientCertificate.create(Samples.template(key: kind))
            let error = #expect(throws: CertificateError.self) { try certificate.requireAssertionKey() }
            #expect(error?.code == .unsuitableForAssertion)
            #expect(error?.message.contains("RSA") == true)
        }
        let certificate = try ClientCertificate.create(Samples.template(key: .rsa(bits: 2048)))
        try certificate.requireAssertionKey()
    }

    @Test func followsTheSignatureWhereTwoAuthoritiesHaveOneName() throws {
        let first = try Samples.authority("CN=Root")
        let second = try Samples.authority("CN=Root")
        let leaf = try ClientCertificate.create(Samples.template(), issuedBy: .authority(second))
        let pem = try String(decoding: leaf.pem().withExposedBytes { $0 }, as: UTF8.self)
        let read = try ClientCertificate(bytes: Array((first.certificatePEM + pem).utf8))
        #expect(read.derChain == leaf.derChain)
    }

    @Test func keepsTheMessageFreeOfThePassword() throws {
        let certificate = try ClientCertificate.create(Samples.template())
        let bytes = try certificate.pfx(password: SecretBytes(utf8: "right one"), name: "x").withExposedBytes { $0 }
        let error = #expect(throws: CertificateError.self) {
            try ClientCertificate(bytes: bytes, password: SecretBytes(utf8: "other one"))
        }
        #expect(error?.code == .wrongPassword)
        #expect(error.map { "\($0)".contains("one\"") || "\($0)".contains("other") } == false)
    }
}
