// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(15))) struct SingleFlightTests {
    /// Lets an operation wait until the test says so, or until it is cancelled.
    private final class Door: Sendable {
        let stream: AsyncStream<Void>
        private let continuation: AsyncStream<Void>.Continuation
        let entered = Atomic<Int>(0)

        init() { (self.stream, self.continuation) = AsyncStream.makeStream() }
        func open() { self.continuation.finish() }
        func pass() async throws {
            self.entered.add(1, ordering: .sequentiallyConsistent)
            for await _ in self.stream {}
            try Task.checkCancellation()
        }
        var count: Int { self.entered.load(ordering: .sequentiallyConsistent) }
    }

    private struct Failure: Error {}

    private func until(_ condition: () -> Bool) async {
        while !condition(), !Task.isCancelled { await Task.yield() }
    }

    @Test func fiftyCallersShareOneOperationWhileAnotherKeyProceeds() async throws {
        let flights = SingleFlight<String, Int>()
        let door = Door()
        async let all = withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await flights.value(for: "slow") {
                        try await door.pass()
                        return 7
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        await until { flights.waiterCount == 50 }
        #expect(try await flights.value(for: "quick") { 1 } == 1)
        door.open()
        #expect(try await all == 350)
        #expect(door.count == 1)
        #expect(flights.flightCount == 0)
    }

    @Test func aFailureIsToldAndNotRemembered() async throws {
        let flights = SingleFlight<String, Int>()
        await #expect(throws: Failure.self) { try await flights.value(for: "a") { throw Failure() } }
        #expect(try await flights.value(for: "a") { 2 } == 2)
    }

    @Test func aCancelledWaiterLeavesTheOthersServed() async throws {
        let flights = SingleFlight<String, Int>()
        let door = Door()
        let operation: SingleFlight<String, Int>.Operation = {
            try await door.pass()
            return 3
        }
        let leaver = Task { try await flights.value(for: "a", operation) }
        await until { flights.waiterCount == 1 }
        let stayer = Task { try await flights.value(for: "a", operation) }
        await until { flights.waiterCount == 2 }
        leaver.cancel()
        await #expect(throws: CancellationError.self) { try await leaver.value }
        door.open()
        #expect(try await stayer.value == 3)
        #expect(door.count == 1)
    }

    @Test func theLastCancelledWaiterEndsTheOperation() async throws {
        let flights = SingleFlight<String, Int>()
        let door = Door()
        let box = Flag()
        let only = Task {
            try await flights.value(for: "a") {
                defer { box.set() }
                try await door.pass()
                return 1
            }
        }
        await until { door.count == 1 }
        only.cancel()
        await #expect(throws: CancellationError.self) { try await only.value }
        #expect(flights.flightCount == 0)
        await until { box.isSet }
    }

    @Test func anOperationInTheBackgroundGoesOnAndIsJoined() async throws {
        let flights = SingleFlight<String, Int>()
        let door = Door()
        flights.begin("a") {
            try await door.pass()
            return 9
        }
        flights.begin("a") { 0 }
        let leaver = Task { try await flights.value(for: "a") { 0 } }
        await until { flights.waiterCount == 1 }
        leaver.cancel()
        await #expect(throws: CancellationError.self) { try await leaver.value }
        #expect(flights.flightCount == 1)
        let joiner = Task { try await flights.value(for: "a") { 0 } }
        await until { flights.waiterCount == 1 }
        door.open()
        #expect(try await joiner.value == 9)
    }

    @Test func whatIsUnderWayEndsWithItsOwner() async throws {
        let box = Flag()
        let door = Door()
        var flights: SingleFlight<String, Int>? = SingleFlight()
        flights?
            .begin("a") {
                defer { box.set() }
                try await door.pass()
                return 1
            }
        await until { door.count == 1 }
        flights = nil
        await until { box.isSet }
    }

    private final class Flag: Sendable {
        private let value = Atomic<Bool>(false)
        func set() { self.value.store(true, ordering: .sequentiallyConsistent) }
        var isSet: Bool { self.value.load(ordering: .sequentiallyConsistent) }
    }
}
