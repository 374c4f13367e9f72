// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// When a token is refreshed in the background, and when again after a refresh that failed.
struct RefreshPlan: Sendable {
    /// The pause after a first failure, in seconds.
    static var firstPause: Double { 30 }
    /// The longest pause after failures, in seconds.
    static var longestPause: Double { 300 }
    /// The longest delay that is added to a refresh, in seconds.
    static var longestDelay: Double { 300 }

    /// Draws a number from 0 up to 1; drawn for each token, so that a fleet that started together does not refresh together.
    let fraction: @Sendable () -> Double

    /// When a token that came now is to be refreshed: at the time that the service wants, and up to a tenth of the life
    /// that remains after it later, five minutes at most.
    ///
    /// A refresh never follows another one at once, whatever the service says.
    func refreshDue(of token: AccessToken, at now: Double, afterRefresh: Bool) -> Double {
        let wanted = token.refreshOn.timeIntervalSinceReferenceDate
        let expiry = token.expiresOn.timeIntervalSinceReferenceDate
        let delay = max(0, min(Self.longestDelay, (expiry - wanted) / 10)) * self.fraction()
        return max(wanted + delay, afterRefresh ? now + Self.firstPause : now)
    }

    /// How long a refresh rests after failures in a row: half a minute that doubles up to five, up to half as much again by
    /// chance, and what the service asked for where that is longer.
    func pause(afterFailures failures: Int, requested: Double?) -> Double {
        var pause = Self.firstPause
        for _ in 1..<min(max(failures, 1), 16) { pause *= 2 }
        pause = min(pause, Self.longestPause) * (1 + self.fraction() / 2)
        return max(pause, requested ?? 0)
    }
}
