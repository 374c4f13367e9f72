// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetCertificates
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

    @Argument(help: "The documents.", completion: .file(extensions: ["xml"]))
    var files: [String]

    @OptionGroup var options: OutputOptions

    func run() async throws {
        let paths = self.files
        let checks = try await StandardError.reportingProgress("Checking \(paths.count) documents") {
            try paths.map { path in
                do {
                    return PolicyCheck(try FileContent(path: path).bytes, path: path)
                } catch let error as SignetCertificates.CertificateError {
                    throw CommandFailure(code: error.code.description, message: error.message)
                }
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
        return (check.diagnostics.map(\.description) + [summary]).joined(separator: "\n")
    }
}
