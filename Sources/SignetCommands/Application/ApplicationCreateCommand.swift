// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetCore

/// `signet app create`: an app registration with its service principal, ready to sign in.
struct ApplicationCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Register an application with its service principal and, where given, its certificates.",
        discussion: """
            Example:
              signet app create --name daemon --certificate-file daemon.pem --connection entra/connection.json
              signet app create --name orders --identifier-uri api://orders --token-version 2 --connection entra/connection.json
            """
    )

    @Option(name: .long, help: "The display name.")
    var name: String

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A certificate to register; may be repeated. Its private key stays here.",
            valueName: "file"
        ),
        completion: .file()
    )
    var certificateFile: [String] = []

    @Option(name: .long, help: ArgumentHelp("An App ID URI; may be repeated.", valueName: "uri"))
    var identifierUri: [String] = []

    @Option(name: .long, help: "The version of the access tokens that the application wants as a resource: 1 or 2.")
    var tokenVersion: Int?

    @OptionGroup var directory: DirectoryOptions
    @OptionGroup var options: OutputOptions

    func run() async throws {
        var body: JSONObject = ["displayName": .string(self.name)]
        if !self.certificateFile.isEmpty {
            body["keyCredentials"] = .array(try self.certificateFile.map { try KeyCredential.read($0, password: nil) })
        }
        if !self.identifierUri.isEmpty {
            body["identifierUris"] = .array(self.identifierUri.map { .string($0) })
        }
        if let version = self.tokenVersion {
            body["api"] = ["requestedAccessTokenVersion": .number(version)]
        }
        let created = try await self.directory.withDirectory { [body] graph in
            let application = try await graph.createApplication(.object(body))
            guard let appID = application["appId"]?.string else {
                throw CommandFailure(code: "unexpectedReply", message: "the directory's answer has no appId")
            }
            _ = try await graph.createServicePrincipal(appID: appID)
            return application
        }
        self.options.print(created, text: ApplicationText.lines(of: created))
    }
}
