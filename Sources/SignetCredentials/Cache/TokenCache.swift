// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Synchronization

/// Tokens in memory: one fetch for any number of callers of a key, and no caller of another key waits for it.
///
/// A fetch is a task that the cache owns: it ends when the last of its callers is cancelled, or with the cache. A caller
/// that is cancelled takes nobody along. A token is served until it expires; from its `refreshOn` on, a fetch in the
/// background looks for a better one, at most every 30 seconds.
final class TokenCache: Sendable {
    typealias Fetch = @Sendable () async throws -> AccessToken
    private typealias State = TokenCacheState<CheckedContinuation<AccessToken, any Error>>

    /// Whether the fetch that asks was begun in the background, for a token that is served meanwhile.
    @TaskLocal static var isRefreshing = false

    private let state: Mutex<State>
    /// The tasks of the fetches by their numbers, to be waited for at the end.
    private let tasks = Mutex<[UInt64: Task<Void, Never>]>([:])
    private let tickets = Atomic<UInt64>(0)
    private let clock: any TimeSource
    private let reportRefreshFailure: @Sendable (any Error) -> Void

    /// Creates an empty cache.
    ///
    /// - Parameters:
    ///   - capacity: The largest number of tokens.
    ///   - clock: Tells when tokens expire.
    ///   - reportRefreshFailure: Is told of a failed background fetch, which no caller sees.
    init(
        capacity: Int,
        clock: any TimeSource,
        reportRefreshFailure: @escaping @Sendable (any Error) -> Void = { _ in }
    ) {
        self.state = Mutex(State(capacity: capacity))
        self.clock = clock
        self.reportRefreshFailure = reportRefreshFailure
    }

    deinit {
        for cancel in self.state.withLock({ $0.abandonFlights() }) { cancel() }
    }

    /// The number of tokens that are kept.
    var count: Int { self.state.withLock { $0.count } }
    /// The number of fetches that are under way.
    var flightCount: Int { self.state.withLock { $0.flightCount } }

    /// The number of callers that wait.
    var waiterCount: Int { self.state.withLock { $0.waiterCount } }

    private var now: Double { self.clock.now.timeIntervalSinceReferenceDate }

    /// Gives the token of a key, from memory or from `fetch`.
    func token(for key: TokenKey, fetch: @autoclosure () -> Fetch) async throws -> AccessToken {
        let now = self.now
        switch self.state.withLock({ $0.lookUp(key, at: now) }) {
        case .token(let token):
            return token
        case .tokenAndRefresh(let token, let flight):
            start(key, flight, isBackground: true, fetch())
            return token
        case .nothing:
            try Task.checkCancellation()
            return try await wait(for: key, fetch: fetch())
        }
    }

    /// Forgets the tokens.
    func removeTokens() {
        self.state.withLock { $0.removeTokens() }
    }

    /// Ends every fetch and waits until its task has ended; whoever waits for one, or asks later, gets an error.
    func close() async {
        let ended = self.state.withLock { $0.close() }
        for cancel in ended.cancels { cancel() }
        for waiter in ended.waiters { waiter.resume(throwing: CredentialError.closed) }
        for task in self.tasks.withLock({ Array($0.values) }) { await task.value }
    }

    private func wait(for key: TokenKey, fetch: @escaping Fetch) async throws -> AccessToken {
        let ticket = self.tickets.add(1, ordering: .relaxed).newValue
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enter(key, ticket, continuation, fetch)
            }
        } onCancel: {
            leave(key, ticket)
        }
    }

    private func enter(
        _ key: TokenKey,
        _ ticket: UInt64,
        _ continuation: CheckedContinuation<AccessToken, any Error>,
        _ fetch: @escaping Fetch
    ) {
        let now = self.now
        let joining = self.state.withLock { $0.join(key, ticket: ticket, waiter: continuation, at: now) }
        switch joining {
        case .token(let token): continuation.resume(returning: token)
        case .joined: break
        case .closed: continuation.resume(throwing: CredentialError.closed)
        case .begin(let flight): start(key, flight, isBackground: false, fetch)
        }
        // A caller that was cancelled before it had joined was not there when its handler looked for it.
        if Task.isCancelled { leave(key, ticket) }
    }

    private func leave(_ key: TokenKey, _ ticket: UInt64) {
        let leaving = self.state.withLock { $0.leave(key, ticket: ticket) }
        leaving.cancel?()
        leaving.waiter?.resume(throwing: CancellationError())
    }

    private func start(_ key: TokenKey, _ flight: UInt64, isBackground: Bool, _ fetch: @escaping Fetch) {
        // Inside of the lock, so that the task cannot be struck off before it is entered.
        let task = self.tasks.withLock { tasks in
            let task = Task { [weak self] in
                let result: Result<AccessToken, any Error>
                do {
                    result = .success(try await Self.$isRefreshing.withValue(isBackground) { try await fetch() })
                } catch {
                    result = .failure(error)
                }
                self?.finish(key, flight, isBackground: isBackground, result)
            }
            tasks[flight] = task
            return task
        }
        let isWanted = self.state.withLock { $0.attach(key, flight: flight) { task.cancel() } }
        // Its callers were cancelled, or it has ended: then this does nothing.
        if !isWanted { task.cancel() }
    }

    private func finish(
        _ key: TokenKey,
        _ flight: UInt64,
        isBackground: Bool,
        _ result: Result<AccessToken, any Error>
    ) {
        self.tasks.withLock { $0[flight] = nil }
        let now = self.now
        let token = try? result.get()
        let waiters = self.state.withLock { $0.complete(key, flight: flight, token: token, at: now) }
        for waiter in waiters { waiter.resume(with: result) }
        if isBackground, case .failure(let error) = result, !(error is CancellationError) {
            self.reportRefreshFailure(error)
        }
    }
}

extension CredentialError {
    /// Somebody asks a credential whose service has ended.
    static var closed: CredentialError {
        CredentialError(.credentialUnavailable, "the credential was closed; make another one, or close it later")
    }
}
