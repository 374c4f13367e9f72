// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Other people's programs, run as judges.
enum Command {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs a program and returns what it wrote; where it fails, throws what it complained of.
    ///
    /// It waits on a thread of its own: the few threads of the concurrency pool belong to the server under test.
    static func run(_ name: String, _ arguments: [String]) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try wait(for: name, arguments) })
            }
        }
    }

    private static func wait(for name: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name] + arguments
        let output = Pipe()
        let complaint = Pipe()
        process.standardOutput = output
        process.standardError = complaint
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let errors = String(decoding: complaint.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(name) exited \(process.terminationStatus): \(errors)\(text)")
        }
        return text
    }
}
