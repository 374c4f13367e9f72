// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// DES-EDE3 (FIPS 46-3), for decrypting only: old PFX and key files still use it, nothing new may.
///
/// Keys come from a password in a file that its owner holds, so the tables' timing gives nothing away that matters.
struct TripleDES: LegacyBlockCipher {
    private let schedules: [[UInt64]]

    /// Takes a key of 24 bytes, or of 16 whose first half is used again; parity bits are ignored.
    init?(key: [UInt8]) {
        guard key.count == 24 || key.count == 16 else { return nil }
        let full = key.count == 24 ? key : key + key.prefix(8)
        self.schedules = stride(from: 0, to: 24, by: 8).map { DES.schedule(BigEndian.word(full[$0..<($0 + 8)])) }
    }

    func decrypt(_ block: [UInt8]) -> [UInt8] {
        var state = DES.permute(BigEndian.word(block[...]), DES.initialPermutation, width: 64)
        state = DES.rounds(state, self.schedules[2].reversed())
        state = DES.rounds(state, self.schedules[1])
        state = DES.rounds(state, self.schedules[0].reversed())
        return BigEndian.bytes(DES.permute(state, DES.finalPermutation, width: 64))
    }
}

/// Eight bytes as one word.
enum BigEndian {
    static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

    static func bytes(_ word: UInt64) -> [UInt8] {
        stride(from: UInt64(56), through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) }
    }
}
