// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// The claims that mean something to the real service only; clients that read them must ignore them.
///
/// They have the real ones' form and nothing else: random bytes, except that `rh` names tenant and resource.
enum OpaqueClaims {
    /// Random bytes for the claims of one token, drawn with one call of the kernel.
    struct Randomness: Sendable {
        fileprivate let state: [UInt8]
        fileprivate let identifier: ArraySlice<UInt8>

        init() {
            let bytes = RandomBytes.draw(43)
            self.state = Array(bytes[..<33])
            self.identifier = bytes[33...]
        }
    }

    /// The identifier of a token (`uti`): the millisecond of its making in six bytes, and ten random ones.
    static func tokenIdentifier(at now: Date, _ randomness: Randomness = Randomness()) -> String {
        let milliseconds = Int(nearest: max(0, min(now.timeIntervalSince1970, 2e11)) * 1_000)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        for shift in stride(from: 40, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: milliseconds >> shift))
        }
        bytes += randomness.identifier
        return Base64URL.encode(bytes)
    }

    /// When a token of this platform was made, to the millisecond; `iat` knows the second only, and a revocation in the
    /// same second would not be seen.
    static func time(ofTokenIdentifier text: String) -> Date? {
        guard let bytes = Base64URL.decode(Array(text.utf8)), bytes.count == 16 else { return nil }
        let milliseconds = bytes.prefix(6).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
    }

    /// The service's note to itself (`aio`).
    static func internalState(_ randomness: Randomness = Randomness()) -> String {
        var text = Array("k2".utf8)
        text.append(utf8: Base64.encode(randomness.state))
        text.removeLast(2)
        text.append(utf8: "AA=")
        return String(decoding: text, as: UTF8.self)
    }

    /// The service's note about the next token (`rh`).
    static func routingHint(tenant: String, resource: String) -> String {
        let bytes = (GUID.bytes(tenant) ?? []) + (GUID.bytes(resource) ?? [])
        return "1.A" + Base64URL.encode(bytes) + "AAA."
    }
}
