// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras

/// AES in the modes and with the paddings of .NET's `SymmetricAlgorithm`.
struct BlockCipher {
    enum Mode: Int32 {
        case cbc = 1
        case ecb = 2
        case cfb = 4
    }

    enum Padding: Int32 {
        case none = 1
        case pkcs7 = 2
        case zeros = 3
        case ansiX923 = 4
        case iso10126 = 5
    }

    static let size = 16

    private let key: SymmetricKey
    private let vector: [UInt8]
    private let mode: Mode
    private let padding: Padding

    init(key: [UInt8], vector: [UInt8], mode: Mode, padding: Padding) throws(ExpressionError) {
        guard [16, 24, 32].contains(key.count) else {
            throw .exception(.cryptographic, "Specified key is not a valid size for this algorithm.")
        }
        guard mode == .ecb || vector.count == Self.size else {
            throw .exception(
                .cryptographic,
                "Specified initialization vector (IV) does not match the block size for this algorithm."
            )
        }
        (self.key, self.vector, self.mode, self.padding) = (SymmetricKey(data: key), vector, mode, padding)
    }

    func encrypt(
        _ data: [UInt8],
        _ random: any RandomNumberGenerator & Sendable
    ) throws(ExpressionError) -> [UInt8] {
        let data = try padded(data, random)
        if self.mode == .cfb { return try feedback(data, decrypts: false) }
        var (result, previous): ([UInt8], [UInt8]) = ([], self.vector)
        for start in stride(from: 0, to: data.count, by: Self.size) {
            var block = Array(data[start..<start + Self.size])
            if self.mode == .cbc { for index in block.indices { block[index] ^= previous[index] } }
            try permute(&block, forward: true)
            previous = block
            result += block
        }
        return result
    }

    func decrypt(_ data: [UInt8]) throws(ExpressionError) -> [UInt8] {
        if self.mode == .cfb { return try unpadded(try feedback(data, decrypts: true)) }
        guard data.count % Self.size == 0 else {
            throw .exception(.cryptographic, "Length of the data to decrypt is invalid.")
        }
        var (result, previous): ([UInt8], [UInt8]) = ([], self.vector)
        for start in stride(from: 0, to: data.count, by: Self.size) {
            let source = Array(data[start..<start + Self.size])
            var block = source
            try permute(&block, forward: false)
            if self.mode == .cbc { for index in block.indices { block[index] ^= previous[index] } }
            previous = source
            result += block
        }
        return try unpadded(result)
    }

    private func permute(_ block: inout [UInt8], forward: Bool) throws(ExpressionError) {
        do {
            if forward {
                try AES.permute(&block, key: self.key)
            } else {
                try AES.inversePermute(&block, key: self.key)
            }
        } catch {
            throw .exception(.cryptographic, "The data could not be encrypted.")
        }
    }

    /// Cipher feedback of one byte at a time, as .NET has it.
    private func feedback(_ data: [UInt8], decrypts: Bool) throws(ExpressionError) -> [UInt8] {
        var (result, register): ([UInt8], [UInt8]) = ([], self.vector)
        for byte in data {
            var block = register
            try permute(&block, forward: true)
            let new = byte ^ block[0]
            result.append(new)
            register.removeFirst()
            register.append(decrypts ? byte : new)
        }
        return result
    }

    private func padded(
        _ data: [UInt8],
        _ random: any RandomNumberGenerator & Sendable
    ) throws(ExpressionError) -> [UInt8] {
        let unit = self.mode == .cfb ? 1 : Self.size
        let missing = unit - data.count % unit
        switch self.padding {
        case .none:
            guard missing == unit else {
                throw .exception(.cryptographic, "Length of the data to encrypt is invalid.")
            }
            return data
        case .zeros: return missing == unit ? data : data + Array(repeating: 0, count: missing)
        case .pkcs7: return data + Array(repeating: UInt8(missing), count: missing)
        case .ansiX923: return data + Array(repeating: 0, count: missing - 1) + [UInt8(missing)]
        case .iso10126: return data + HashLibrary.bytes(missing - 1, random) + [UInt8(missing)]
        }
    }

    private func unpadded(_ data: [UInt8]) throws(ExpressionError) -> [UInt8] {
        guard self.padding != .none, self.padding != .zeros, !data.isEmpty else { return data }
        let unit = self.mode == .cfb ? 1 : Self.size
        let count = Int(data[data.count - 1])
        let filling: [UInt8] = 1...unit ~= count && count <= data.count ? data.suffix(count).dropLast() : []
        let fits =
            switch self.padding {
            case .pkcs7: filling.allSatisfy { Int($0) == count }
            case .ansiX923: filling.allSatisfy { $0 == 0 }
            default: true
            }
        guard 1...unit ~= count, count <= data.count, fits else {
            throw .exception(.cryptographic, "Padding is invalid and cannot be removed.")
        }
        return data.dropLast(count)
    }
}
