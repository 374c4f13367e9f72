// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetCore

/// `signet app add-federated-credential`: trust in another issuer's tokens.
struct ApplicationAddFederatedCredentialCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add-federated-credential",
        abstract: "Let tokens of another issuer, such as a cluster or a pipeline, stand for an application.",
        discussion: """
            Example:
              signet app add-federated-credential 97e0a5b7-d745-40b6-94fe-5f77d35c6e05 --name cluster \\
                  --issuer https://cluster.example --subject system:serviceaccount:shop:orders \\
                  --connection entra/connection.json
            """
    )

    @Argument(help: "The client ID.")
    var appID: String

    @Option(name: .long, help: "A name for the credential; it never changes.")
    var name: String

    @Option(name: .long, help: "The issuer, as it stands in 'iss' of its tokens.")
    var issuer: String

    @Option(name: .long, help: "The subject, as it stands in 'sub' of its tokens.")
    var subject: String

    @Option(name: .long, help: "The audience of its tokens.")
    var audience: String = "api://AzureADTokenExchange"

    @OptionGroup var directory: DirectoryOptions
    @OptionGroup var options: OutputOptions

    func run() async throws {
        let added = try await self.directory.withDirectory { graph in
            let application = try await graph.application(appID: self.appID)
            return try await graph.addFederatedCredential(
                objectID: try graph.objectID(of: application),
                [
                    "name": .string(self.name), "issuer": .string(self.issuer), "subject": .string(self.subject),
                    "audiences": [.string(self.audience)],
                ]
            )
        }
        self.options.print(added, text: "\(self.name)  \(self.issuer)  \(self.subject)")
    }
}
