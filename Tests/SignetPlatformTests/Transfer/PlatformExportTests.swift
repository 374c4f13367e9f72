// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct PlatformExportTests {
    private static let passphrase = SecretBytes(utf8: "correct horse")

    private func storage() async throws -> InMemoryStorage {
        let storage = InMemoryStorage()
        func record(_ collection: String, _ content: String) -> RecordChange {
            .insert(
                StoredRecord(
                    key: RecordKey(RecordCollection(collection), tenant: "t", id: "1"),
                    lookups: [RecordLookup("name", "value", isUnique: true)],
                    content: Array(content.utf8)
                )
            )
        }
        try await storage.apply([
            record("tenants", #"{"displayName":"Contoso"}"#),
            record("users", #"{"displayName":"Ada","password":{"digest":"QUJD"}}"#),
            record("servicePrincipals", #"{"displayName":"x","clientSecret":"hidden-by-its-name"}"#),
            record("anything", #"{"a":"unknown-collection"}"#), record("signingKeys", "not JSON at all"),
        ])
        return storage
    }

    @Test func whatIsNotKnownAsReadableIsLeftOut() async throws {
        let document = try await PlatformExport(storage: try await storage()).document(files: [:], passphrase: nil)
        let text = String(decoding: document.serialized, as: UTF8.self)
        #expect(text.contains("Contoso"))
        #expect(text.contains("Ada"))
        for secret in ["QUJD", "hidden-by-its-name", "unknown-collection", "not JSON"] {
            #expect(!text.contains(secret))
        }
    }

    @Test func aSealedExportComesBackWholeAndEqual() async throws {
        let files = ["master.key": SecretBytes(utf8: "the key")]
        let one = try await storage()
        let document = try await PlatformExport(storage: one).document(files: files, passphrase: Self.passphrase)
        #expect(!String(decoding: document.serialized, as: UTF8.self).contains("hidden-by-its-name"))
        let two = InMemoryStorage()
        let found = try await PlatformExport(storage: two).load(document, passphrase: Self.passphrase)
        #expect(found == files)
        #expect(try await one.scan(after: nil, limit: 100) == two.scan(after: nil, limit: 100))
        #expect(try await PlatformExport(storage: two).document(files: files, passphrase: Self.passphrase) == document)
    }

    @Test func aChangedExportIsNotTaken() async throws {
        var document = try await PlatformExport(storage: try await storage())
            .document(files: [:], passphrase: Self.passphrase).object
        document?["records"] = []
        let changed = JSONValue.object(document ?? JSONObject())
        await #expect(throws: PlatformError.self) {
            try await PlatformExport(storage: InMemoryStorage()).load(changed, passphrase: Self.passphrase)
        }
    }

    @Test func aStorageInUseIsNotOverwritten() async throws {
        let storage = try await storage()
        let document = try await PlatformExport(storage: storage).document(files: [:], passphrase: nil)
        await #expect(throws: PlatformError.self) {
            try await PlatformExport(storage: storage).load(document, passphrase: nil)
        }
    }
}
