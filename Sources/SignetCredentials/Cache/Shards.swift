// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A row of states, each behind a lock of its own and on cache lines of its own, so that threads that use different ones do
/// not slow each other down.
@safe struct Shards<State>: ~Copyable, @unchecked Sendable {
    private struct Cell: ~Copyable {
        let state: Mutex<State>
        /// Keeps the neighbour's lock off this state's cache lines.
        private let distance: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (
            0, 0, 0, 0, 0, 0, 0, 0
        )

        init(_ state: consuming sending State) {
            self.state = Mutex(state)
        }
    }

    /// How many there are: a power of two.
    let count: Int
    private let cells: UnsafeMutablePointer<Cell>

    /// Creates the row.
    ///
    /// - Parameters:
    ///   - count: How many; rounded up to a power of two.
    ///   - make: Makes each state from its place.
    init(count: Int, _ make: (Int) -> sending State) {
        var rounded = 1
        while rounded < count { rounded *= 2 }
        self.count = rounded
        unsafe self.cells = .allocate(capacity: rounded)
        for index in 0..<rounded {
            unsafe (self.cells + index).initialize(to: Cell(make(index)))
        }
    }

    deinit {
        unsafe self.cells.deinitialize(count: self.count)
        unsafe self.cells.deallocate()
    }

    /// The place of the state that is responsible for a fingerprint.
    func index(of fingerprint: Int) -> Int {
        // The low bits choose the bucket inside a state.
        Int(truncatingIfNeeded: UInt(bitPattern: fingerprint) >> 40) & (self.count - 1)
    }

    /// Lends a state to `body` while nobody else has it.
    @inline(__always)
    func withLock<Result>(_ index: Int, _ body: (inout sending State) -> sending Result) -> sending Result {
        unsafe (self.cells + (index & (self.count - 1))).pointee.state.withLock(body)
    }
}
