// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import SignetCore

/// A product: APIs that are subscribed to together.
package final class Product: Sendable {
    /// The name of its folder in lower case, behind its workspace where it has one.
    package let id: String
    /// The name of its folder.
    let folder: String
    /// `displayName`.
    package let name: String
    /// Whether `state` is `published`.
    package let isPublished: Bool
    /// Whether a call needs a subscription key.
    package let subscriptionRequired: Bool
    /// `approvalRequired`.
    package let approvalRequired: Bool
    /// `subscriptionsLimit`.
    package let subscriptionsLimit: Int?
    /// The IDs of its APIs, in lower case.
    package let apis: Set<String>

    init(
        folder: String,
        space: ConfigurationSpace = .service,
        name: String,
        isPublished: Bool,
        subscriptionRequired: Bool,
        approvalRequired: Bool = false,
        subscriptionsLimit: Int? = nil,
        apis: Set<String>
    ) {
        self.id = space.key(folder)
        self.folder = folder
        self.approvalRequired = approvalRequired
        self.subscriptionsLimit = subscriptionsLimit
        self.name = name
        self.isPublished = isPublished
        self.subscriptionRequired = subscriptionRequired
        self.apis = apis
    }
}

/// A subscription with its two keys.
package final class Subscription: Sendable {
    /// What a subscription opens; IDs in lower case.
    package enum Scope: Sendable, Hashable {
        case all
        case workspace(String)
        case product(String)
        case api(String)
    }

    /// The name of its folder.
    package let id: String
    /// `displayName`.
    package let name: String
    /// What it opens.
    package let scope: Scope
    /// Whether `state` is `active`.
    package let isActive: Bool
    /// When it begins to open anything.
    package let startDate: Date?
    /// When it ceases to.
    package let endDate: Date?
    /// Whether its calls may ask for a trace.
    package let allowsTracing: Bool
    /// The first key.
    package let primaryKey: SecretBytes?
    /// The second key.
    package let secondaryKey: SecretBytes?

    init(
        id: String,
        name: String,
        scope: Scope,
        isActive: Bool,
        startDate: Date? = nil,
        endDate: Date? = nil,
        allowsTracing: Bool = false,
        primaryKey: SecretBytes?,
        secondaryKey: SecretBytes?
    ) {
        self.id = id
        self.name = name
        self.scope = scope
        self.isActive = isActive
        self.startDate = startDate
        self.endDate = endDate
        self.allowsTracing = allowsTracing
        self.primaryKey = primaryKey
        self.secondaryKey = secondaryKey
    }

    /// Whether it opens anything at a moment: neither suspended, cancelled, rejected nor submitted only, and in its time.
    package func isActive(at now: Date) -> Bool {
        self.isActive && (self.startDate ?? now) <= now && now < (self.endDate ?? .distantFuture)
    }
}

/// Finds the subscription of a key.
package struct SubscriptionTable: Sendable {
    /// A key as it is looked up: the seed of the hash is the process's own, so nothing can be learnt from the time.
    private struct Key: Hashable, Sendable {
        let secret: SecretBytes

        func hash(into hasher: inout Hasher) {
            self.secret.withExposedBytes { hasher.combine($0) }
        }
    }

    private var subscriptions: [Key: Subscription] = [:]

    package init() {}

    /// All of them.
    package var all: [Subscription] {
        var seen: Set<String> = []
        return self.subscriptions.values.filter { seen.insert($0.id).inserted }.sorted { $0.id < $1.id }
    }

    /// Whether there is none.
    package var isEmpty: Bool { self.subscriptions.isEmpty }

    /// Adds the keys of a subscription.
    ///
    /// - Returns: Whether no other subscription has one of them.
    package mutating func insert(_ subscription: Subscription) -> Bool {
        var isNew = true
        for key in [subscription.primaryKey, subscription.secondaryKey] {
            guard let key, !key.isEmpty else { continue }
            isNew = self.subscriptions.updateValue(subscription, forKey: Key(secret: key)) == nil && isNew
        }
        return isNew
    }

    /// The subscription that the bytes are a key of.
    package subscript(key: some Collection<UInt8>) -> Subscription? {
        self.subscriptions[Key(secret: SecretBytes(key))]
    }
}
