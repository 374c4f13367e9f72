// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SignetAssertions
import SignetCertificates
import SignetCore
import SignetCredentials

/// `signet assertion verify`: would the service take it, and if not, with which code does it refuse.
struct AssertionVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Judge an assertion as the token service would, against the certificate that is registered.",
        discussion: """
            Example:
              signet assertion verify assertion.jwt --client-id 97e0a5b7-… --tenant contoso.onmicrosoft.com \\
                  --registered daemon.crt

            Exit status 1 and the AADSTS number where it would be refused.
            """
    )

    @Argument(help: "The file with the assertion; '-' reads standard input.", completion: .file())
    var file: String = "-"

    @OptionGroup var identity: IdentityOptions

    @Option(
        name: .long,
        help: ArgumentHelp("A certificate that is registered on the application; may be repeated.", valueName: "file"),
        completion: .file()
    )
    var registered: [String]

    @OptionGroup var options: OutputOptions

    func run() async throws {
        let environment = CommandEnvironment()
        let clientID = try self.identity.clientID(environment)
        let endpoint = try self.identity.authority(environment)
            .tokenEndpoint(tenantID: self.identity.tenant(environment))
        let keys = try self.registered.map { path in
            guard let entry = try CertificateBundle(path: path).certificates.first else {
                throw CommandFailure(code: "noCertificate", message: "'\(path)' holds no certificate")
            }
            return try RegisteredKey(keyID: path, certificateDER: entry.details.der)
        }
        let verdict = AssertionVerifier()
            .verify(
                try AssertionFile.read(self.file),
                expectation: AssertionExpectation(clientID: clientID, audiences: [endpoint]),
                keys: keys,
                at: Date()
            )
        switch verdict {
        case .accepted(let assertion):
            self.options.print(
                ["accepted": true, "key": .string(assertion.key.keyID)],
                text: "accepted: signed with \(assertion.key.keyID)"
            )
        case .refused(let refusal):
            throw CommandFailure(code: "AADSTS\(refusal.aadsts)", message: "AADSTS\(refusal.aadsts): \(refusal)")
        }
    }
}
