// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials
import SignetCore

/// The key derivation of PKCS #12 (RFC 7292 §B.2).
enum PKCS12KeyDerivation {
    /// What the derived bytes are for; it enters the derivation.
    enum Purpose: UInt8, Sendable {
        case key = 1
        case vector = 2
        case mac = 3
    }

    /// Derives `size` bytes with a hash function.
    static func derive<Hash: HashFunction>(
        _: Hash.Type,
        _ purpose: Purpose,
        password: SecretBytes,
        salt: [UInt8],
        rounds: Int,
        size: Int
    ) -> [UInt8] {
        let block = Hash.blockByteCount
        var input = password.withExposedBytes { filled(salt, block) + filled($0, block) }
        let diversifier = [UInt8](repeating: purpose.rawValue, count: block)
        var out: [UInt8] = []
        while true {
            var digest = Array(Hash.hash(data: diversifier + input))
            for _ in 1..<max(rounds, 1) {
                digest = Array(Hash.hash(data: digest))
            }
            out += digest
            guard out.count < size else { return Array(out.prefix(size)) }
            let addend = (0..<block).map { digest[$0 % digest.count] }
            for start in stride(from: 0, to: input.count, by: block) {
                add(addend, to: &input, at: start)
            }
        }
    }

    /// Repeats bytes up to a whole number of blocks.
    private static func filled(_ bytes: [UInt8], _ block: Int) -> [UInt8] {
        let size = (bytes.count + block - 1) / block * block
        return (0..<size).map { bytes[$0 % bytes.count] }
    }

    /// Adds a number and one to the block at `start`, modulo the block's size.
    private static func add(_ number: [UInt8], to input: inout [UInt8], at start: Int) {
        var carry: UInt16 = 1
        for index in number.indices.reversed() {
            carry += UInt16(input[start + index]) + UInt16(number[index])
            input[start + index] = UInt8(truncatingIfNeeded: carry)
            carry >>= 8
        }
    }
}
