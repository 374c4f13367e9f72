// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SignetCertificates
import SignetCore
import SignetPlatform
import SignetStorage

/// The secret files of a data directory.
private enum DataFiles {
    static let names = ["master.key", "ca-key.pem", "admin.pem"]

    static func read(_ directory: String) throws -> [String: SecretBytes] {
        var files: [String: SecretBytes] = [:]
        for name in names where FileManager.default.fileExists(atPath: "\(directory)/\(name)") {
            files[name] = SecretBytes(try FileContent(path: "\(directory)/\(name)").bytes)
        }
        return files
    }
}

/// `signet platform export`: everything a platform keeps, as one JSON document.
struct PlatformExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write everything that a platform keeps into one JSON document.",
        discussion: """
            Example:
              signet platform export --data ./entra --out entra.json --passphrase-file passphrase.txt
              signet platform export --data ./entra --out entra.json --without-secrets

            It works beside a running platform. With a passphrase the secrets come along, sealed: signing keys, client
            secrets, passwords, the certificate authority, the administrator's key. Two exports of one state are equal.
            """
    )

    @Option(name: .long, help: ArgumentHelp("The platform's directory.", valueName: "dir"), completion: .directory)
    var data: String

    @Option(name: .long, help: ArgumentHelp("Where the document goes.", valueName: "file"), completion: .file())
    var out: String

    @Option(
        name: .long,
        help: ArgumentHelp("A file with the passphrase that seals the secrets; '-' reads stdin.", valueName: "file"),
        completion: .file()
    )
    var passphraseFile: String?

    @Flag(name: .long, help: "Leave every secret out.")
    var withoutSecrets = false

    @OptionGroup var options: OutputOptions

    func validate() throws {
        guard (self.passphraseFile != nil) != self.withoutSecrets else {
            throw ValidationError("Give either '--passphrase-file' or '--without-secrets'")
        }
    }

    func run() async throws {
        let directory = URL(filePath: self.data).path
        let storage = try DataPath.existingStorage(directory)
        let passphrase = try self.passphraseFile.map(PasswordFile.read)
        let files = self.withoutSecrets ? [:] : try DataFiles.read(directory)
        let document = try await PlatformExport(storage: storage).document(files: files, passphrase: passphrase)
        try AtomicFile.write(Array((document.formatted + "\n").utf8), to: self.out)
        let count = document["records"]?.array?.count ?? 0
        self.options.print(
            ["path": .string(self.out), "records": .number(count), "secrets": document["secrets"] ?? .null],
            text: "\(self.out)  \(count) readable records, secrets \(document["secrets"]?.string ?? "")"
        )
    }
}

/// `signet platform import`: a data directory from an export.
struct PlatformImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Fill an empty data directory from an export.",
        discussion: """
            Example:
              signet platform import --data ./copy --in entra.json --passphrase-file passphrase.txt

            The import proves itself: an export of the result is the document again, or the command fails.
            """
    )

    @Option(name: .long, help: ArgumentHelp("The new directory.", valueName: "dir"), completion: .directory)
    var data: String

    @Option(name: .long, help: ArgumentHelp("The document.", valueName: "file"), completion: .file())
    var `in`: String

    @Option(
        name: .long,
        help: ArgumentHelp("A file with the passphrase that opens the secrets; '-' reads stdin.", valueName: "file"),
        completion: .file()
    )
    var passphraseFile: String?

    @OptionGroup var options: OutputOptions

    func run() async throws {
        let directory = URL(filePath: self.data).path
        let document: JSONValue
        do {
            document = try JSONValue.parse(Array(try Data(contentsOf: URL(filePath: self.in))))
        } catch {
            throw CommandFailure(code: "unreadableFile", message: "'\(self.in)' cannot be read as JSON: \(error)")
        }
        let passphrase = try self.passphraseFile.map(PasswordFile.read)
        try DataPath.make(directory)
        if let name = DataFiles.names.first(where: { FileManager.default.fileExists(atPath: "\(directory)/\($0)") }) {
            throw CommandFailure(
                code: "directoryInUse",
                message: "'\(directory)' holds \(name) already: import into an empty directory"
            )
        }
        let storage = try SQLiteStorage(path: directory + "/signet.db")
        let files = try await PlatformExport(storage: storage).load(document, passphrase: passphrase)
        for (name, content) in files where DataFiles.names.contains(name) {
            try content.withExposedBytes { try AtomicFile.write($0, to: "\(directory)/\(name)") }
        }
        self.options.print(
            ["path": .string(directory), "secrets": document["secrets"] ?? .null],
            text: "\(directory)  imported, secrets \(document["secrets"]?.string ?? "")"
        )
    }
}
