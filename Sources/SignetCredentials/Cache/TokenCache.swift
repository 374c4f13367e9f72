// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Metrics
import SignetCore
import Synchronization

/// Tokens in memory: one fetch for any number of callers of a key, and no caller of another key waits for it.
///
/// A fetch is a task that the cache owns: it ends when the last of its callers is cancelled, or with the cache. A caller
/// that is cancelled takes nobody along. A token is served until it expires; after its `refreshOn`, a fetch in the background
/// looks for a better one, and rests longer and longer while it fails.
///
/// A large cache has several parts with a lock each, so that threads that ask for different tokens do not wait for one another;
/// its bounds hold for all parts together.
final class TokenCache: Sendable {
    typealias Fetch = @Sendable () async throws -> AccessToken
    private typealias State = TokenCacheState<CheckedContinuation<AccessToken, any Error>>

    /// Whether the fetch that asks was begun in the background, for a token that is served meanwhile.
    @TaskLocal static var isRefreshing = false

    /// Below this many tokens one part does, and the order of use is exact.
    private static let smallest = 1_024

    private let shards: Shards<State>
    private let limits: CachedTokenLimits
    private let trimming = Mutex<Void>(())
    /// The tasks of the fetches by their numbers, to be waited for at the end.
    private let tasks = Mutex<[UInt64: Task<Void, Never>]>([:])
    private let tickets = Atomic<UInt64>(0)
    private let clock: any TimeSource
    private let metrics: TokenCacheMetrics?
    private let reportRefreshFailure: @Sendable (any Error) -> Void

    /// Creates an empty cache.
    ///
    /// - Parameters:
    ///   - limits: What it may hold.
    ///   - clock: Tells when tokens expire.
    ///   - plan: Tells when they are refreshed.
    ///   - metrics: Counts for the program's metrics.
    ///   - reportRefreshFailure: Is told of a failed background fetch, which no caller sees.
    init(
        limits: CachedTokenLimits,
        clock: any TimeSource,
        plan: RefreshPlan,
        metrics: TokenCacheMetrics? = nil,
        reportRefreshFailure: @escaping @Sendable (any Error) -> Void = { _ in }
    ) {
        self.shards = Shards(count: limits.entries < Self.smallest ? 1 : 32) { index in
            State(plan: plan, firstFlight: UInt64(index) << 48)
        }
        self.limits = limits
        self.clock = clock
        self.metrics = metrics
        self.reportRefreshFailure = reportRefreshFailure
    }

    deinit {
        for index in 0..<self.shards.count {
            for cancel in self.shards.withLock(index, { $0.abandonFlights() }) { cancel() }
        }
    }

    /// What happened and what is kept.
    var statistics: TokenCacheStatistics {
        var statistics = TokenCacheStatistics()
        for index in 0..<self.shards.count {
            statistics = self.shards.withLock(index) { state in
                var sum = statistics
                sum.add(state)
                return sum
            }
        }
        return statistics
    }

    /// The number of callers that wait.
    var waiterCount: Int {
        (0..<self.shards.count).reduce(0) { sum, index in sum + self.shards.withLock(index) { $0.waiterCount } }
    }

    private var now: Double { self.clock.now.timeIntervalSinceReferenceDate }

    /// A token from memory that needs no refresh: the way of almost every call, without a suspension.
    @inline(__always)
    func find(_ key: TokenKey) -> AccessToken? {
        let now = self.now
        guard let token = self.shards.withLock(self.shards.index(of: key.fingerprint), { $0.find(key, at: now) }) else {
            return nil
        }
        if let metrics = self.metrics { metrics.hit.increment() }
        return token
    }

