// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Whether bytes can be copied as they stand: the question of every encoding, and nearly always answered by yes.
package enum PlainBytes {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let tops: UInt64 = 0x8080_8080_8080_8080

    /// Whether no byte is below a bound and none is one of three; eight are looked at together.
    ///
    /// Taking the bound from each byte of a word borrows into the top bit of the lowest one that is below it, and only
    /// there or above is a top bit set that neither the byte nor the bound has: so one bit at least tells of it.
    ///
    /// - Parameters:
    ///   - bytes: The bytes.
    ///   - least: The bound, 0x80 at most.
    ///   - others: The three.
    /// - Returns: Whether there is none of them.
    package static func areAll(
        _ bytes: UnsafeRawBufferPointer,
        from least: UInt8,
        except others: (UInt8, UInt8, UInt8)
    ) -> Bool {
        let (bound, first) = (self.ones &* UInt64(least), self.ones &* UInt64(others.0))
        let (second, third) = (self.ones &* UInt64(others.1), self.ones &* UInt64(others.2))
        let whole = bytes.count & ~7
        var found: UInt64 = 0
        var place = 0
        while place < whole {
            let word = unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            found |= (word &- bound) & ~word
            found |= zero(word ^ first) | zero(word ^ second) | zero(word ^ third)
            place &+= 8
        }
        guard found & self.tops == 0 else { return false }
        for place in whole..<bytes.count {
            let byte = unsafe bytes[place]
            guard byte >= least, byte != others.0, byte != others.1, byte != others.2 else { return false }
        }
        return true
    }

    /// Whether all bytes are ASCII, which is UTF-8 as it stands.
    package static func areASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let whole = bytes.count & ~7
        var seen: UInt64 = 0
        var place = 0
        while place < whole {
            seen |= unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            place &+= 8
        }
        for place in whole..<bytes.count { seen |= unsafe UInt64(bytes[place]) }
        return seen & self.tops == 0
    }

    /// A top bit where a byte is zero.
    private static func zero(_ word: UInt64) -> UInt64 { (word &- self.ones) & ~word }
}
