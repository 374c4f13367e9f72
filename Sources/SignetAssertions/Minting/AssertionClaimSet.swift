// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// The claims of one client assertion.
///
/// They are written straight into bytes: an encoder would cost as much as everything else beside the signature.
struct AssertionClaimSet {
    /// The claims as JSON.
    let bytes: [UInt8]
    /// The last second at which the assertion is valid, since 1970.
    let expiry: Int64

    /// States who speaks to whom, from when and for how long, under a fresh identifier.
    init(clientID: String, audience: String, now: Date, lifetime: Duration) {
        // Within the years that have four digits, so that neither the conversion nor the sum can overflow.
        let seconds = Int64(nearest: min(max(now.timeIntervalSince1970, 0), 253_402_300_799))
        let expiry = seconds + min(max(lifetime.components.seconds, 1), 253_402_300_799)
        var text: [UInt8] = []
        text.reserveCapacity(2 * clientID.utf8.count + audience.utf8.count + 160)
        text.append(contentsOf: "{\"aud\":".utf8)
        Self.appendQuoted(audience, to: &text)
        text.append(contentsOf: ",\"iss\":".utf8)
        Self.appendQuoted(clientID, to: &text)
        text.append(contentsOf: ",\"sub\":".utf8)
        Self.appendQuoted(clientID, to: &text)
        text.append(contentsOf: ",\"jti\":\"".utf8)
        text.append(contentsOf: GUID.random().utf8)
        let times = "\",\"nbf\":\(seconds),\"iat\":\(seconds),\"exp\":\(expiry)}"
        text.append(contentsOf: times.utf8)
        self.bytes = text
        self.expiry = expiry
    }

    private static func appendQuoted(_ value: String, to text: inout [UInt8]) {
        let isPlain = value.utf8.allSatisfy { byte in
            byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
        }
        guard isPlain else {
            text.append(contentsOf: JSONValue.string(value).serialized)
            return
        }
        text.append(UInt8(ascii: "\""))
        text.append(contentsOf: value.utf8)
        text.append(UInt8(ascii: "\""))
    }
}
