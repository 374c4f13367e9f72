// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetAssertions
import SignetCertificates
import SignetCore
import SignetCredentials

/// `signet token`: sign in with a certificate and print the access token.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Sign in with a certificate and print an access token.",
        discussion: """
            Example:
              signet token --tenant contoso.onmicrosoft.com --client-id 97e0a5b7-… --certificate daemon.pem \\
                  --scope https://graph.microsoft.com/.default

            The variables of azure-identity (AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_CERTIFICATE_PATH, …) stand in for
            what is not given.
            """
    )

    @OptionGroup var identity: IdentityOptions
    @OptionGroup var certificate: CertificateOptions
    @OptionGroup var signing: SigningOptions

    @Option(name: .long, help: "The resource with /.default; may be repeated for scopes of one resource.")
    var scope: [String]

    @Option(
        name: .long,
        help: ArgumentHelp("Claims that the token must have: what a claims challenge asked for.", valueName: "json")
    )
    var claims: String?

    @OptionGroup var options: OutputOptions

    func run() async throws {
        let environment = CommandEnvironment()
        let credential = try CertificateCredential(
            tenantID: try self.identity.tenant(environment),
            clientID: try self.identity.clientID(environment),
            certificate: try self.certificate.source(environment),
            sendsChain: self.signing.sendChain || environment.sendsChain,
            algorithm: self.signing.algorithm,
            options: CredentialOptions(
                authority: try self.identity.authority(environment),
                transport: try self.identity.transport(environment)
            )
        )
        let request = TokenRequest(scopes: self.scope, claims: self.claims)
        let token = try await StandardError.reportingProgress("Signing in") {
            try await credential.token(for: request)
        }
        self.options.print(
            [
                "accessToken": .string(token.exposedText),
                "expiresOn": .string(Timestamp.iso8601(token.expiresOn)),
                "tokenType": .string(token.tokenType),
            ],
            text: token.exposedText
        )
    }
}
