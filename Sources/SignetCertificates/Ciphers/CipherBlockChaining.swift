// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
import FoundationEssentials

/// A cipher with blocks of eight bytes that old files use.
protocol LegacyBlockCipher {
    /// Decrypts one block of eight bytes.
    func decrypt(_ block: [UInt8]) -> [UInt8]
}

/// Decrypts in cipher block chaining and takes the padding off (RFC 8018 §6.1.1).
enum CipherBlockChaining {
    /// Decrypts with AES; the key has 16, 24 or 32 bytes and the vector 16.
    ///
    /// - Returns: `nil` where the padding is wrong, as after a wrong password.
    static func decryptAES(_ ciphertext: [UInt8], key: [UInt8], vector: [UInt8]) -> [UInt8]? {
        guard let iv = try? AES._CBC.IV(ivBytes: vector) else { return nil }
        return (try? AES._CBC.decrypt(ciphertext, using: SymmetricKey(data: key), iv: iv)).map { Array($0) }
    }

    /// Encrypts with AES.
    ///
    /// - Throws: What the library throws for a wrong size of the key or of the vector.
    static func encryptAES(_ plaintext: [UInt8], key: [UInt8], vector: [UInt8]) throws -> [UInt8] {
        Array(try AES._CBC.encrypt(plaintext, using: SymmetricKey(data: key), iv: AES._CBC.IV(ivBytes: vector)))
    }

    /// Decrypts with a cipher of eight-byte blocks.
    ///
    /// - Returns: `nil` where the length or the padding is wrong.
    static func decrypt(_ ciphertext: [UInt8], with cipher: some LegacyBlockCipher, vector: [UInt8]) -> [UInt8]? {
        guard !ciphertext.isEmpty, ciphertext.count.isMultiple(of: 8), vector.count == 8 else { return nil }
        var plaintext: [UInt8] = []
        plaintext.reserveCapacity(ciphertext.count)
        var previous = vector
        for start in stride(from: 0, to: ciphertext.count, by: 8) {
            let block = Array(ciphertext[start..<(start + 8)])
            for (byte, mask) in zip(cipher.decrypt(block), previous) {
                plaintext.append(byte ^ mask)
            }
            previous = block
        }
        guard let padding = plaintext.last, (1...8).contains(padding),
            plaintext.suffix(Int(padding)).allSatisfy({ $0 == padding })
        else {
            return nil
        }
        return plaintext.dropLast(Int(padding))
    }
}
