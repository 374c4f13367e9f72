// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Inputs made of a file of the corpus: the same ones every time.
struct Mutations {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    private mutating func next(below limit: Int) -> Int {
        // xorshift64*: any generator will do that is the same tomorrow.
        self.state ^= self.state >> 12
        self.state ^= self.state << 25
        self.state ^= self.state >> 27
        return Int((self.state &* 0x2545_F491_4F6C_DD1D) >> 33) % max(limit, 1)
    }

    /// Bytes that mean something to one of the parsers.
    private static let telling =
        Array("\"'@(){}[]<>&;\\/*$#\0\r\n.,:=-+0a\u{7F}".utf8) + [0x80, 0xC3, 0xFF, 0x30, 0x02]

    /// The file cut off, with bytes changed, and with a part of another put in.
    mutating func inputs(of file: [UInt8], with other: [UInt8], count: Int) -> [[UInt8]] {
        guard !file.isEmpty else { return [] }
        return (0..<count)
            .map { number in
                var bytes = file
                switch number % 3 {
                case 0: bytes.removeLast(next(below: bytes.count))
                case 1:
                    for _ in 0...next(below: 3) {
                        bytes[next(below: bytes.count)] = Self.telling[next(below: Self.telling.count)]
                    }
                default:
                    let start = next(below: other.count)
                    let part = other[start..<min(other.count, start + next(below: 40))]
                    let index = next(below: bytes.count)
                    bytes.replaceSubrange(index..<min(bytes.count, index + next(below: 20)), with: part)
                }
                return bytes
            }
    }
}
