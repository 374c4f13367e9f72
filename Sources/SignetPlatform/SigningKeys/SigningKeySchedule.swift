// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// When signing keys begin, and when they are forgotten: a rule over dates, without keys.
///
/// There is always a key at work and one that is published to follow it, so that clients which fetch the keys once a
/// day never meet a token of a key that they cannot know. A key that was followed stays published for as long as the
/// longest token lives, and a day more.
struct SigningKeySchedule: Sendable {
    /// For how long a key signs.
    static let term: TimeInterval = 60 * 86_400
    /// For how long a key that no longer signs is published.
    static let overlap: TimeInterval = 2 * 86_400

    /// The beginnings of the keys to make.
    let additions: [Date]
    /// The beginnings of the keys to forget.
    let removals: [Date]

    init(activations: [Date], now: Date) {
        let sorted = activations.sorted()
        let begun = sorted.filter { $0 <= now }
        let coming = sorted.filter { $0 > now }
        var additions: [Date] = []
        if begun.isEmpty { additions.append(now) }
        if coming.isEmpty { additions.append(max(now, (begun.last ?? now)).addingTimeInterval(Self.term)) }
        self.additions = additions
        self.removals = zip(begun, begun.dropFirst()).filter { $1.addingTimeInterval(Self.overlap) <= now }.map(\.0)
    }
}
