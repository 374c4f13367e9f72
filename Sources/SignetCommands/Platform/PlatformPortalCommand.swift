// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetCore

struct PlatformPortalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "portal",
        abstract: "Print a link that opens the portal as administrator, once, within ten minutes.",
        discussion: """
            Example:
              signet platform portal --connection entra/connection.json

            The link is made with the administrator's certificate: whoever reads it may open one session.
            """
    )

    @Option(
        name: .long,
        help: ArgumentHelp("The connection.json of the platform.", valueName: "file"),
        completion: .file()
    )
    var connection: String

    @OptionGroup var options: OutputOptions

    func run() async throws {
        let connection = try ConnectionFile(file: self.connection)
        let link = try await connection.withDirectory { directory in
            try await directory.portalLink(authority: connection.authority)
        }
        self.options.print(link, text: link["url"]?.string ?? "")
    }
}
