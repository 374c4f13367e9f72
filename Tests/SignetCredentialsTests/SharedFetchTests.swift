// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@testable import SignetCredentials

@Suite(.timeLimit(.minutes(15))) struct SharedFetchTests {
    @Test func fiftyCallersShareAFetchThatIsKept() async throws {
        let (shared, gate, fetches) = (SharedFetch<String>(), Gate(), Counter())
        let fetch: SharedFetch<String>.Fetch = {
            fetches.increment()
            await gate.pass()
            return "kept"
        }
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try await shared.value(fetch) } }
            await eventually { shared.waiterCount == 50 }
            gate.open()
            for try await value in group { #expect(value == "kept") }
        }
        #expect(try await shared.value(fetch) == "kept")
        #expect(fetches.count == 1)
    }

    @Test func aFailureIsForgotten() async throws {
        let shared = SharedFetch<Int>()
        await #expect(throws: TestError.self) { _ = try await shared.value { throw TestError() } }
        #expect(try await shared.value { 1 } == 1)
        #expect(try await shared.value { 2 } == 1)
    }

    @Test func aCancelledCallerLeavesTheOthersServedByTheFetch() async throws {
        let (shared, gate) = (SharedFetch<Int>(), Gate())
        let fetch: SharedFetch<Int>.Fetch = {
            await gate.pass()
            try Task.checkCancellation()
            return 1
        }
        let first = Task { try await shared.value(fetch) }
        await eventually { shared.waiterCount == 1 }
        let second = Task { try await shared.value(fetch) }
        await eventually { shared.waiterCount == 2 }
        first.cancel()
        await #expect(throws: CancellationError.self) { _ = try await first.value }
        gate.open()
        #expect(try await second.value == 1)
    }

    @Test func theLastCancelledCallerEndsTheFetch() async throws {
        let (shared, gate, cancelled) = (SharedFetch<Int>(), Gate(), Counter())
        let task = Task {
            try await shared.value {
                await gate.pass()
                if Task.isCancelled { cancelled.increment() }
                return 1
            }
        }
        await eventually { shared.waiterCount == 1 }
        task.cancel()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
        gate.open()
        await eventually { cancelled.count == 1 }
        #expect(try await shared.value { 2 } == 2)
    }
}
