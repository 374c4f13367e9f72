// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SignetCertificates
import SignetCore

/// The generations of application manifests.
enum ManifestFormat: String, ExpressibleByArgument, CaseIterable {
    case graph
    case azureAD = "azure-ad"
}

/// `signet app export`: an app registration as a manifest.
struct ApplicationExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write an app registration as a manifest, in the format of Microsoft Graph or of Azure AD Graph.",
        discussion: """
            Example:
              signet app export 97e0a5b7-d745-40b6-94fe-5f77d35c6e05 --out daemon.json --connection entra/connection.json
              signet app export 97e0a5b7-d745-40b6-94fe-5f77d35c6e05 --format azure-ad --connection entra/connection.json

            Certificates are in it, without private keys; of client secrets no more than their names and dates.
            """
    )

    @Argument(help: "The client ID.")
    var appID: String

    @Option(name: .long, help: "The format: graph, as the portal writes it now, or azure-ad, as it did before.")
    var format = ManifestFormat.graph

    @Option(
        name: .long,
        help: ArgumentHelp("Where to write it, in place of standard output.", valueName: "file"),
        completion: .file()
    )
    var out: String?

    @OptionGroup var directory: DirectoryOptions
    @OptionGroup var options: OutputOptions

    func run() async throws {
        let application = try await self.directory.withDirectory { graph in
            var application = try await graph.application(appID: self.appID).object ?? [:]
            application["keyCredentials"] = .array(try await graph.keyCredentials(appID: self.appID))
            return JSONObject(application.members.filter { !$0.name.contains("@odata.") })
        }
        let manifest = JSONValue.object(
            self.format == .graph ? application : AzureADManifest.document(of: application)
        )
        guard let out = self.out else {
            self.options.print(manifest, text: manifest.formatted)
            return
        }
        try AtomicFile.write(Array(manifest.formatted.utf8) + [UInt8(ascii: "\n")], to: out, mode: 0o644)
        self.options.print(["file": .string(out)], text: "wrote \(out)")
    }
}

/// `signet app import`: a manifest as an app registration.
struct ApplicationImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Register what an application manifest of either format says, or change the application it names.",
        discussion: """
            Example:
              signet app import daemon.json --connection entra/connection.json
              signet app import daemon.json --new --connection entra/connection.json

            An application with the manifest's appId is changed; where there is none, or with --new, one is made, with a client
            ID of its own. What could not be taken over, such as client secrets, is named.
            """
    )

    @Argument(help: "The manifest.", completion: .file())
    var file: String

    @Flag(name: .long, help: "Make a new application even where the manifest's is there.")
    var new = false

    @OptionGroup var directory: DirectoryOptions
    @OptionGroup var options: OutputOptions

    func run() async throws {
        let registration = try ManifestRegistration(try document())
        let result: JSONObject = try await self.directory.withDirectory { graph in
            if let appID = registration.appID, !self.new, let present = try await graph.applicationIfAny(appID: appID) {
                try await graph.change(objectID: try graph.objectID(of: present), .object(registration.content))
                return Self.result(present, registration, isNew: false)
            }
            let creation = registration.forCreation(at: Date())
            let application = try await graph.createApplication(.object(creation.content))
            _ = try await graph.createServicePrincipal(appID: application["appId"]?.string ?? "")
            return Self.result(application, creation, isNew: true)
        }
        let ignored = result["ignored"]?.array?.compactMap(\.string) ?? []
        self.options.print(
            .object(result),
            text: "\(result["created"] == true ? "created" : "changed")      \(result["appId"]?.string ?? "")"
                + (ignored.isEmpty ? "" : "\nnot taken    \(ignored.joined(separator: ", "))")
        )
    }

    private func document() throws -> JSONValue {
        let content: FileContent
        do {
            content = try FileContent(path: self.file)
        } catch {
            throw CommandFailure(code: "unreadableFile", message: "'\(self.file)' cannot be read: \(error)")
        }
        // Editors on Windows write a byte order mark.
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let bytes = content.bytes.starts(with: mark) ? Array(content.bytes.dropFirst(3)) : content.bytes
        do {
            return try JSONValue.parse(bytes, maximumDepth: 32)
        } catch {
            throw CommandFailure(code: "malformed", message: "'\(self.file)' is not JSON: \(error)")
        }
    }

    private static func result(_ application: JSONValue, _ from: ManifestRegistration, isNew: Bool) -> JSONObject {
        [
            "appId": application["appId"] ?? .null, "id": application["id"] ?? .null, "created": .bool(isNew),
            "ignored": .array(from.ignored.map(JSONValue.string)),
        ]
    }
}
