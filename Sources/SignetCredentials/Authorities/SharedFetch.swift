// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Synchronization

/// A value that is fetched when it is first wanted, once for any number of callers, and then kept; a failure is not kept.
///
/// A caller that is cancelled leaves the others served; with the last one the fetch ends.
final class SharedFetch<Value: Sendable>: Sendable {
    typealias Fetch = @Sendable () async throws -> Value

    /// What a fetch under way keeps alive; it must not be its owner, which ends it when it goes.
    private final class Kept: Sendable {
        let value = Mutex<Value?>(nil)
    }

    private let kept = Kept()
    private let flight = SingleFlight<Bool, Value>()

    /// The number of callers that wait.
    var waiterCount: Int { self.flight.waiterCount }

    /// Gives the value.
    ///
    /// - Throws: What `fetch` throws; `CancellationError` when the calling task is cancelled.
    func value(_ fetch: @escaping Fetch) async throws -> Value {
        let kept = self.kept
        if let known = kept.value.withLock({ $0 }) { return known }
        return try await self.flight.value(for: true) {
            // The fetch of a caller just before this one may have ended in between.
            if let known = kept.value.withLock({ $0 }) { return known }
            let value = try await fetch()
            try Task.checkCancellation()
            kept.value.withLock { $0 = value }
            return value
        }
    }
}
