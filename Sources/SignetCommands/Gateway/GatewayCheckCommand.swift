// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetCore
import SignetGateway
import SignetGatewayServer

/// `signet gateway check`: proves a configuration before it serves.
struct GatewayCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read a whole configuration and say everything that is wrong with it, with file, line and column.",
        discussion: """
            Example:
              signet gateway check --config extracted-apim/

            Exit status 1 where the configuration cannot be served; warnings alone exit 0.
            """
    )

    @OptionGroup var configuration: ConfigurationOptions
    @OptionGroup var vault: GatewayVaultOptions

    @Flag(name: .customLong("offline"), help: "Ask no key vault; what they keep is only a warning.")
    var isOffline = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Authorities that key vaults are trusted by, as PEM. Without it: $SSL_CERT_FILE.",
            valueName: "file"
        ),
        completion: .file()
    )
    var ca: String?

    @OptionGroup var options: OutputOptions

    func run() async throws {
        let environment = CommandEnvironment()
        let problems = await GatewayServer.check(
            folder: self.configuration.config,
            environment: { environment[$0] },
            keyVault: self.isOffline ? nil : try self.vault.access(environment, ca: self.ca)
        )
        let errors = problems.filter { $0.severity == .error }
        self.options.print(
            ["errors": .number(errors.count), "problems": .array(problems.map(Self.document))],
            text: (problems.map(\.description) + ["\(errors.count) errors, \(problems.count - errors.count) warnings"])
                .joined(separator: "\n")
        )
        guard errors.isEmpty else { throw Reported() }
    }

    private static func document(_ problem: ConfigurationProblem) -> JSONValue {
        [
            "severity": .string(problem.severity.rawValue), "code": .string(problem.code),
            "message": .string(problem.message), "file": .string(problem.file), "line": .number(problem.line),
            "column": .number(problem.column),
        ]
    }
}
