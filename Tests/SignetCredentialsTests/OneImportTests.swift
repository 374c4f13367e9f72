// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCredentials
import Testing

/// What a user writes with one import, as the README shows it.
@Suite struct OneImportTests {
    @Test(arguments: ["pässword", "a"])
    func aPFXWithItsPasswordNeedsNoOtherImport(password: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "signet-import-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "client.pfx").path()
        let template = CertificateTemplate(subject: "CN=one", notBefore: Date() - 60, notAfter: Date() + 3_600)
        let certificate = try ClientCertificate.create(template)
        let pfx = try certificate.pfx(password: SecretBytes(utf8: password), name: "one")
        try pfx.withExposedBytes { try Data($0).write(to: URL(filePath: path)) }

        for source in [
            CertificateSource.file(path, password: password), .file(path, password: SecretBytes(utf8: password)),
        ] {
            let credential = try CertificateCredential(
                tenantID: "contoso.onmicrosoft.com",
                clientID: "97e0a5b7-d745-40b6-94fe-5f77d35c6e05",
                certificate: source
            )
            #expect(credential.certificate?.sha1Thumbprint == certificate.sha1Thumbprint)
        }
    }
}
