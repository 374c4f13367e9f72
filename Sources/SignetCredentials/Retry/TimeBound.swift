// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// A limit to how long something may take.
struct TimeBound: Sendable {
    private let limit: Duration
    private let clock: any TimeSource

    init(_ limit: Duration, _ clock: any TimeSource) {
        self.limit = limit
        self.clock = clock
    }

    /// Runs `work` and cancels it when its time is over.
    ///
    /// - Returns: What `work` gives, or `nil` where it took too long.
    func run<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws -> Result? {
        try await withThrowingTaskGroup(of: Result?.self) { [limit, clock] group in
            group.addTask { try await work() }
            group.addTask {
                try await clock.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}
