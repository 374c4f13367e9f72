// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetCore

struct PlatformExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say why a request for a token was refused, and what would have passed.",
        discussion: """
            Example:
              signet platform explain 3f6c1f0e-0b7c-4d0e-9a53-5f1b2f6f4e11 --connection entra/connection.json

            The trace ID stands in the refusal, behind "Trace ID:" and in trace_id.
            """
    )

    @Argument(help: ArgumentHelp("The trace ID of the request.", valueName: "trace-id"))
    var traceID: String

    @Option(
        name: .long,
        help: ArgumentHelp("The connection.json of the platform.", valueName: "file"),
        completion: .file()
    )
    var connection: String

    @OptionGroup var options: OutputOptions

    func validate() throws {
        guard GUID.isWellFormed(self.traceID) else {
            throw ValidationError("The value '\(self.traceID)' is invalid for '<trace-id>': a GUID is expected")
        }
    }

    func run() async throws {
        let entry = try await ConnectionFile(file: self.connection)
            .withDirectory { directory in
                try await directory.signIn(traceID: self.traceID)
            }
        self.options.print(entry, text: Self.text(entry))
    }

    private static func text(_ entry: JSONValue) -> String {
        func row(_ name: String, _ value: String?) -> String? {
            value.map { name + String(repeating: " ", count: max(1, 22 - name.count)) + $0 }
        }
        let number = entry["status"]?["errorCode"]?.integer ?? 0
        var lines = [
            row("time", entry["createdDateTime"]?.string),
            row("client ID", entry["appId"]?.string),
            row("application", entry["appDisplayName"]?.string),
            row("grant", entry["grantType"]?.string),
            row("credential", entry["clientCredentialType"]?.string),
            row("outcome", number == 0 ? "token issued" : "AADSTS\(number)"),
        ]
        if number != 0 {
            lines += [
                row("what refused", entry["explanation"]?["rule"]?.string),
                row("what would pass", entry["explanation"]?["remedy"]?.string),
            ]
        }
        for fact in entry["explanation"]?["facts"]?.array ?? [] {
            lines.append(row(fact["name"]?.string ?? "", fact["value"]?.string))
        }
        return lines.compactMap { $0 }.joined(separator: "\n")
    }
}
