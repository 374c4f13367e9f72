// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The claims that mean something to the real service only; clients that read them must ignore them.
///
/// They have the real ones' form and nothing else: random bytes, except that `rh` names tenant and resource.
enum OpaqueClaims {
    /// The identifier of a token (`uti`): 16 random bytes.
    static func tokenIdentifier() -> String { Base64URL.encode(random(16)) }

    /// The service's note to itself (`aio`).
    static func internalState() -> String { "k2" + Base64.encode(random(33)).dropLast(2) + "AA=" }

    /// The service's note about the next token (`rh`).
    static func routingHint(tenant: String, resource: String) -> String {
        let bytes = [tenant, resource].flatMap { Hexadecimal.decode($0.filter { $0 != "-" }) ?? [] }
        return "1.A" + Base64URL.encode(bytes) + "AAA."
    }

    private static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 7)
        while bytes.count < count {
            let word = generator.next()
            for shift in stride(from: 0, to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return Array(bytes.prefix(count))
    }
}
