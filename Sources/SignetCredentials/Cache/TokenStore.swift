// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// Tokens by key, in the order of their use: a look-up takes the same time however many there are.
///
/// Its owner says when there are too many.
struct TokenStore {
    private struct Slot {
        let key: TokenKey
        let fingerprint: Int
        var token: AccessToken
        /// Seconds since the reference date; compared on every hit.
        var expiry: Double
        var refreshDue: Double
        var usedAt: Double
        var failures = 0
        var bytes: Int
        /// The next one of the same bucket.
        var next = TokenStore.none
        var newer = TokenStore.none
        var older = TokenStore.none
    }

    private static var none: Int32 { -1 }
    /// How many slots each insertion looks at for tokens that have expired: a small store is kept clean of them, and a
    /// large one never has more than it got while as many were inserted as it has slots by this number.
    private static var sweep: Int { 64 }

    private var slots: [Slot] = []
    private var free: [Int32] = []
    private var buckets: [Int32] = [TokenStore.none]
    private var newest = TokenStore.none
    private var oldest = TokenStore.none
    private var hand = 0
    private(set) var count = 0
    /// About how many bytes tokens and keys take.
    private(set) var bytes = 0

    /// A token that was found.
    struct Hit {
        let token: AccessToken
        /// Whether a background refresh should start now.
        let isRefreshDue: Bool
    }

    /// When the least recently used token was used.
    var oldestUse: Double? { self.oldest == Self.none ? nil : self.slots[Int(self.oldest)].usedAt }

    /// Finds a token that has not expired.
    mutating func find(_ key: TokenKey, at now: Double) -> Hit? {
        let position = position(of: key)
        guard position != Self.none else { return nil }
        guard now < self.slots[Int(position)].expiry else {
            remove(position)
            return nil
        }
        self.slots[Int(position)].usedAt = now
        moveToFront(position)
        return Hit(
            token: self.slots[Int(position)].token,
            isRefreshDue: now >= self.slots[Int(position)].refreshDue
        )
    }

    /// Keeps a token, in place of an older one of the same key.
    mutating func insert(_ token: AccessToken, for key: TokenKey, refreshDue: Double, at now: Double) {
        let expiry = token.expiresOn.timeIntervalSinceReferenceDate
        guard now < expiry else { return }
        let known = position(of: key)
        if known != Self.none { remove(known) }
        sweep(at: now)
        let slot = Slot(
            key: key,
            fingerprint: key.fingerprint,
            token: token,
            expiry: expiry,
            refreshDue: refreshDue,
            usedAt: now,
            bytes: key.byteCount + token.byteCount + MemoryLayout<Slot>.stride
        )
        let position: Int32
        if let reused = self.free.popLast() {
            position = reused
            self.slots[Int(position)] = slot
        } else {
            guard let fresh = Int32(exactly: self.slots.count) else { return }
            position = fresh
            self.slots.append(slot)
        }
        self.count += 1
        self.bytes += slot.bytes
        growBuckets()
        enterBucket(position)
        pushFront(position)
    }

    /// Puts the next background refresh off after one that failed; `pause` gives the pause in seconds from the number of
    /// failures in a row.
    mutating func postponeRefresh(_ key: TokenKey, at now: Double, pause: (Int) -> Double) {
        let position = position(of: key)
        guard position != Self.none else { return }
        self.slots[Int(position)].failures += 1
        self.slots[Int(position)].refreshDue = now + pause(self.slots[Int(position)].failures)
    }

    /// Drops the token that was not used for the longest time.
    mutating func removeOldest() {
        if self.oldest != Self.none { remove(self.oldest) }
    }

    /// Forgets everything.
    mutating func removeAll() {
        self = TokenStore()
    }
}

extension TokenStore {
    private func position(of key: TokenKey) -> Int32 {
        let fingerprint = key.fingerprint
        var position = self.buckets[fingerprint & (self.buckets.count - 1)]
        while position != Self.none {
            if self.slots[Int(position)].fingerprint == fingerprint, self.slots[Int(position)].key == key { break }
            position = self.slots[Int(position)].next
        }
        return position
    }

    private mutating func enterBucket(_ position: Int32) {
        let bucket = self.slots[Int(position)].fingerprint & (self.buckets.count - 1)
        self.slots[Int(position)].next = self.buckets[bucket]
        self.buckets[bucket] = position
    }

    private mutating func growBuckets() {
        guard self.count > self.buckets.count else { return }
        self.buckets = Array(repeating: Self.none, count: self.buckets.count * 2)
        var position = self.newest
        while position != Self.none {
            enterBucket(position)
            position = self.slots[Int(position)].older
        }
    }

    private mutating func sweep(at now: Double) {
        for _ in 0..<min(Self.sweep, self.slots.count) {
            self.hand = self.hand + 1 < self.slots.count ? self.hand + 1 : 0
            // A free slot has no end.
            if now >= self.slots[self.hand].expiry { remove(Int32(self.hand)) }
        }
    }

    private mutating func remove(_ position: Int32) {
        unlink(position)
        let bucket = self.slots[Int(position)].fingerprint & (self.buckets.count - 1)
        let next = self.slots[Int(position)].next
        if self.buckets[bucket] == position {
            self.buckets[bucket] = next
        } else {
            var before = self.buckets[bucket]
            while self.slots[Int(before)].next != position { before = self.slots[Int(before)].next }
            self.slots[Int(before)].next = next
        }
        self.count -= 1
        self.bytes -= self.slots[Int(position)].bytes
        // The slot waits for reuse; its token must not.
        self.slots[Int(position)].token = AccessToken(
            text: .init([]),
            expiresOn: Date(timeIntervalSinceReferenceDate: 0)
        )
        self.slots[Int(position)].expiry = .infinity
        self.free.append(position)
    }

    private mutating func moveToFront(_ position: Int32) {
        guard self.newest != position else { return }
        unlink(position)
        pushFront(position)
    }

    private mutating func unlink(_ position: Int32) {
        let newer = self.slots[Int(position)].newer
        let older = self.slots[Int(position)].older
        if newer == Self.none { self.newest = older } else { self.slots[Int(newer)].older = older }
        if older == Self.none { self.oldest = newer } else { self.slots[Int(older)].newer = newer }
    }

    private mutating func pushFront(_ position: Int32) {
        self.slots[Int(position)].newer = Self.none
        self.slots[Int(position)].older = self.newest
        if self.newest != Self.none { self.slots[Int(self.newest)].newer = position }
        self.newest = position
        if self.oldest == Self.none { self.oldest = position }
    }
}
