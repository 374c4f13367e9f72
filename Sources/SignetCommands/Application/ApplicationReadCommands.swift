// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetCore

/// `signet app list`: all app registrations.
struct ApplicationListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the app registrations.",
        discussion: """
            Example:
              signet app list --connection entra/connection.json
            """
    )

    @OptionGroup var directory: DirectoryOptions
    @OptionGroup var options: OutputOptions

    func run() async throws {
        let found = try await self.directory.withDirectory { try await $0.applications() }
        self.options.print(
            ["value": .array(found)],
            text: found.map { "\($0["appId"]?.string ?? "")  \($0["displayName"]?.string ?? "")" }
                .joined(separator: "\n")
        )
    }
}

/// `signet app show`: one app registration with its certificates.
struct ApplicationShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show an app registration with its certificates.",
        discussion: """
            Example:
              signet app show 97e0a5b7-d745-40b6-94fe-5f77d35c6e05 --connection entra/connection.json
            """
    )

    @Argument(help: "The client ID.")
    var appID: String

    @OptionGroup var directory: DirectoryOptions
    @OptionGroup var options: OutputOptions

    func run() async throws {
        let found = try await self.directory.withDirectory { try await $0.application(appID: self.appID) }
        self.options.print(found, text: ApplicationText.lines(of: found))
    }
}

/// `signet app delete`: ends an app registration.
struct ApplicationDeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete an app registration: it can sign in no more.",
        discussion: """
            Example:
              signet app delete 97e0a5b7-d745-40b6-94fe-5f77d35c6e05 --connection entra/connection.json
            """
    )

    @Argument(help: "The client ID.")
    var appID: String

    @OptionGroup var directory: DirectoryOptions
    @OptionGroup var options: OutputOptions

    func run() async throws {
        try await self.directory.withDirectory { graph in
            try await graph.delete(objectID: try graph.objectID(of: try await graph.application(appID: self.appID)))
        }
        self.options.print(["deleted": .string(self.appID)], text: "deleted \(self.appID)")
    }
}
