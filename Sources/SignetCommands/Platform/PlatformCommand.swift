// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `signet platform`: the Entra-compatible service.
struct PlatformCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "platform",
        abstract: "Run an Entra-compatible platform: token service, Graph's app registrations, keys.",
        discussion: """
            Example:
              signet platform serve --data ./entra
            """,
        subcommands: [
            PlatformServeCommand.self, PlatformExplainCommand.self, PlatformPortalCommand.self,
            PlatformTenantCommand.self, PlatformExportCommand.self,
            PlatformImportCommand.self,
        ]
    )
}
