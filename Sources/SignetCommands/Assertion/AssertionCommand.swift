// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetCore

/// `signet assertion`: make client assertions, read them, judge them.
struct AssertionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assertion",
        abstract: "Create, decode and verify client assertions.",
        discussion: """
            Example:
              signet assertion create --tenant contoso.onmicrosoft.com --client-id 97e0a5b7-… --certificate daemon.pem > assertion.jwt
              signet assertion decode assertion.jwt
            """,
        subcommands: [AssertionCreateCommand.self, AssertionDecodeCommand.self, AssertionVerifyCommand.self]
    )
}

/// Reads the text of an assertion from a file or from standard input.
enum AssertionFile {
    static func read(_ path: String) throws -> String {
        // An assertion is what a password is: bytes that must not be printed.
        try PasswordFile.read(path).withExposedBytes { String(decoding: $0, as: UTF8.self) }
    }
}
