// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

/// The secrets of handshakes under way, by which the gateway reads its own handshakes again to explain them.
///
/// Only those that protect a handshake are kept, in memory and until it has ended; what protects data is let go at once.
final class KeyLogSink: Sendable {
    private struct State {
        var secrets: [String: [UInt8]] = [:]
        var order: [String] = []
    }

    /// More handshakes than can be under way.
    private static let capacity = 2_048
    private static let label = "SERVER_HANDSHAKE_TRAFFIC_SECRET "

    private let state = Mutex(State())

    /// Takes a line in the form of `SSLKEYLOGFILE`.
    func take(_ line: ByteBuffer) {
        let text = String(buffer: line)
        guard text.hasPrefix(Self.label) else { return }
        let parts = text.dropFirst(Self.label.utf8.count).split { $0 == " " || $0 == "\n" }
        guard parts.count == 2, let secret = Self.bytes(parts[1]) else { return }
        let random = parts[0].lowercased()
        self.state.withLock { state in
            state.secrets[random] = secret
            state.order.append(random)
            if state.order.count > Self.capacity { state.secrets[state.order.removeFirst()] = nil }
        }
    }

    /// The secret of a handshake, which is forgotten with it.
    func secret(clientRandom: [UInt8]) -> [UInt8]? {
        let random = clientRandom.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return self.state.withLock { state in
            guard let secret = state.secrets.removeValue(forKey: random) else { return nil }
            state.order.removeAll { $0 == random }
            return secret
        }
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }
}
