// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What a token cache may hold at most.
struct CachedTokenLimits: Sendable {
    /// The largest number of tokens.
    let entries: Int
    /// The largest number of bytes that tokens and their keys take.
    let bytes: Int

    init(entries: Int, bytes: Int = 64 * 1_024 * 1_024) {
        self.entries = max(1, entries)
        self.bytes = max(0, bytes)
    }

    func allow(entries: Int, bytes: Int) -> Bool { entries <= self.entries && bytes <= self.bytes }
}
