// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetCore
import SignetCredentials

/// `signet token`: sign in, with a certificate or what else the library knows, and print the access token.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Sign in with a certificate and print an access token.",
        discussion: """
            Example:
              signet token --tenant contoso.onmicrosoft.com --client-id 97e0a5b7-… --certificate daemon.pem \\
                  --scope https://graph.microsoft.com/.default

            The variables of azure-identity (AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_CERTIFICATE_PATH,
            AZURE_CLIENT_SECRET, …) stand in for what is not given; as there, a secret goes before a certificate, unless
            --certificate is given.
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

    @Flag(name: .long, help: "Ask for a token of continuous access evaluation (the capability cp1).")
    var cae = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The credential that signs in: \(CredentialChoice.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "kind"
        )
    )
    var credential: CredentialChoice?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A file with the access token of a user, on whose behalf to ask ('-' reads standard input).",
            valueName: "file"
        ),
        completion: .file()
    )
    var userAssertionFile: String?

    @OptionGroup var options: OutputOptions

    func validate() throws {
        guard self.credential == nil || self.userAssertionFile == nil else {
            throw ValidationError("'--credential' and '--user-assertion-file' exclude each other")
        }
    }

    func run() async throws {
        let maker = CredentialMaker(
            identity: self.identity,
            certificate: self.certificate,
            signing: self.signing,
            environment: CommandEnvironment()
        )
        let credential: any TokenCredential =
            if let file = self.userAssertionFile {
                try maker.onBehalf(ofUser: PasswordFile.read(file))
            } else {
                try maker.credential(self.credential)
            }
        let request = TokenRequest(scopes: self.scope, claims: self.claims, enablesCAE: self.cae)
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
