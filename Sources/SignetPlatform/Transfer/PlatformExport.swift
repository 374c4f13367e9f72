// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import SignetCore

/// Everything a platform keeps as one JSON document, and back.
///
/// `records` holds what everybody may read; `sealed` the rest under a passphrase: records with secrets, and the files of
/// the data directory.
package struct PlatformExport: Sendable {
    private static let format = "signet-platform"
    private static let version = 1

    private let storage: any PlatformStorage

    /// Looks into a storage.
    package init(storage: any PlatformStorage) {
        self.storage = storage
    }

    /// The document of the storage as it stands at one moment.
    ///
    /// - Parameters:
    ///   - files: The secret files beside the storage, by name.
    ///   - passphrase: What seals the secrets; `nil` leaves them out.
    /// - Returns: The document.
    /// - Throws: What the storage throws.
    package func document(files: [String: SecretBytes], passphrase: SecretBytes?) async throws -> JSONValue {
        let all = try await self.storage.scan(after: nil, limit: Int(Int32.max))
        let open = all.compactMap(ExportRule.open)
        var document: JSONObject = [
            "format": .string(Self.format),
            "version": .number(Self.version),
            "secrets": passphrase == nil ? "omitted" : "sealed",
            "records": .array(open.map(RecordDocument.write)),
        ]
        guard let passphrase else { return .object(document) }
        let shown = Dictionary(open.map { ($0.key, $0.content) }, uniquingKeysWith: { first, _ in first })
        let hidden = all.filter { shown[$0.key] != $0.content }
        let secret: JSONValue = [
            "records": .array(hidden.map(RecordDocument.write)),
            "files": .object(
                JSONObject(
                    files.sorted { $0.key < $1.key }
                        .map { name, content in
                            let text = content.withExposedBytes { Base64.encode($0) }
                            return JSONObject.Member(name: name, value: .string(text))
                        }
                )
            ),
        ]
        document["sealed"] = try ExportSeal(passphrase: passphrase)
            .seal(SecretBytes(secret.serialized), beside: Self.readable(document))
        return .object(document)
    }

    /// Fills an empty storage from a document, and proves itself: an export of the result is the document again.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - passphrase: What opens the secrets; needed where there are any.
    /// - Returns: The secret files, by name.
    /// - Throws: ``PlatformError`` for a document that is not one, a wrong passphrase or a storage that is not empty; what
    ///   the storage throws.
    package func load(_ document: JSONValue, passphrase: SecretBytes?) async throws -> [String: SecretBytes] {
        guard document["format"]?.string == Self.format, document["version"]?.integer == Self.version,
            let records = document["records"]?.array
        else {
            throw PlatformError(.unreadableExport, "the document is no export of `signet platform export`, version 1")
        }
        guard try await self.storage.scan(after: nil, limit: 1).isEmpty else {
            throw PlatformError(.invalidConfiguration, "there is a platform already; import into an empty directory")
        }
        let secret = try Self.secret(document, passphrase)
        var all: [RecordKey: StoredRecord] = [:]
        for (index, value) in (records + (secret["records"]?.array ?? [])).enumerated() {
            let record = try RecordDocument.read(value, at: index)
            all[record.key] = record
        }
        var files: [String: SecretBytes] = [:]
        for member in secret["files"]?.object?.members ?? [] {
            guard let bytes = member.value.string.flatMap({ Base64.decodeLenient($0) }) else {
                throw PlatformError(.unreadableExport, "the file '\(member.name)' of the export is damaged")
            }
            files[member.name] = SecretBytes(bytes)
        }
        try await self.storage.apply(all.values.map(RecordChange.insert))
        guard try await self.document(files: files, passphrase: passphrase) == document else {
            throw PlatformError(
                .unreadableExport,
                "what was imported is not what the export says; remove the directory and report this"
            )
        }
        return files
    }

    private static func secret(_ document: JSONValue, _ passphrase: SecretBytes?) throws(PlatformError) -> JSONValue {
        guard let sealed = document["sealed"] else {
            guard passphrase == nil else {
                throw PlatformError(.unreadableExport, "the export has no secrets; leave the passphrase out")
            }
            return .null
        }
        guard let passphrase, var readable = document.object else {
            throw PlatformError(.unreadableExport, "the export's secrets are sealed; give the passphrase")
        }
        readable["sealed"] = nil
        let text = try ExportSeal(passphrase: passphrase).open(sealed, beside: Self.readable(readable))
        guard let secret = text.withExposedBytes({ try? JSONValue.parse($0) }) else {
            throw PlatformError(.unreadableExport, "the sealed part of the export is damaged")
        }
        return secret
    }

    private static func readable(_ document: JSONObject) -> [UInt8] { JSONValue.object(document).serialized }
}
