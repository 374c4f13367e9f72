// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// When and after how long a request is sent again.
///
/// Statuses 408, 429 and 5xx (but for 501 and 505, which no repetition cures) and a failing transport are repeated. The pause is drawn between nothing and a
/// bound that doubles (full jitter), so that a fleet does not come back in step; what the service asks for is kept to.
public struct RetryPolicy: Sendable, Hashable {
    /// How often a request is repeated.
    public var maximumRetries: Int
    /// The bound of the first pause.
    public var baseDelay: Duration
    /// The bound of every pause.
    ///
    /// A service that asks for more is not asked again; the error says how long it wanted.
    public var maximumDelay: Duration
    /// How long attempts and pauses may take together: no pause begins that would end later.
    public var maximumTotalTime: Duration

    /// Creates a policy.
    ///
    /// - Parameters:
    ///   - maximumRetries: How often a request is repeated.
    ///   - baseDelay: The bound of the first pause.
    ///   - maximumDelay: The bound of every pause.
    ///   - maximumTotalTime: How long attempts and pauses may take together.
    public init(
        maximumRetries: Int = 3,
        baseDelay: Duration = .milliseconds(800),
        maximumDelay: Duration = .seconds(60),
        maximumTotalTime: Duration = .seconds(120)
    ) {
        self.maximumRetries = maximumRetries
        self.baseDelay = baseDelay
        self.maximumDelay = maximumDelay
        self.maximumTotalTime = maximumTotalTime
    }

    /// Whether a status says that the same request may succeed later.
    static func isTransient(status: Int) -> Bool {
        status == 408 || status == 429 || ((500..<600).contains(status) && status != 501 && status != 505)
    }

    /// The pause before a retry.
    ///
    /// - Parameters:
    ///   - retry: Which one, from 1.
    ///   - requested: What the service asked for.
    ///   - fraction: A random number from 0 up to 1.
    ///   - elapsed: How long it has taken so far.
    /// - Returns: `nil` where there should be no further attempt.
    func delay(before retry: Int, requested: Duration?, fraction: Double, elapsed: Duration) -> Duration? {
        guard retry <= self.maximumRetries else { return nil }
        let pause = requested ?? randomDelay(before: retry, fraction)
        guard requested ?? .zero <= self.maximumDelay, elapsed + pause <= self.maximumTotalTime else { return nil }
        return pause
    }

    private func randomDelay(before retry: Int, _ fraction: Double) -> Duration {
        var bound = self.baseDelay
        for _ in 1..<min(max(retry, 1), 64) where bound < self.maximumDelay { bound = bound * 2 }
        return min(bound, self.maximumDelay) * fraction
    }
}
