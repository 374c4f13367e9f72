// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore
import Testing

/// A certificate in one file and its key in another.
@Suite(.timeLimit(.minutes(15))) struct TwoFilesTests {
    let folder: TemporaryFolder
    let clock = ManualTime()
    let first: ClientCertificate
    let second: ClientCertificate

    init() throws {
        self.folder = try TemporaryFolder()
        self.first = try ClientCertificate.create(Samples.template("CN=first"))
        self.second = try ClientCertificate.create(Samples.template("CN=second"))
    }

    private var source: CertificateSource {
        .files(certificate: self.folder.file("tls.crt"), key: self.folder.file("tls.key"))
    }

    private func write(_ certificate: ClientCertificate, to folder: String = ".") throws {
        try self.folder.write("\(folder)/tls.crt", Array(certificate.certificatePEM.utf8))
        try self.folder.write("\(folder)/tls.key", Array(try certificate.keyPEM.utf8))
    }

    private func rotation() async throws -> CertificateRotation {
        try await CertificateRotation(source: self.source, clock: self.clock)
    }

    private func next(_ rotation: CertificateRotation) -> Thumbprint {
        self.clock.advance(1)
        return rotation.current().sha1Thumbprint
    }

    @Test(arguments: [["tls.crt", "tls.key"], ["tls.key", "tls.crt"]])
    func keepsThePairUntilBothFilesChanged(order: [String]) async throws {
        try write(self.first)
        let rotation = try await rotation()
        let contents = ["tls.crt": self.second.certificatePEM, "tls.key": try self.second.keyPEM]
        try self.folder.write(order[0], Array((contents[order[0]] ?? "").utf8))
        for _ in 0..<5 { #expect(next(rotation) == self.first.sha1Thumbprint) }
        #expect(rotation.lastFailure?.code == .keyMismatch)
        #expect(rotation.lastFailure?.message.contains("tls.crt") == true)
        #expect(rotation.lastFailure?.message.contains("tls.key") == true)
        try self.folder.write(order[1], Array((contents[order[1]] ?? "").utf8))
        #expect(next(rotation) == self.second.sha1Thumbprint)
        #expect(rotation.lastFailure == nil)
        #expect(rotation.version == 2)
    }

    @Test func aRenewalWithTheSameKeyNeedsTheCertificateAlone() async throws {
        try write(self.first)
        let rotation = try await rotation()
        var template = Samples.template("CN=first")
        template.notAfter = Samples.end + 86_400
        let renewed = try ClientCertificate.create(template, key: self.first.privateKey)
        try self.folder.write("tls.crt", Array(renewed.certificatePEM.utf8))
        #expect(next(rotation) == renewed.sha1Thumbprint)
    }

    /// Kubernetes writes a new folder, and renames a symbolic link to it over the one that all paths go through.
    @Test func followsTheFolderThatKubernetesExchanges() async throws {
        let manager = FileManager.default
        for (name, certificate) in [("..2026_01", self.first), ("..2026_02", self.second)] {
            try manager.createDirectory(atPath: self.folder.file(name), withIntermediateDirectories: true)
            try write(certificate, to: name)
        }
        let data = self.folder.file("..data")
        try manager.createSymbolicLink(atPath: data, withDestinationPath: "..2026_01")
        for name in ["tls.crt", "tls.key"] {
            try manager.createSymbolicLink(atPath: self.folder.file(name), withDestinationPath: "..data/\(name)")
        }
        let rotation = try await rotation()
        #expect(next(rotation) == self.first.sha1Thumbprint)
        try manager.createSymbolicLink(atPath: self.folder.file("..data_tmp"), withDestinationPath: "..2026_02")
        let renamed = unsafe rename(self.folder.file("..data_tmp"), data)
        #expect(renamed == 0)
        try manager.removeItem(atPath: self.folder.file("..2026_01"))
        #expect(next(rotation) == self.second.sha1Thumbprint)
        #expect(rotation.previous?.sha1Thumbprint == self.first.sha1Thumbprint)
        #expect(rotation.lastFailure == nil)
    }

    @Test func opensAnEncryptedKeyBesideABareCertificate() throws {
        let password = SecretBytes(utf8: "tŕezor")
        let pem = try self.first.pem(password: password).withExposedBytes { String(decoding: $0, as: UTF8.self) }
        let key = pem.components(separatedBy: "-----BEGIN CERT")[0]
        #expect(key.contains("ENCRYPTED"))
        try self.folder.write("tls.crt", Array(self.first.certificatePEM.utf8))
        try self.folder.write("tls.key", Array(key.utf8))
        let loaded =
            try CertificateSource.files(
                certificate: self.folder.file("tls.crt"),
                key: self.folder.file("tls.key"),
                password: password
            )
            .load()
        #expect(loaded.sha1Thumbprint == self.first.sha1Thumbprint)
        let error = #expect(throws: SignetCertificates.CertificateError.self) { try self.source.load() }
        #expect(error?.code == .passwordRequired)
        #expect(error?.message.hasPrefix(self.folder.file("tls.key")) == true)
    }

    @Test func opensslsDERFilesAreReadToo() throws {
        try self.folder.write("tls.crt", self.first.details.der)
        let key = self.first.privateKey.pkcs8DER.withExposedBytes { $0 }
        try self.folder.write("tls.key", key)
        #expect(try self.source.load().sha1Thumbprint == self.first.sha1Thumbprint)
    }

    @Test func namesTheFileThatIsWrong() throws {
        try write(self.first)
        let faults: [(String, String, SignetCertificates.CertificateError.Code)] = [
            ("tls.key", self.first.certificatePEM, .noPrivateKey), ("tls.crt", try self.first.keyPEM, .noCertificate),
            ("tls.key", "nothing", .unrecognizedFormat), ("tls.crt", "", .unrecognizedFormat),
        ]
        for (name, content, code) in faults {
            try write(self.first)
            try self.folder.write(name, Array(content.utf8))
            let error = #expect(throws: SignetCertificates.CertificateError.self) { try self.source.load() }
            #expect(error?.code == code, "\(name)")
            #expect(error?.message.hasPrefix(self.folder.file(name)) == true, "\(error?.message ?? "")")
        }
        try FileManager.default.removeItem(atPath: self.folder.file("tls.key"))
        #expect(throws: SignetCertificates.CertificateError.self) { try self.source.load() }
    }
}
