// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetCore
import SignetPolicies

/// `signet policy convert`: from one of API Management's forms to the other.
struct PolicyConvertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Convert a policy document between API Management's two forms, xml and rawxml, without loss.",
        discussion: """
            Example:
              signet policy convert --to xml policy.xml > encoded.xml
              signet policy convert --to rawxml encoded.xml | diff - policy.xml

            In xml, expressions are escaped as the service's export escapes them, so that every XML parser reads the document. In
            rawxml they stand as C# has them. Nothing else changes, and both directions together give the same bytes again. Where
            only some expressions of a document are escaped, rawxml has none escaped. Exit status 1 for a document with errors.
            """
    )

    /// The forms as words of the command line.
    enum Form: String, ExpressibleByArgument, CaseIterable {
        case xml
        case rawxml

        var policyForm: PolicyForm { self == .xml ? .xml : .rawxml }
    }

    @Option(name: .long, help: "The form to write.")
    var to: Form

    @Argument(help: "The document; '-' reads standard input.", completion: .file(extensions: ["xml"]))
    var file: String = "-"

    @OptionGroup var options: OutputOptions

    func run() async throws {
        let file = try PolicyFile(path: self.file)
        let document = file.document
        guard let converted = document.converted(to: self.to.policyForm) else {
            guard let first = document.diagnostics.first else {
                throw CommandFailure(
                    code: "notConvertible",
                    message: "\(self.file): what the document says cannot be said in the form \(self.to.rawValue)."
                )
            }
            if self.options.output == .text {
                for diagnostic in document.diagnostics { StandardError.print(diagnostic.text) }
                throw Reported()
            }
            throw CommandFailure(
                code: first.code.rawValue,
                message: document.diagnostics.map(\.description).joined(separator: "\n")
            )
        }
        guard self.options.output == .json else { return PolicyFile.print(converted) }
        let result = PolicyDocument(converted, file: self.file, maximumSize: .max)
        print(
            JSONValue.object([
                "path": .string(self.file), "format": .string(self.to.rawValue),
                "wellFormedXML": .bool(result.isWellFormedXML), "changed": .bool(converted != file.bytes),
                "text": .string(String(decoding: converted, as: UTF8.self)),
            ])
            .formatted
        )
    }
}
