// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetAssertions
import SignetCore

/// `signet assertion decode`: header and claims, without the signature.
struct AssertionDecodeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Show header and claims of an assertion; the signature is left out, so the result may be shared.",
        discussion: """
            Example:
              signet assertion decode assertion.jwt
            """
    )

    @Argument(help: "The file with the assertion; '-' reads standard input.", completion: .file())
    var file: String = "-"

    @OptionGroup var options: OutputOptions

    func run() async throws {
        let decoded = try DecodedAssertion(try AssertionFile.read(self.file))
        self.options.print(
            ["header": .object(decoded.header), "claims": .object(decoded.claims)],
            text: decoded.description
        )
    }
}
