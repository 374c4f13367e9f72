// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What a counter counts for.
public enum CounterKey: Sendable {
    /// Each subscription.
    case subscription
    /// Each value.
    case value(PolicyValue)
}

/// A limit of its own for one API or operation of a product.
public struct LimitPart: Sendable {
    /// The name of the API or operation.
    public let name: String?
    /// The ID of the API or operation.
    public let id: String?
    /// How many calls.
    public let calls: Int?
    /// How many kilobytes.
    public let bandwidth: Int?
    /// Within how many seconds.
    public let period: Int
    /// Limits of operations of the API.
    public let operations: [LimitPart]
}

/// Limits how fast calls come: `rate-limit`, `rate-limit-by-key`.
public struct RateLimit: Sendable {
    /// Where a number is written.
    public struct Output: Sendable {
        /// The response header.
        public let header: String?
        /// The context variable.
        public let variable: String?
    }

    /// What is counted for.
    public let key: CounterKey
    /// How many calls.
    public let calls: PolicySetting<Int>
    /// Within how many seconds.
    public let period: PolicySetting<Int>
    /// Whether the call counts; may look at the response.
    public let incrementCondition: PolicySetting<Bool>?
    /// How much the call counts; may look at the response.
    public let incrementCount: PolicySetting<Int>?
    /// After how many seconds another call may come.
    public let retryAfter: Output
    /// How many calls are left.
    public let remainingCalls: Output
    /// How many calls there are.
    public let totalCallsHeader: String?
    /// Limits of APIs and operations.
    public let parts: [LimitPart]
}

/// Limits how much is called: `quota`, `quota-by-key`.
public struct Quota: Sendable {
    /// What is counted for.
    public let key: CounterKey
    /// How many calls.
    public let calls: PolicySetting<Int>?
    /// How many kilobytes.
    public let bandwidth: PolicySetting<Int>?
    /// Within how many seconds; 0 for ever.
    public let period: PolicySetting<Int>
    /// When the first period began.
    public let firstPeriodStart: PolicyValue?
    /// Whether the call counts; may look at the response.
    public let incrementCondition: PolicySetting<Bool>?
    /// How much the call counts; may look at the response.
    public let incrementCount: PolicySetting<Int>?
    /// Limits of APIs and operations.
    public let parts: [LimitPart]
}
