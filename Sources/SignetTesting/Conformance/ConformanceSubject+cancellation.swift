// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetCredentials

extension ConformanceSubject {
    private static let request = TokenRequest(scope: "https://conformance.test/.default")

    func endsWithItsCaller(_ credential: any TokenCredential) async throws {
        self.service.become(.holding)
        let caller = WatchedCall { try await credential.token(for: Self.request) }
        guard try await isAsked(caller) else { return }
        caller.cancel()
        switch try await caller.ending(within: self.patience) {
        case .failure(let error):
            try demand(error is CancellationError, "a cancelled caller got \(type(of: error)); throw CancellationError")
        case .success: throw Breach("a cancelled caller got a token that the service has not given")
        case nil: throw Breach("a cancelled caller was kept waiting for a silent service")
        }
    }

    func endsWhenClosed(_ credential: any TokenCredential) async throws {
        self.service.become(.holding)
        let caller = WatchedCall { try await credential.token(for: Self.request) }
        guard try await isAsked(caller) else { return }
        let closing = Task { await credential.close() }
        let ending = try await caller.ending(within: self.patience)
        self.service.become(.giving)
        await closing.value
        switch ending {
        case .failure: return
        case .success: throw Breach("a call of a closed credential got a token that the service has not given")
        case nil: throw Breach("a call went on waiting for a silent service after the credential was closed")
        }
    }

    func isolatesCancellation(_ credential: any TokenCredential) async throws {
        self.service.become(.holding)
        let first = WatchedCall { try await credential.token(for: Self.request) }
        guard try await isAsked(first) else { return }
        let entered = Threshold()
        let second = WatchedCall {
            entered.increment()
            return try await credential.token(for: Self.request)
        }
        try await entered.reach(1)
        first.cancel()
        _ = try await first.ending(within: self.patience)
        self.service.become(.giving)
        switch try await second.ending(within: self.patience) {
        case .success: return
        case .failure(let error): throw Breach("a caller got \(type(of: error)) because another one was cancelled")
        case nil: throw Breach("a caller was kept waiting because another one was cancelled")
        }
    }

    /// Whether the credential asks its service before it answers.
    private func isAsked(_ caller: WatchedCall) async throws -> Bool {
        try await withThrowingTaskGroup(of: Bool.self) { [service] group in
            group.addTask {
                try await service.calls(atLeast: 1)
                return true
            }
            group.addTask {
                try await caller.end()
                return false
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
    }
}

/// A call in a task of its own, whose end can be waited for without being bound to it.
private final class WatchedCall: Sendable {
    private let task: Task<AccessToken, any Error>
    private let ended = Threshold()

    init(_ body: @escaping @Sendable () async throws -> AccessToken) {
        let ended = self.ended
        self.task = Task {
            defer { ended.increment() }
            return try await body()
        }
    }

    func cancel() { self.task.cancel() }

    func end() async throws { try await self.ended.reach(1) }

    /// How the call ends; nothing where it goes on for so long that it was forgotten.
    func ending(within patience: Duration) async throws -> Result<AccessToken, any Error>? {
        let isOver = try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await self.end()
                return true
            }
            group.addTask {
                try await SystemTime().sleep(for: patience)
                return false
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
        return isOver ? await self.task.result : nil
    }
}
