// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import SignetCertificates

/// Reads the records that a server has sent, those of TLS 1.3 with the secret of the handshake.
struct HandshakeTranscript {
    private var messages = HandshakeMessages()
    private let secret: () -> [UInt8]?
    private var keys: RecordKeys?

    /// - Parameter secret: The server's handshake secret of TLS 1.3, asked for once it is needed.
    init(secret: @escaping () -> [UInt8]?) {
        self.secret = secret
    }

    /// What the records tell.
    mutating func read(_ received: [UInt8]) -> HandshakeReport {
        var reader = ByteReader(received[...])
        while let header = reader.take(5), let type = header.first {
            let length = Int(header[header.startIndex + 3]) << 8 | Int(header[header.startIndex + 4])
            guard let record = reader.take(length) else { break }
            switch type {
            case 20: continue
            case 22:
                guard self.messages.take(record) else { return self.messages.report }
            case 23:
                guard let plain = open(record, header: header), let kind = plain.last, kind == 22,
                    self.messages.take(plain.dropLast())
                else { return self.messages.report }
            default: return self.messages.report
            }
        }
        return self.messages.report
    }

    /// The content of a protected record, with its type at the end.
    private mutating func open(_ record: ArraySlice<UInt8>, header: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard self.messages.isTLS13 else { return nil }
        if self.keys == nil {
            guard let suite = self.messages.suite, let secret = self.secret() else { return nil }
            self.keys = RecordKeys(suite: suite, secret: secret)
        }
        guard var plain = self.keys?.open(record, header: header) else { return nil }
        while plain.last == 0 { plain.removeLast() }
        return plain
    }
}

/// The key and nonce that protect the records of one side of a handshake (RFC 8446 §5.2, §7.3).
private struct RecordKeys {
    private let suite: Int
    private let key: SymmetricKey
    private let iv: [UInt8]
    private var sequence: UInt64 = 0

    init?(suite: Int, secret: [UInt8]) {
        let length: Int
        switch suite {
        case 0x1301: length = 16
        case 0x1302, 0x1303: length = 32
        default: return nil
        }
        self.suite = suite
        self.key = SymmetricKey(data: Self.expand(suite, secret, "key", length))
        self.iv = Self.expand(suite, secret, "iv", 12)
    }

    private static func expand(_ suite: Int, _ secret: [UInt8], _ label: String, _ length: Int) -> [UInt8] {
        let name = Array("tls13 \(label)".utf8)
        let info = [0, UInt8(length), UInt8(name.count)] + name + [0]
        let secret = SymmetricKey(data: secret)
        let key =
            suite == 0x1302
            ? HKDF<SHA384>.expand(pseudoRandomKey: secret, info: info, outputByteCount: length)
            : HKDF<SHA256>.expand(pseudoRandomKey: secret, info: info, outputByteCount: length)
        return unsafe key.withUnsafeBytes { unsafe Array($0) }
    }

    mutating func open(_ record: ArraySlice<UInt8>, header: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard record.count > 16 else { return nil }
        var nonce = self.iv
        for index in 0..<8 { nonce[11 - index] ^= UInt8(truncatingIfNeeded: self.sequence >> (8 * UInt64(index))) }
        self.sequence &+= 1
        let (text, tag) = (record.dropLast(16), record.suffix(16))
        if self.suite == 0x1303 {
            guard let nonce = try? ChaChaPoly.Nonce(data: nonce),
                let box = try? ChaChaPoly.SealedBox(nonce: nonce, ciphertext: text, tag: tag),
                let plain = try? ChaChaPoly.open(box, using: self.key, authenticating: header)
            else { return nil }
            return Array(plain)[...]
        }
        guard let nonce = try? AES.GCM.Nonce(data: nonce),
            let box = try? AES.GCM.SealedBox(nonce: nonce, ciphertext: text, tag: tag),
            let plain = try? AES.GCM.open(box, using: self.key, authenticating: header)
        else { return nil }
        return Array(plain)[...]
    }
}
