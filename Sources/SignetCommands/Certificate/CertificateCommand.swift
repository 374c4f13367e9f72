// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `signet certificate`: make certificates and look at them.
struct CertificateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificate",
        abstract: "Create certificates and look at them.",
        discussion: """
            Example:
              signet certificate create --subject CN=daemon --out daemon.pem
              signet certificate inspect daemon.pem
            """,
        subcommands: [CertificateCreateCommand.self, CertificateInspectCommand.self]
    )
}
