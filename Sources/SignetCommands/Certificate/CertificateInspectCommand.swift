// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SignetCertificates
import SignetCore

/// `signet certificate inspect`: what a file holds, in the forms that portals and scripts compare.
struct CertificateInspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract:
            "Say what a certificate file holds: subject, validity, key, thumbprints, chain, and what is wrong with it.",
        discussion: """
            Example:
              signet certificate inspect client.pfx --password-file password.txt --output json

            The form (PEM, DER, PFX) is recognised by the content. An expired or weak certificate is described with a warning.
            """
    )

    @Argument(help: "The file.", completion: .file())
    var file: String

    @Option(
        name: .long,
        help: ArgumentHelp("A file with the password ('-' reads standard input).", valueName: "file"),
        completion: .file()
    )
    var passwordFile: String?

    @OptionGroup var choice: KeyChoiceOptions

    @OptionGroup var options: OutputOptions

    func run() async throws {
        let password = try self.passwordFile.map(PasswordFile.read)
        let file = self.file
        let bundle = try await StandardError.reportingProgress("Opening \(file)") {
            try CertificateBundle(path: file, password: password)
        }
        let description = try CertificateDescription(
            bundle: bundle,
            selecting: try self.choice.selection(),
            now: Date()
        )
        self.options.print(description.json(), text: description.text)
    }
}
