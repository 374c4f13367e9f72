// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Logging
import SignetCore

/// The program `signet` as a library: parses, runs, prints, and ends with the exit status that scripts rely on.
///
/// 0: done; 1: refused or failed; 64: the command line was not understood.
public enum CommandLineProgram: Sendable {
    /// Runs the command line of this process and ends it.
    public static func run() async -> Never {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let logs = LogOptions(arguments)
        LoggingSystem.bootstrap { logs.handler($0) }
        Foundation.exit(await status(of: arguments))
    }

    /// Runs a command line and prints its result.
    ///
    /// - Parameter arguments: What stands behind the program's name.
    /// - Returns: The exit status.
    static func status(of arguments: [String]) async -> Int32 {
        do {
            var command = try SignetCommand.parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return 0
        } catch is Reported {
            return 1
        } catch {
            return report(error, arguments)
        }
    }

    private static func report(_ error: any Error, _ arguments: [String]) -> Int32 {
        let status = SignetCommand.exitCode(for: error).rawValue
        let text = SignetCommand.fullMessage(for: error)
        if status == 0 {
            print(text)
            return 0
        }
        let isUsage = status == ExitCode.validationFailure.rawValue
        let failure = isUsage ? CommandFailure(code: "usage", message: text) : CommandFailure(error)
        switch OutputFormat.requested(by: arguments) {
        case .json: print(failure.json.formatted)
        case .text where isUsage: StandardError.print(text)
        case .text: StandardError.print("error: \(failure.message)")
        }
        return isUsage ? 64 : 1
    }
}

/// The root: certificate authentication, whole.
struct SignetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signet",
        abstract: "Certificate authentication for services: sign in to Entra, run its platform and its gateway.",
        discussion: """
            Example:
              signet demo
              signet certificate create --subject CN=daemon --out daemon.pem
              signet token --tenant contoso.onmicrosoft.com --client-id 97e0a5b7-… --certificate daemon.pem \\
                  --scope https://graph.microsoft.com/.default

            Exit status: 0 done, 1 refused or failed, 64 the command line was not understood.
            """,
        version: "0.1.0",
        subcommands: [
            CertificateCommand.self, AssertionCommand.self, TokenCommand.self, ApplicationCommand.self,
            PlatformCommand.self, GatewayCommand.self, PolicyCommand.self, DemoCommand.self,
        ]
    )
}
