// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Reads a value: `cache-lookup-value`.
public struct CacheLookupValue: Sendable {
    /// The key.
    public let key: PolicyValue
    /// What the variable holds when nothing is stored; without it the variable is not set.
    public let defaultValue: PolicyValue?
    /// The context variable.
    public let variableName: String
}

/// Stores a value: `cache-store-value`.
public struct CacheStoreValue: Sendable {
    /// The key.
    public let key: PolicyValue
    /// The value.
    public let value: PolicyValue
    /// How long it is kept, in seconds.
    public let duration: PolicySetting<Int>
}

/// Answers from stored responses: `cache-lookup`.
public struct CacheLookup: Sendable {
    /// What callers and what lies between are told of the response.
    public enum DownstreamCaching: String, Sendable, CaseIterable {
        /// They must not keep it.
        case none
        /// The caller alone may keep it.
        case `private`
        /// Everybody may keep it.
        case `public`
    }

    /// Whether each subscription has responses of its own.
    public let variesByDeveloper: PolicySetting<Bool>
    /// Whether each set of groups has responses of its own.
    public let variesByDeveloperGroups: PolicySetting<Bool>
    /// Whether requests with an `Authorization` header take part.
    public let allowsPrivateResponses: PolicySetting<Bool>
    /// What is said about caching by others.
    public let downstreamCaching: PolicySetting<DownstreamCaching>
    /// Whether a response that is too old must be asked for again.
    public let mustRevalidate: PolicySetting<Bool>
    /// The headers that tell responses apart.
    public let headers: [PolicyValue]
    /// The query parameters that tell responses apart; all, where none is named.
    public let parameters: [PolicyValue]
}

/// Stores the response: `cache-store`.
public struct CacheStore: Sendable {
    /// How long it is kept, in seconds.
    public let duration: PolicySetting<Int>
    /// Whether it is stored; without it, when its status is 200.
    public let storesResponse: PolicySetting<Bool>?
}
