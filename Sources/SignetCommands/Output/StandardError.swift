// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Lines for people beside the result: progress, warnings, prompts.
///
/// Never a result, so that stdout stays one document.
enum StandardError {
    static func print(_ line: String) {
        // Where nobody reads any more there is nobody to tell; the other form of write would end the process.
        try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
    }

    /// Says what goes on, once it has gone on for a second.
    static func reportingProgress<Result: Sendable>(
        _ what: String,
        during work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: .seconds(1))
                print("\(what) …")
                return nil
            }
            while let finished = try await group.next() {
                if let result = finished {
                    group.cancelAll()
                    return result
                }
            }
            throw CancellationError()
        }
    }
}
