// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore
import Testing

@testable import SignetGateway

@Suite struct CertificateStoreTests {
    static func certificate(_ name: String) throws -> ClientCertificate {
        let now = Date()
        var template = CertificateTemplate(
            subject: "CN=\(name)",
            notBefore: now.addingTimeInterval(-60),
            notAfter: now.addingTimeInterval(3600)
        )
        template.key = .p256
        return try .create(template)
    }

    @Test func formerThumbprintsLeadToTheCurrentVersion() throws {
        let (first, second) = (try Self.certificate("one"), try Self.certificate("two"))
        var store = CertificateStore()
        store.set(CertificateVersion(first), forID: "Client")
        store.set(CertificateVersion(second), forID: "client")
        for thumbprint in [first.sha1Thumbprint, second.sha1Thumbprint] {
            let found = try store.certificate(thumbprint: thumbprint.hexadecimal)
            #expect(found.certificate.sha1Thumbprint == second.sha1Thumbprint)
        }
        #expect(try store.certificate(id: "CLIENT").certificate.sha1Thumbprint == second.sha1Thumbprint)
        var reloaded = CertificateStore()
        reloaded.set(CertificateVersion(second), forID: "client")
        reloaded.remember(store)
        #expect(
            try reloaded.certificate(thumbprint: first.sha1Thumbprint.hexadecimal).certificate.details.subject
                == "CN=two"
        )
    }

    @Test func thumbprintOfAnotherIDDoesNotFollowARotation() throws {
        let shared = try Self.certificate("shared")
        var store = CertificateStore()
        store.set(CertificateVersion(shared), forID: "a")
        store.set(CertificateVersion(shared), forID: "b")
        store.set(CertificateVersion(try Self.certificate("new")), forID: "b")
        #expect(
            try store.certificate(thumbprint: shared.sha1Thumbprint.hexadecimal).certificate.details.subject
                == "CN=shared"
        )
    }

    @Test func whatAWorkspaceHoldsIsForItsOwnAPIs() throws {
        let team = ConfigurationSpace(workspace: "Team")
        let (own, shared) = (try Self.certificate("own"), try Self.certificate("shared"))
        var store = CertificateStore()
        store.set(CertificateVersion(own), forID: "client", in: team)
        store.set(CertificateVersion(shared), forID: "shared")
        let thumbprint = own.sha1Thumbprint.hexadecimal
        #expect(try store.resolve(thumbprint: thumbprint, in: team).entry.id == "client")
        #expect(try store.resolve(thumbprint: shared.sha1Thumbprint.hexadecimal, in: team).entry.id == "shared")
        for space in [ConfigurationSpace.service, ConfigurationSpace(workspace: "other")] {
            #expect {
                try store.resolve(thumbprint: thumbprint, in: space)
            } throws: { error in
                (error as? CertificateStore.Failure)?.detail?.contains("client") == false
            }
        }
        // An ID that a policy computes reaches into no workspace.
        #expect(throws: CertificateStore.Failure.self) { try store.certificate(id: "team/client") }
        #expect(store[id: "team/client"] == nil)
        #expect(try store.certificate(id: "client", in: team).certificate.sha1Thumbprint == own.sha1Thumbprint)
    }

    @Test func aThumbprintThatTwoSpacesHaveLeadsEachToItsOwn() throws {
        let shared = try Self.certificate("shared")
        var store = CertificateStore()
        for workspace in ["one", "two"] {
            let space = ConfigurationSpace(workspace: workspace)
            store.set(CertificateVersion(shared), forID: "in-\(workspace)", in: space)
        }
        for workspace in ["one", "two"] {
            let found = try store.resolve(
                thumbprint: shared.sha1Thumbprint.hexadecimal,
                in: ConfigurationSpace(workspace: workspace)
            )
            #expect(found.entry.id == "in-\(workspace)")
        }
    }

    @Test(arguments: ["", "zz", "\u{200E}AB:CD"])
    func unknownThumbprintIsToldAsWritten(_ text: String) {
        #expect {
            try CertificateStore().certificate(thumbprint: text)
        } throws: {
            ($0 as? CertificateStore.Failure)?.message == "Certificate with thumbprint '\(text)' could not be resolved."
        }
    }

    @Test func sameContentIsNoNewVersion() throws {
        let certificate = try Self.certificate("one")
        let version = CertificateVersion(certificate)
        #expect(version.updated(to: certificate) === version)
        #expect(version.updated(to: try Self.certificate("one")).number != version.number)
    }

    @Test func readsInlineCertificateOnce() throws {
        let cache = InlineCertificates(capacity: 2)
        let password = SecretBytes(utf8: "secret")
        let files = try (0..<3)
            .map { try Self.certificate("c\($0)").pfx(password: password, name: "c").withExposedBytes { $0 } }
        let first = try cache.certificate(files[0], password: password)
        #expect(try cache.certificate(files[0], password: password) === first)
        _ = try cache.certificate(files[1], password: password)
        _ = try cache.certificate(files[0], password: password)
        _ = try cache.certificate(files[2], password: password)
        // The one that was used least recently made room.
        #expect(try cache.certificate(files[0], password: password) === first)
    }

    @Test func saysWhyInlineCertificateCannotServe() throws {
        let certificate = try Self.certificate("one")
        let cache = InlineCertificates()
        let pfx = try certificate.pfx(password: SecretBytes(utf8: "secret"), name: "c").withExposedBytes { $0 }
        #expect {
            try cache.certificate(certificate.derChain[0], password: nil)
        } throws: {
            ($0 as? CertificateStore.Failure)?.message == "Certificate does not have private key"
        }
        #expect(throws: CertificateStore.Failure.self) {
            try cache.certificate(pfx, password: SecretBytes(utf8: "wrong"))
        }
        #expect {
            try cache.certificate([], password: nil)
        } throws: {
            ($0 as? CertificateStore.Failure)?.message == "Object reference not set to an instance of an object."
        }
    }

    @Test func keepsVersionWhileTheFileIsUnusable() throws {
        let folder = try ConfigurationOnDisk()
        let path = "\(folder.path)/client.pem"
        let (first, second) = (try Self.certificate("one"), try Self.certificate("two"))
        try first.writePEM(to: path)
        let stored = try StoredCertificate(id: "c", source: .file(path), terms: StoredCertificate.Terms())
        guard case .unchanged = stored.refreshed(at: Date()) else {
            Issue.record("an unchanged file was read again")
            return
        }
        try folder.write("client.pem", "-----BEGIN CERTIFICATE-----\nMIIB")
        guard case .failed(let broken, _) = stored.refreshed(at: Date()) else {
            Issue.record("half a file was accepted")
            return
        }
        #expect(broken.version === stored.version)
        try second.writePEM(to: path)
        guard case .changed(let changed) = broken.refreshed(at: Date()) else {
            Issue.record("a new file was not seen")
            return
        }
        #expect(changed.version.certificate.details.subject == "CN=two")
    }
}
