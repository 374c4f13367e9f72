// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Other people's software as judge of our encodings: openssl, and Python with `cryptography` and PyJWT.
///
/// Where it is not installed the tests that need it are skipped; in CI they run, and fail.
enum Judge {
    static let isPresent =
        ProcessInfo.processInfo.environment["CI"] == "true" || (try? askPython("import cryptography", "")) != nil
    static let absence = "python3 with the package cryptography is not installed (make test installs it)"

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs a Python program with a text as input; what it prints is the answer.
    static func askPython(_ program: String, _ input: String) throws -> String {
        try run("/usr/bin/env", ["python3", "-c", program], input: input)
    }

    /// Runs a program and gives what it prints.
    static func run(_ path: String, _ arguments: [String], input: String = "") throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        let (standardInput, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = standardInput
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        let complaint = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: String(decoding: complaint, as: UTF8.self))
        }
        return String(decoding: answer, as: UTF8.self)
    }
}
