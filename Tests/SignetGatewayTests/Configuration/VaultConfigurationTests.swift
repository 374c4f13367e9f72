// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore
import SignetPolicies
import Testing

@testable import SignetGateway

/// Certificates and named values of key vaults, without a vault.
@Suite struct VaultConfigurationTests {
    static let reference = VaultReference(secretIdentifier: "https://v.example/secrets/client")
    static let now = Date(timeIntervalSince1970: 1_800_000_000)

    private static func folder(thumbprint: String? = nil) throws -> ConfigurationOnDisk {
        let folder = try ConfigurationOnDisk()
        let selection = thumbprint.map { "thumbprint=\"\($0)\"" } ?? "certificate-id=\"client\""
        try folder.writeAPI(inbound: "<authentication-certificate \(selection) />")
        try folder.write(
            "certificates/client/certificateInformation.json",
            "{\"properties\": {\"keyVault\": {\"secretIdentifier\": \"\(Self.reference.secretIdentifier)\"}}}"
        )
        return folder
    }

    private static func secret(_ certificate: ClientCertificate, _ version: String) throws -> VaultSecret {
        VaultSecret(
            identifier: "\(Self.reference.secretIdentifier)/\(version)",
            value: SecretBytes(try certificate.pem().withExposedBytes { $0 }),
            contentType: "application/x-pem-file"
        )
    }

    @Test func readsACertificateOfAVaultAndKeepsItWhereTheNextIsUnusable() throws {
        let folder = try Self.folder()
        let (first, second) = (
            try CertificateStoreTests.certificate("one"), try CertificateStoreTests.certificate("two")
        )
        var vault = VaultContents()
        let isNew = vault.set(try Self.secret(first, "1"), for: Self.reference, at: Self.now)
        #expect(isNew)
        let (loaded, problems) = folder.read(vault: vault)
        let one = try #require(loaded, "\(problems)")
        #expect(one.vault == [Self.reference])
        let version = try one.configuration.certificates.certificate(id: "client")
        // Read again: the same version, so that connections live on.
        let isAnother = vault.set(try Self.secret(first, "1"), for: Self.reference, at: Self.now)
        #expect(!isAnother)
        let again = try #require(folder.read(replacing: one, vault: vault).configuration)
        #expect(try again.configuration.certificates.certificate(id: "client") === version)
        // A version that cannot be used keeps the former one and says why.
        let broken = VaultSecret(
            identifier: "\(Self.reference.secretIdentifier)/2",
            value: SecretBytes(utf8: "no certificate"),
            contentType: nil
        )
        _ = vault.set(broken, for: Self.reference, at: Self.now)
        let (kept, warnings) = folder.read(replacing: again, vault: vault)
        #expect(try kept?.configuration.certificates.certificate(id: "client") === version)
        #expect(warnings.contains { $0.code == "unusableCertificate" && $0.severity == .warning })
        // The next one takes over at once, and the thumbprint of the first leads to it.
        _ = vault.set(try Self.secret(second, "3"), for: Self.reference, at: Self.now)
        let three = try #require(folder.read(replacing: kept, vault: vault).configuration).configuration.certificates
        #expect(try three.certificate(id: "client").certificate.details.subject == "CN=two")
        let former = try three.resolve(thumbprint: first.sha1Thumbprint.hexadecimal)
        #expect(former.isFormer && former.entry.id == "client")
        let current = try three.certificate(id: "client")
        #expect(three.previous(of: current, at: Date()) === version)
    }

    @Test func startsWithoutItsVaultAndSaysWhatItWaitsFor() throws {
        let folder = try Self.folder()
        var vault = VaultContents()
        vault.fail(Self.reference, code: "Unavailable", message: "the vault is away", at: Self.now)
        let (loaded, problems) = folder.read(vault: vault)
        let configuration = try #require(loaded, "\(problems)").configuration
        #expect(problems.contains { $0.code == "unavailableSecret" && $0.message.contains("the vault is away") })
        #expect(configuration.certificates.awaited == ["client"])
        var harness = CallHarness(configuration)
        #expect(try harness.begin("GET", "/orders/items/7") == .answer)
        let error = try #require(harness.call.state.lastError)
        #expect(error.message == "Certificate with id 'client' could not be resolved.")
        #expect(error.detail == "the vault is away")
    }

    @Test func warnsOfAThumbprintOfAVaultsCertificateWithTheLineThatNeverBreaks() throws {
        let certificate = try CertificateStoreTests.certificate("one")
        let folder = try Self.folder(thumbprint: certificate.sha1Thumbprint.hexadecimal)
        var vault = VaultContents()
        _ = vault.set(try Self.secret(certificate, "1"), for: Self.reference, at: Self.now)
        let (loaded, problems) = folder.read(vault: vault)
        #expect(loaded != nil)
        let warning = try #require(problems.first { $0.code == "vaultThumbprint" })
        #expect(warning.message.contains("<authentication-certificate certificate-id=\"client\" />"))
        // After the rotation the old thumbprint still resolves, and the warning names the new one.
        _ = vault.set(
            try Self.secret(try CertificateStoreTests.certificate("two"), "2"),
            for: Self.reference,
            at: Self.now
        )
        let (rotated, warnings) = folder.read(replacing: loaded, vault: vault)
        #expect(rotated != nil)
        #expect(warnings.contains { $0.code == "formerThumbprint" && $0.message.contains("certificate-id=\"client\"") })
    }

    @Test func namedValuesOfAVaultAreSecret() throws {
        let folder = try ConfigurationOnDisk()
        let reference = VaultReference(secretIdentifier: "https://v.example/secrets/word", identityClientID: "me")
        try folder.write(
            "named values/word/namedValueInformation.json",
            """
            {"properties": {"displayName": "word", "secret": true, "keyVault":
              {"secretIdentifier": "https://v.example/secrets/word", "identityClientId": "me"}}}
            """
        )
        try folder.writeAPI(inbound: "<set-header name=\"X-Word\"><value>{{word}}</value></set-header>")
        #expect(folder.read().configuration == nil)
        var vault = VaultContents()
        let secret = VaultSecret(identifier: "1", value: SecretBytes(utf8: "sesame-open"), contentType: nil)
        _ = vault.set(secret, for: reference, at: Self.now)
        let (loaded, problems) = folder.read(vault: vault)
        let configuration = try #require(loaded, "\(problems)").configuration
        var harness = CallHarness(configuration)
        _ = try harness.begin("GET", "/orders/items/7")
        #expect(harness.requestHeader("X-Word") == ["sesame-open"])
        #expect(configuration.redaction.redacted("say sesame-open") == "say {{word}}")
    }

    @Test func knowsPinnedVersionsAndARMsStatus() {
        #expect(!Self.reference.isPinned)
        #expect(VaultReference(secretIdentifier: "https://v.example/secrets/client/0123").isPinned)
        let status = VaultStatus(code: "Success", message: nil, time: Self.now)
        #expect(status.document.text == #"{"code":"Success","timeStampUtc":"2027-01-15T08:00:00.0000000Z"}"#)
    }
}
