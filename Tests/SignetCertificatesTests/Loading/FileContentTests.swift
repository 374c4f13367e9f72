// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore
import Testing

@Suite struct FileContentTests {
    private func code(_ path: String) -> CertificateError.Code? {
        do {
            _ = try ClientCertificate(path: path)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func refusesFilesThatAreNoRegularFiles() throws {
        let folder = try TemporaryFolder()
        let made = unsafe mkfifo(folder.file("pipe"), 0o600)
        #expect(made == 0)
        #expect(code(folder.file("pipe")) == .unreadableFile)
        #expect(code(folder.path) == .unreadableFile)
        #expect(code("/dev/zero") == .unreadableFile)
        #expect(code(folder.file("absent.pem")) == .unreadableFile)
    }

    @Test func refusesAGigabyteWithoutReadingIt() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("large.pfx", [])
        let grown = unsafe truncate(path, 1 << 30)
        #expect(grown == 0)
        #expect(code(path) == .fileTooLarge)
        #expect(throws: CertificateError.self) {
            try CertificateBundle(bytes: [UInt8](repeating: 0x30, count: 17 << 20))
        }
    }

    @Test func writesFilesForTheirOwnerAloneAndWhole() throws {
        let folder = try TemporaryFolder()
        let certificate = try ClientCertificate.create(Samples.template(key: .p256))
        let path = try folder.write("pair.pem", Array("older content that others may read".utf8))
        try certificate.writePEM(to: path)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try ClientCertificate(path: path).sha1Thumbprint == certificate.sha1Thumbprint)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["pair.pem"])
        #expect(throws: CertificateError.self) { try certificate.writePEM(to: folder.file("absent/pair.pem")) }
    }
}
