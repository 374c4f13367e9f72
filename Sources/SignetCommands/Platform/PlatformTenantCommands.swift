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

/// `signet platform tenant`: the tenants of a data directory.
struct PlatformTenantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenant",
        abstract: "Add and list the tenants of a platform.",
        discussion: """
            Example:
              signet platform tenant add --data ./entra --name Fabrikam --domain fabrikam.example

            A platform that runs on the directory knows the new tenant at once. The administrator is the same in all
            tenants: one client ID, one certificate.
            """,
        subcommands: [PlatformTenantAddCommand.self, PlatformTenantListCommand.self]
    )
}

/// `signet platform tenant add`: makes a tenant, or gives one further domains.
struct PlatformTenantAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Make a tenant, or give an existing one a name and further domains.",
        discussion: """
            Example:
              signet platform tenant add --data ./entra --name Fabrikam --domain fabrikam.example
            """
    )

    @Option(name: .long, help: ArgumentHelp("The platform's directory.", valueName: "dir"), completion: .directory)
    var data: String

    @Option(name: .long, help: ArgumentHelp("The tenant's GUID; without it a new one.", valueName: "guid"))
    var id: String?

    @Option(name: .long, help: "The display name.")
    var name: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A verified domain; may be repeated. One under onmicrosoft.com is the initial domain, which is otherwise "
                + "made of the name.",
            valueName: "name"
        )
    )
    var domain: [String] = []

    @OptionGroup var options: OutputOptions

    func run() async throws {
        let directory = URL(filePath: self.data).path
        try DataPath.make(directory)
        let administrator = "\(directory)/admin.pem"
        let certificate =
            FileManager.default.fileExists(atPath: administrator)
            ? try ClientCertificate(bytes: try FileContent(path: administrator).bytes) : nil
        let tenants = PlatformTenants(storage: try SQLiteStorage(path: directory + "/signet.db"), now: Date())
        let tenant = try await tenants.add(
            TenantConfiguration(id: self.id, displayName: self.name, domainNames: self.domain),
            administrator: certificate
        )
        self.options.print(tenant, text: TenantText.line(tenant))
    }
}

/// `signet platform tenant list`: what tenants there are.
struct PlatformTenantListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the tenants.",
        discussion: """
            Example:
              signet platform tenant list --data ./entra
            """
    )

    @Option(name: .long, help: ArgumentHelp("The platform's directory.", valueName: "dir"), completion: .directory)
    var data: String

    @OptionGroup var options: OutputOptions

    func run() async throws {
        let storage = try DataPath.existingStorage(URL(filePath: self.data).path)
        let tenants = try await PlatformTenants(storage: storage, now: Date()).list()
        self.options.print(
            ["value": .array(tenants)],
            text: tenants.map(TenantText.line).joined(separator: "\n")
        )
    }
}

/// A tenant as a line for people.
private enum TenantText {
    static func line(_ tenant: JSONValue) -> String {
        let domains = tenant["domains"]?.array?.compactMap { $0["name"]?.string } ?? []
        let words = [tenant["id"]?.string ?? "", tenant["displayName"]?.string ?? "", domains.joined(separator: " ")]
        return words.joined(separator: "  ")
    }
}
