// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetCore
import SignetPolicies

/// `signet policy check`: reads and binds documents without running them.
struct PolicyCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read policy documents and bind their expressions, without running them, and say what is wrong.",
        discussion: """
            Example:
              signet policy check policy.xml apis/*/policy.xml

            Both forms are read, the raw one with C# in attributes as it is, and well-formed XML. Exit status 1 where a document
            has an error; warnings alone exit 0.
            """
    )

    @Flag(name: .long, help: "Refuse a policy in a section that it is not documented for, instead of warning of it.")
    var strict = false

    @Argument(help: "The documents; '-' reads standard input.", completion: .file(extensions: ["xml"]))
    var files: [String]

    @OptionGroup var options: OutputOptions

    func run() async throws {
        let (paths, isStrict) = (self.files, self.strict)
        let checks = try await StandardError.reportingProgress("Checking \(paths.count) documents") {
            try paths.map { path in
                PolicyCheck(
                    try PolicyFile(path: path).bytes,
                    path: path,
                    compiler: PolicyCompiler(purpose: .inspection, isStrict: isStrict)
                )
            }
        }
        self.options.print(
            ["files": .array(checks.map(\.json))],
            text: checks.map(Self.text).joined(separator: "\n")
        )
        guard checks.allSatisfy(\.isValid) else { throw Reported() }
    }

    private static func text(_ check: PolicyCheck) -> String {
        let summary =
            "\(check.path): \(check.policies) policies, \(check.bound) of \(check.expressions) expressions bound, "
            + (check.isWellFormedXML ? "well-formed XML" : "raw form")
        return (check.diagnostics.map(\.text) + [summary]).joined(separator: "\n")
    }
}
