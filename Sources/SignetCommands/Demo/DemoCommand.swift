// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetCore

/// `signet demo`: the main job, end to end, on this machine.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract:
            "Run the main job end to end on loopback: certificate, registration, token, mutual TLS, both rotations.",
        discussion: """
            Example:
              signet demo
              signet demo --calls 2000 --output json

            It makes a certificate, starts the platform, registers the certificate, signs in, starts a backend that demands a
            client certificate and a gateway in front of it, calls the backend through the gateway with the token, and rotates
            both certificates under traffic. Everything lives in a temporary directory and ends with the command.
            """
    )

    @Option(name: .long, help: "How many calls each of the two rotations has to stand.")
    var calls: Int = 400

    @OptionGroup var options: OutputOptions

    func validate() throws {
        guard (10...1_000_000).contains(self.calls) else {
            throw ValidationError("The value '\(self.calls)' is invalid for '--calls': 10 to 1000000 are possible")
        }
    }

    func run() async throws {
        let narrator = DemoNarrator(format: self.options.output)
        let outcome = try await Demo(narrator: narrator, calls: self.calls).run()
        self.options.print(
            ["steps": narrator.document, "calls": .number(outcome.calls), "failed": .number(outcome.failures)],
            text: outcome.failures == 0
                ? "\nDone: \(outcome.calls) calls through both rotations, none failed."
                : "\n\(outcome.failures) of \(outcome.calls) calls failed."
        )
        guard outcome.failures == 0 else {
            throw CommandFailure(code: "failedCalls", message: "\(outcome.failures) of \(outcome.calls) calls failed")
        }
    }
}
