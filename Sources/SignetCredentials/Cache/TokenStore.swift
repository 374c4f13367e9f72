// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// Tokens by key, at most a fixed number of them: the least recently used goes first, an expired one before that.
///
/// Every operation takes the same time however many there are.
struct TokenStore {
    private struct Slot {
        let key: TokenKey
        var token: AccessToken
        /// Seconds since the reference date; compared on every hit.
        var expiry: Double
        var refreshDue: Double
        var newer: Int
        var older: Int
    }

    private static let none = -1

    private let capacity: Int
    private var slots: [Slot] = []
    private var free: [Int] = []
    private var index: [TokenKey: Int] = [:]
    private var newest = TokenStore.none
    private var oldest = TokenStore.none

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    var count: Int { self.index.count }

    /// A token that was found.
    struct Hit {
        let token: AccessToken
        /// Whether a background refresh should start now.
        let isRefreshDue: Bool
    }

    /// Finds a token that has not expired.
    mutating func find(_ key: TokenKey, at now: Double) -> Hit? {
        guard let position = self.index[key] else { return nil }
        guard now < self.slots[position].expiry else {
            remove(position)
            return nil
        }
        moveToFront(position)
        return Hit(token: self.slots[position].token, isRefreshDue: now >= self.slots[position].refreshDue)
    }

    /// Keeps a token, in place of an older one of the same key.
    mutating func insert(_ token: AccessToken, for key: TokenKey, refreshDue: Double, at now: Double) {
        let expiry = token.expiresOn.timeIntervalSinceReferenceDate
        guard now < expiry else { return }
        if let position = self.index[key] {
            self.slots[position].token = token
            self.slots[position].expiry = expiry
            self.slots[position].refreshDue = refreshDue
            moveToFront(position)
            return
        }
        // Two looks at the old end for each insertion keep the expired from piling up.
        for _ in 0..<2 where self.oldest != Self.none && now >= self.slots[self.oldest].expiry { remove(self.oldest) }
        if self.count >= self.capacity { remove(self.oldest) }
        let slot = Slot(
            key: key,
            token: token,
            expiry: expiry,
            refreshDue: refreshDue,
            newer: Self.none,
            older: Self.none
        )
        let position: Int
        if let reused = self.free.popLast() {
            position = reused
            self.slots[position] = slot
        } else {
            position = self.slots.count
            self.slots.append(slot)
        }
        self.index[key] = position
        pushFront(position)
    }

    /// Puts the next background refresh off.
    mutating func postponeRefresh(_ key: TokenKey, until due: Double) {
        guard let position = self.index[key] else { return }
        self.slots[position].refreshDue = max(self.slots[position].refreshDue, due)
    }

    /// Forgets everything.
    mutating func removeAll() {
        self = TokenStore(capacity: self.capacity)
    }

    private mutating func remove(_ position: Int) {
        guard position != Self.none else { return }
        unlink(position)
        self.index[self.slots[position].key] = nil
        // The slot waits for reuse; its token must not.
        self.slots[position].token = AccessToken(text: .init([]), expiresOn: .init(timeIntervalSinceReferenceDate: 0))
        self.free.append(position)
    }

    private mutating func moveToFront(_ position: Int) {
        guard self.newest != position else { return }
        unlink(position)
        pushFront(position)
    }

    private mutating func unlink(_ position: Int) {
        let newer = self.slots[position].newer
        let older = self.slots[position].older
        if newer == Self.none { self.newest = older } else { self.slots[newer].older = older }
        if older == Self.none { self.oldest = newer } else { self.slots[older].newer = newer }
    }

    private mutating func pushFront(_ position: Int) {
        self.slots[position].newer = Self.none
        self.slots[position].older = self.newest
        if self.newest != Self.none { self.slots[self.newest].newer = position }
        self.newest = position
        if self.oldest == Self.none { self.oldest = position }
    }
}
