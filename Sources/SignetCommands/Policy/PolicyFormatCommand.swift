// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetCore
import SignetPolicies

/// `signet policy format`: policy documents in the usual layout.
struct PolicyFormatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "format",
        abstract: "Lay policy documents out: indentation, one element a line, long tags over several.",
        discussion: """
            Example:
              signet policy format policy.xml                    prints it
              signet policy format --write apis/*/policy.xml     changes the files
              signet policy format --check apis/*/policy.xml     names the files that would change; exit status 1 if any

            Comments, order, quotes, values and the text of expressions stay as they are, and so does the form, rawxml or xml. A
            document with an error is left alone: exit status 1.
            """
    )

    @Flag(name: .long, help: "Change nothing; name the files that are laid out differently.")
    var check = false

    @Flag(name: .long, help: "Write the files instead of printing them.")
    var write = false

    @Argument(help: "The documents; '-' reads standard input.", completion: .file(extensions: ["xml"]))
    var files: [String]

    @OptionGroup var options: OutputOptions

    func validate() throws {
        if self.check, self.write { throw ValidationError("--check and --write exclude each other.") }
        if self.write, self.files.contains("-") { throw ValidationError("--write cannot write standard input.") }
    }

    /// What came of one file.
    private struct Outcome {
        let file: PolicyFile
        let diagnostics: [Diagnostic]
        let formatted: [UInt8]?

        init(_ file: PolicyFile) {
            let document = file.document
            self.file = file
            self.diagnostics = document.diagnostics
            self.formatted = document.formatted()
        }

        var isChanged: Bool { self.formatted.map { $0 != self.file.bytes } ?? false }

        func json(withText: Bool) -> JSONValue {
            var object: JSONObject = [
                "path": .string(self.file.path), "changed": .bool(self.isChanged),
                "diagnostics": .array(self.diagnostics.map(\.json)),
            ]
            if withText, let formatted { object["text"] = .string(String(decoding: formatted, as: UTF8.self)) }
            return .object(object)
        }
    }

    func run() async throws {
        let paths = self.files
        let outcomes = try await StandardError.reportingProgress("Formatting \(paths.count) documents") {
            try paths.map { Outcome(try PolicyFile(path: $0)) }
        }
        if self.write {
            for outcome in outcomes where outcome.isChanged {
                if let formatted = outcome.formatted { try outcome.file.write(formatted) }
            }
        }
        let prints = !self.check && !self.write
        if self.options.output == .json {
            print(JSONValue.object(["files": .array(outcomes.map { $0.json(withText: prints) })]).formatted)
        } else {
            for outcome in outcomes { show(outcome, prints: prints) }
        }
        let isRefused =
            outcomes.contains { $0.formatted == nil } || (self.check && outcomes.contains(where: \.isChanged))
        guard !isRefused else { throw Reported() }
    }

    private func show(_ outcome: Outcome, prints: Bool) {
        guard let formatted = outcome.formatted else {
            for diagnostic in outcome.diagnostics { StandardError.print(diagnostic.text) }
            return
        }
        if prints {
            PolicyFile.print(formatted)
        } else if outcome.isChanged {
            print(outcome.file.path)
        }
    }
}
