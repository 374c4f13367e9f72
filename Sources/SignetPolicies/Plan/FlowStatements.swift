// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Runs policies again until they succeed: `retry`.
public struct Retry: Sendable {
    /// Whether to run them again.
    public let condition: PolicySetting<Bool>
    /// How often at most, the first time not counted.
    public let count: PolicySetting<Int>
    /// How long to wait, in seconds.
    public let interval: PolicySetting<Double>
    /// How long to wait at most, in seconds.
    public let maximumInterval: PolicySetting<Double>?
    /// By how much the waiting grows, in seconds.
    public let delta: PolicySetting<Double>?
    /// Whether the first repetition comes at once.
    public let isFirstFast: PolicySetting<Bool>
    /// The policies.
    public let steps: [PolicyStep]
}

/// Keeps calls out of policies that too many are in: `limit-concurrency`.
public struct LimitConcurrency: Sendable {
    /// What is counted for.
    public let key: PolicyValue
    /// How many calls at most.
    public let maximumCount: PolicySetting<Int>
    /// The policies.
    public let steps: [PolicyStep]
}

/// Runs policies at the same time: `wait`.
public struct Wait: Sendable {
    /// Whether the first that is done will do.
    public let isAny: Bool
    /// The policies: requests, look-ups in the cache, choices between them.
    public let steps: [PolicyStep]
}

/// Replaces text in the body: `find-and-replace`.
public struct FindAndReplace: Sendable {
    /// What is looked for.
    public let from: PolicyValue
    /// What takes its place.
    public let to: PolicyValue
}

/// Answers with an example of the specification: `mock-response`.
public struct MockResponse: Sendable {
    /// The status.
    public let statusCode: PolicySetting<Int>
    /// The content type; the first that is described, where none is given.
    public let contentType: PolicyValue?
}

/// Says something to whoever watches: `trace`.
public struct TraceStatement: Sendable {
    /// How important it is.
    public enum Severity: String, Sendable, CaseIterable {
        /// For looking closely.
        case verbose
        /// As usual.
        case information
        /// Something went wrong.
        case error
    }

    /// Who says it.
    public let source: PolicyValue
    /// How important it is.
    public let severity: Severity
    /// What is said.
    public let message: PolicyValue
    /// More, by name.
    public let metadata: [(name: String, value: PolicyValue)]
}
