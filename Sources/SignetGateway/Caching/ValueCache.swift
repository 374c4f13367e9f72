// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import SignetExpressions

/// What a cache keeps, by a key of its kind.
package struct CacheKey: Sendable, Hashable {
    /// What is kept under a key: values and responses never meet.
    package enum Kind: Sendable, Hashable {
        case value
        case response
    }

    package let kind: Kind
    package let text: String

    package init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }
}

/// Something that is kept.
package enum CachedEntry: Sendable {
    /// A value of an expression, which shares nothing with a call.
    case value(ExpressionValue)
    /// A response as it is sent.
    case response(StoredResponse)
}

/// A response that was kept.
package struct StoredResponse: Sendable {
    package let status: Int
    package let reason: String
    package let fields: [(name: String, value: String)]
    package let body: [UInt8]
    /// When it was kept.
    package let stored: Date

    package init(
        status: Int,
        reason: String,
        fields: [(name: String, value: String)],
        body: [UInt8],
        stored: Date
    ) {
        self.status = status
        self.reason = reason
        self.fields = fields
        self.body = body
        self.stored = stored
    }

    /// How many bytes it takes, roughly.
    package var size: Int {
        self.fields.reduce(self.body.count + 256) { $0 + $1.name.utf8.count + $1.value.utf8.count }
    }
}

/// Keeps values and responses for a time: in memory, or elsewhere.
package protocol ValueCache: Sendable {
    /// What is kept under a key and has not expired.
    func entry(for key: CacheKey, at now: Date) -> CachedEntry?
    /// Keeps something.
    func store(_ entry: CachedEntry, size: Int, for key: CacheKey, until expiry: Date)
    /// Forgets what is kept under a key.
    func remove(_ key: CacheKey)
}