    /// Gives the token of a key, from memory or from `fetch`.
    func token(for key: TokenKey, fetch: @autoclosure () -> Fetch) async throws -> AccessToken {
        let now = self.now
        switch self.shards.withLock(index(key), { $0.lookUp(key, at: now) }) {
        case .token(let token):
            self.metrics?.hit.increment()
            return token
        case .tokenAndRefresh(let token, let flight):
            self.metrics?.hit.increment()
            start(key, flight, isBackground: true, fetch())
            return token
        case .nothing:
            try Task.checkCancellation()
            return try await wait(for: key, fetch: fetch())
        }
    }

    /// Forgets the tokens.
    func removeTokens() {
        for index in 0..<self.shards.count {
            self.shards.withLock(index) { $0.removeTokens() }
        }
    }

    /// Ends every fetch and waits until its task has ended; whoever waits for one, or asks later, gets an error.
    func close() async {
        for index in 0..<self.shards.count {
            let ended = self.shards.withLock(index) { $0.close() }
            for cancel in ended.cancels { cancel() }
            for waiter in ended.waiters { waiter.resume(throwing: CredentialError.closed) }
        }
        for task in self.tasks.withLock({ Array($0.values) }) { await task.value }
    }

    private func index(_ key: TokenKey) -> Int { self.shards.index(of: key.fingerprint) }
}

extension TokenCache {
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
        let joining = self.shards.withLock(index(key)) { $0.join(key, ticket: ticket, waiter: continuation, at: now) }
        switch joining {
        case .token(let token):
            self.metrics?.hit.increment()
            continuation.resume(returning: token)
        case .joined:
            self.metrics?.joined.increment()
        case .closed:
            continuation.resume(throwing: CredentialError.closed)
        case .begin(let flight):
            self.metrics?.miss.increment()
            start(key, flight, isBackground: false, fetch)
        }
        // A caller that was cancelled before it had joined was not there when its handler looked for it.
        if Task.isCancelled { leave(key, ticket) }
    }

    private func leave(_ key: TokenKey, _ ticket: UInt64) {
        let leaving = self.shards.withLock(index(key)) { $0.leave(key, ticket: ticket) }
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
        let isWanted = self.shards.withLock(index(key)) { $0.attach(key, flight: flight) { task.cancel() } }
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
        let ending: FetchEnding
        switch result {
        case .success(let token): ending = .token(token)
        case .failure(let error): ending = .failure(requestedPause: Self.requestedPause(error))
        }
        let waiters = self.shards.withLock(index(key)) { $0.complete(key, flight: flight, ending, at: now) }
        // Before anybody hears of the token, so that nobody sees more than the bounds allow.
        trim()
        for waiter in waiters { waiter.resume(with: result) }
        switch result {
        case .success:
            if isBackground { self.metrics?.refreshed.increment() }
        case .failure(let error):
            guard !(error is CancellationError) else { return }
            self.metrics?.failed.increment()
            if isBackground { self.reportRefreshFailure(error) }
        }
    }

    private static func requestedPause(_ error: any Error) -> Double? {
        (error as? CredentialError)?.refusal?.retryAfter.map { $0 / .seconds(1) }
    }

    /// Drops the least recently used tokens until the bounds hold again.
    private func trim() {
        // One at a time: two that count the same surplus would drop twice as many.
        self.trimming.withLock { _ in
            while true {
                var (entries, bytes, oldest) = (0, 0, (index: 0, use: Double.infinity))
                for index in 0..<self.shards.count {
                    let part = self.shards.withLock(index) { ($0.count, $0.bytes, $0.oldestUse) }
                    entries += part.0
                    bytes += part.1
                    if let use = part.2, use < oldest.use { oldest = (index, use) }
                }
                guard entries > 0, !self.limits.allow(entries: entries, bytes: bytes) else { return }
                self.shards.withLock(oldest.index) { $0.evict() }
            }
        }
    }
}

extension CredentialError {
    /// Somebody asks a credential whose service has ended.
    static var closed: CredentialError {
        CredentialError(.credentialUnavailable, "the credential was closed; make another one, or close it later")
    }
}
