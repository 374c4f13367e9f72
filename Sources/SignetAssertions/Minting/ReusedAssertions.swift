// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
import SignetCore

/// The assertions that a remote signer signed, by client and audience, for as long as they are worth sending.
///
/// The audience is the token endpoint of a tenant, so tenants never share one; the owner holds one set for each certificate.
package struct ReusedAssertions {
    package struct Key: Hashable, Sendable {
        let clientID: String
        let audience: String

        package init(clientID: String, audience: String) {
            self.clientID = clientID
            self.audience = audience
        }
    }

    private struct Entry {
        let assertion: ClientAssertion
        let from: Int64
        let until: Int64
    }

    /// How long before its expiry an assertion is no longer sent, in seconds: it has to arrive and be looked at.
    static let margin: Int64 = 60
    /// An application of more tenants than this has its assertions signed anew now and then.
    package static let capacity = 1_000

    private var entries: [Key: Entry] = [:]

    /// Keeps nothing yet.
    package init() {}

    /// The number of assertions that are kept.
    package var count: Int { self.entries.count }

    /// The assertion to send; a clock that was set back makes it unusable too.
    package func find(_ key: Key, at now: Date) -> ClientAssertion? {
        let now = Self.seconds(now)
        guard let entry = self.entries[key], now >= entry.from, now < entry.until else { return nil }
        return entry.assertion
    }

    /// Keeps an assertion.
    package mutating func insert(_ assertion: ClientAssertion, for key: Key, mintedAt now: Date, expiry: Int64) {
        let now = Self.seconds(now)
        if self.entries[key] == nil, self.entries.count >= Self.capacity {
            self.entries = self.entries.filter { now < $0.value.until }
            if self.entries.count >= Self.capacity,
                let oldest = self.entries.min(by: { $0.value.until < $1.value.until })
            {
                self.entries[oldest.key] = nil
            }
        }
        self.entries[key] = Entry(assertion: assertion, from: now, until: expiry - Self.margin)
    }

    /// Forgets the assertion of a key.
    package mutating func remove(_ key: Key) {
        self.entries[key] = nil
    }

    private static func seconds(_ date: Date) -> Int64 {
        Int64(nearest: min(max(date.timeIntervalSince1970, 0), 253_402_300_799))
    }
}
