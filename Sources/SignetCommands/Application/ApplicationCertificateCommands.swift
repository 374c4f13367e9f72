// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetCertificates
import SignetCore

/// `signet app add-certificate`: one more key credential; the old ones stay, so that a rotation has an overlap.
struct ApplicationAddCertificateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add-certificate",
        abstract: "Register one more certificate on an application; those already there stay valid.",
        discussion: """
            Example:
              signet app add-certificate 97e0a5b7-d745-40b6-94fe-5f77d35c6e05 next.pem --connection entra/connection.json

            Registering a certificate that is already there changes nothing.
            """
    )

    @Argument(help: "The client ID.")
    var appID: String

    @Argument(help: "The certificate; its private key, if the file has one, stays here.", completion: .file())
    var file: String

    @OptionGroup var directory: DirectoryOptions
    @OptionGroup var options: OutputOptions

    func run() async throws {
        let new = try KeyCredential.read(self.file, password: nil)
        let changed = try await self.directory.withDirectory { graph in
            let present = try await graph.keyCredentials(appID: self.appID)
            let application = try await graph.application(appID: self.appID)
            if !present.contains(where: { $0["key"] == new["key"] }) {
                try await graph.change(
                    objectID: try graph.objectID(of: application),
                    ["keyCredentials": .array(present + [new])]
                )
            }
            return try await graph.application(appID: self.appID)
        }
        self.options.print(changed, text: ApplicationText.lines(of: changed))
    }
}

/// `signet app remove-certificate`: ends a key credential.
struct ApplicationRemoveCertificateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove-certificate",
        abstract: "Remove a certificate from an application: assertions signed with it are refused from then on.",
        discussion: """
            Example:
              signet app remove-certificate 97e0a5b7-d745-40b6-94fe-5f77d35c6e05 84E05C1D98BCE3A5421D225B140B36E86A3D5534 \\
                  --connection entra/connection.json
            """
    )

    @Argument(help: "The client ID.")
    var appID: String

    @Argument(help: "The certificate's SHA-1 thumbprint.")
    var sha1: String

    @OptionGroup var directory: DirectoryOptions
    @OptionGroup var options: OutputOptions

    func run() async throws {
        guard let thumbprint = Thumbprint(hexadecimal: self.sha1)?.hexadecimal, thumbprint.count == 40 else {
            throw ValidationError("'\(self.sha1)' is not a SHA-1 thumbprint: 40 hexadecimal digits are expected")
        }
        let changed = try await self.directory.withDirectory { graph in
            let present = try await graph.keyCredentials(appID: self.appID)
            let kept = present.filter { KeyCredential.thumbprint(of: $0) != thumbprint }
            guard kept.count < present.count else {
                throw CommandFailure(
                    code: "noSuchCertificate",
                    message: "the application \(self.appID) has no certificate \(thumbprint): see `signet app show`"
                )
            }
            let application = try await graph.application(appID: self.appID)
            try await graph.change(objectID: try graph.objectID(of: application), ["keyCredentials": .array(kept)])
            return try await graph.application(appID: self.appID)
        }
        self.options.print(changed, text: ApplicationText.lines(of: changed))
    }
}

/// `signet app add-secret`: a client secret, shown once.
struct ApplicationAddSecretCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add-secret",
        abstract: "Add a client secret and print it; it is never shown again.",
        discussion: """
            Example:
              signet app add-secret 97e0a5b7-d745-40b6-94fe-5f77d35c6e05 --name ci --connection entra/connection.json
            """
    )

    @Argument(help: "The client ID.")
    var appID: String

    @Option(name: .long, help: "A name to tell secrets apart.")
    var name: String = "signet"

    @OptionGroup var directory: DirectoryOptions
    @OptionGroup var options: OutputOptions

    func run() async throws {
        let added = try await self.directory.withDirectory { graph in
            let application = try await graph.application(appID: self.appID)
            return try await graph.addPassword(objectID: try graph.objectID(of: application), displayName: self.name)
        }
        self.options.print(added, text: added["secretText"]?.string ?? "")
    }
}
