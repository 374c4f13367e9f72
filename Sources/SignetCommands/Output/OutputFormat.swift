// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import SignetCore

/// How a command prints its result: for people, or as one JSON document.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case text
    case json

    /// The format that a command line asks for, read without parsing it: a usage error needs it too.
    static func requested(by arguments: [String]) -> OutputFormat {
        for (index, argument) in arguments.enumerated() {
            if argument == "--output", index + 1 < arguments.count {
                return OutputFormat(rawValue: arguments[index + 1]) ?? .text
            }
            if argument.hasPrefix("--output=") {
                return OutputFormat(rawValue: String(argument.dropFirst("--output=".count))) ?? .text
            }
        }
        return .text
    }
}

/// The option that every command has.
struct OutputOptions: ParsableArguments {
    @Option(name: .long, help: "How to print the result: text for people, json for scripts (one document on stdout).")
    var output = OutputFormat.text

    /// Prints a result in the form that was asked for, at once: a server announces its ports this way to whoever reads its output
    /// from a pipe or a file, which the C library would otherwise keep until the server ends.
    func print(_ json: @autoclosure () -> JSONValue, text: @autoclosure () -> String) {
        switch self.output {
        case .json: Swift.print(json().formatted)
        case .text: Swift.print(text())
        }
        fflush(nil)
    }
}
