// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetCore

/// `signet app restore`: takes a deleted app registration out of the recycle bin.
struct ApplicationRestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Restore an app registration that was deleted less than thirty days ago.",
        discussion: """
            Example:
              signet app restore 97e0a5b7-d745-40b6-94fe-5f77d35c6e05 --connection entra/connection.json
            """
    )

    @Argument(help: "The client ID.")
    var appID: String

    @OptionGroup var directory: DirectoryOptions
    @OptionGroup var options: OutputOptions

    func run() async throws {
        let restored = try await self.directory.withDirectory { graph in
            try await graph.restore(
                objectID: try graph.objectID(of: try await graph.deletedApplication(appID: self.appID))
            )
        }
        self.options.print(restored, text: ApplicationText.lines(of: restored))
    }
}
