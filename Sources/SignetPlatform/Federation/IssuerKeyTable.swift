// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions

/// The keys that were fetched: for how long they are believed, and how often an issuer is asked again.
struct IssuerKeyTable {
    enum Answer {
        case known([VerificationKey])
        case fetch
    }

    private struct Entry {
        var set: IssuerKeySet
        var fetched: Date
        var used: Date
        /// When the issuer was asked again for a key that was not among its keys.
        var refreshes: [Date] = []
    }

    private static let lifetime: TimeInterval = 3_600
    private static let greatestCount = 256
    /// An unknown key means a rotation, or a forgery: an issuer is asked again so often within so many seconds.
    private static let greatestRefreshes = 10
    private static let refreshWindow: TimeInterval = 300

    private var entries: [String: Entry] = [:]

    /// The number of issuers whose keys are kept.
    var count: Int { self.entries.count }

    mutating func lookUp(_ issuer: String, _ identifier: String, at now: Date) -> Answer {
        guard var entry = self.entries[issuer] else { return .fetch }
        guard now.timeIntervalSince(entry.fetched) < Self.lifetime else { return .fetch }
        entry.used = now
        defer { self.entries[issuer] = entry }
        let keys = entry.set.keys(identifier)
        guard keys.isEmpty else { return .known(keys) }
        entry.refreshes.removeAll { now.timeIntervalSince($0) >= Self.refreshWindow }
        guard entry.refreshes.count < Self.greatestRefreshes else { return .known([]) }
        entry.refreshes.append(now)
        return .fetch
    }

    mutating func keep(_ set: IssuerKeySet, of issuer: String, at now: Date) {
        let refreshes = self.entries[issuer]?.refreshes ?? []
        if self.entries[issuer] == nil, self.entries.count >= Self.greatestCount,
            let oldest = self.entries.min(by: { $0.value.used < $1.value.used })?.key
        {
            self.entries[oldest] = nil
        }
        self.entries[issuer] = Entry(set: set, fetched: now, used: now, refreshes: refreshes)
    }
}
