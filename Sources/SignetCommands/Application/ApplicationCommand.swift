// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `signet app`: app registrations, on a local platform or in Microsoft Graph.
struct ApplicationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "app",
        abstract: "Create, list and change app registrations through Graph, local or real.",
        discussion: """
            Example:
              signet app create --name daemon --certificate-file daemon.pem --connection entra/connection.json
              signet app list --connection entra/connection.json

            --connection takes what `signet platform serve` wrote. Without it the real Graph is called, signed in by --tenant,
            --client-id and --certificate (or the AZURE_* variables).
            """,
        subcommands: [
            ApplicationCreateCommand.self, ApplicationListCommand.self, ApplicationShowCommand.self,
            ApplicationAddCertificateCommand.self, ApplicationRemoveCertificateCommand.self,
            ApplicationRollCertificateCommand.self, ApplicationAddSecretCommand.self,
            ApplicationAddFederatedCredentialCommand.self, ApplicationDeleteCommand.self,
            ApplicationRestoreCommand.self, ApplicationExportCommand.self, ApplicationImportCommand.self,
        ]
    )
}
