// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetCertificates
import SignetCore
import SignetCredentials

/// Which directory, and who asks it.
struct DirectoryOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("The connection.json that `signet platform serve` wrote.", valueName: "file"),
        completion: .file()
    )
    var connection: String?

    @Option(name: .long, help: ArgumentHelp("Graph in place of https://graph.microsoft.com/v1.0.", valueName: "url"))
    var graph: String?

    @OptionGroup var identity: IdentityOptions
    @OptionGroup var certificate: CertificateOptions

    /// Signs in to the directory and lends it.
    func withDirectory<Result>(_ body: (GraphDirectory) async throws -> Result) async throws -> Result {
        let environment = CommandEnvironment()
        if let file = self.connection {
            let connection = try ConnectionFile(file: file)
            return try await connection.withDirectory(body)
        }
        let credential = try CertificateCredential(
            tenantID: try self.identity.tenant(environment),
            clientID: try self.identity.clientID(environment),
            certificate: try self.certificate.source(environment),
            options: try self.identity.credentialOptions(environment)
        )
        let token = try await credential.token(for: "https://graph.microsoft.com/.default")
        return try await HTTPCaller.with(caFile: self.identity.ca ?? environment.caFile) { caller in
            try await body(
                GraphDirectory(
                    caller: caller,
                    base: self.graph ?? "https://graph.microsoft.com/v1.0",
                    bearer: SecretBytes(utf8: token.exposedText)
                )
            )
        }
    }
}
