// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// When and after how long a request is sent again.
///
/// Statuses 408, 429, 500, 502, 503 and 504 and a failing transport are repeated. The pause is drawn between nothing and a
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

    /// Creates a policy.
    public init(
        maximumRetries: Int = 3,
        baseDelay: Duration = .milliseconds(800),
        maximumDelay: Duration = .seconds(60)
    ) {
        self.maximumRetries = maximumRetries
        self.baseDelay = baseDelay
        self.maximumDelay = maximumDelay
    }

    /// Whether a status says that the same request may succeed later.
    static func isTransient(status: Int) -> Bool { [408, 429, 500, 502, 503, 504].contains(status) }

    /// The pause before a retry.
    ///
    /// - Parameters:
    ///   - retry: Which one, from 1.
    ///   - requested: What the service asked for.
    ///   - fraction: A random number from 0 up to 1.
    /// - Returns: `nil` where there should be no further attempt.
    func delay(before retry: Int, requested: Duration?, fraction: Double) -> Duration? {
        guard retry <= self.maximumRetries else { return nil }
        if let requested { return requested <= self.maximumDelay ? requested : nil }
        var bound = self.baseDelay
        for _ in 1..<max(retry, 1) where bound < self.maximumDelay { bound = bound * 2 }
        return min(bound, self.maximumDelay) * fraction
    }
}
