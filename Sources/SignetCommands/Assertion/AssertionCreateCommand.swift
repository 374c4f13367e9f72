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

/// `signet assertion create`: one assertion for the token endpoint of a tenant.
struct AssertionCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a client assertion, for tools that send it themselves.",
        discussion: """
            Example:
              signet assertion create --tenant contoso.onmicrosoft.com --client-id 97e0a5b7-… --certificate daemon.pem

            What it prints signs in as the application for ten minutes: treat it as a password.
            """
    )

    @OptionGroup var identity: IdentityOptions
    @OptionGroup var certificate: CertificateOptions
    @OptionGroup var signing: SigningOptions
    @OptionGroup var options: OutputOptions

    @Option(name: .long, help: "The audience in place of the tenant's token endpoint.")
    var audience: String?

    func run() async throws {
        let environment = CommandEnvironment()
        let pair = try self.certificate.source(environment).load()
        try pair.validate(at: Date())
        let minter = try AssertionMinter(
            certificate: pair,
            algorithm: self.signing.algorithm,
            sendsChain: self.signing.sendChain || environment.sendsChain
        )
        let authority = try self.identity.authority(environment)
        let audience = try self.audience ?? authority.tokenEndpoint(tenantID: self.identity.tenant(environment))
        let assertion = try minter.mint(
            clientID: try self.identity.clientID(environment),
            audience: audience,
            at: Date()
        )
        let text = assertion.withSerialized { $0 }
        self.options.print(
            ["assertion": .string(text), "audience": .string(audience)],
            text: text
        )
    }
}
