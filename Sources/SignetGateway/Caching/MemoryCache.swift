// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
import Synchronization

/// The gateway's own cache: the entries that were used last, as many as fit into a number of bytes.
package final class MemoryCache: ValueCache {
    private let state: Mutex<RecentEntries>

    /// Creates an empty cache.
    ///
    /// - Parameter capacity: How many bytes it may hold.
    package init(capacity: Int = 64 * 1_048_576) {
        self.state = Mutex(RecentEntries(capacity: capacity))
    }

    package func entry(for key: CacheKey, at now: Date) -> CachedEntry? {
        self.state.withLock { $0.entry(for: key, at: now) }
    }

    package func store(_ entry: CachedEntry, size: Int, for key: CacheKey, until expiry: Date) {
        self.state.withLock { $0.store(entry, size: size, for: key, until: expiry) }
    }

    package func remove(_ key: CacheKey) { self.state.withLock { $0.remove(key) } }

    /// How many bytes are kept.
    package var size: Int { self.state.withLock { $0.size } }
}

/// Entries in the order of their last use, bound by their bytes.
struct RecentEntries {
    private struct Slot {
        let key: CacheKey
        var entry: CachedEntry?
        let size: Int
        let expiry: Date
        var previous: Int?
        var next: Int?
    }

    private let capacity: Int
    private(set) var size = 0
    private var places: [CacheKey: Int] = [:]
    private var slots: [Slot] = []
    private var free: [Int] = []
    private var newest: Int?
    private var oldest: Int?

    init(capacity: Int) {
        self.capacity = capacity
    }

    mutating func entry(for key: CacheKey, at now: Date) -> CachedEntry? {
        guard let place = self.places[key] else { return nil }
        guard self.slots[place].expiry > now else {
            remove(key)
            return nil
        }
        unlink(place)
        link(place)
        return self.slots[place].entry
    }

    mutating func store(_ entry: CachedEntry, size: Int, for key: CacheKey, until expiry: Date) {
        remove(key)
        let size = max(0, min(size, .max >> 1)) + key.text.utf8.count + 128
        guard size <= self.capacity else { return }
        while self.size + size > self.capacity, let oldest = self.oldest { remove(self.slots[oldest].key) }
        let slot = Slot(key: key, entry: entry, size: size, expiry: expiry)
        let place = self.free.popLast() ?? self.slots.count
        if place == self.slots.count { self.slots.append(slot) } else { self.slots[place] = slot }
        self.places[key] = place
        self.size += size
        link(place)
    }

    mutating func remove(_ key: CacheKey) {
        guard let place = self.places.removeValue(forKey: key) else { return }
        unlink(place)
        self.size -= self.slots[place].size
        self.slots[place].entry = nil
        self.free.append(place)
    }

    private mutating func link(_ place: Int) {
        self.slots[place].previous = self.newest
        self.slots[place].next = nil
        if let newest = self.newest { self.slots[newest].next = place }
        self.newest = place
        if self.oldest == nil { self.oldest = place }
    }

    private mutating func unlink(_ place: Int) {
        let (previous, next) = (self.slots[place].previous, self.slots[place].next)
        if let previous { self.slots[previous].next = next } else { self.oldest = next }
        if let next { self.slots[next].previous = previous } else { self.newest = previous }
        self.slots[place].previous = nil
        self.slots[place].next = nil
    }
}
