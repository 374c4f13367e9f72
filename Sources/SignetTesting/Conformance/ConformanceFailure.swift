// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What an implementation does against the contract of its protocol: every breach that was found, not the first alone.
///
/// An error of its own, so that the suites run in Swift Testing, in XCTest and in a program alike.
public struct ConformanceFailure: Error, Sendable, CustomStringConvertible {
    /// One breach.
    public struct Violation: Sendable, Equatable {
        /// The rule's name.
        public let rule: String
        /// What was seen, and what the rule demands.
        public let explanation: String
    }

    /// What was tested.
    public let subject: String
    /// The breaches, in the order of the rules.
    public let violations: [Violation]

    /// A line for each breach.
    public var description: String {
        let lines = self.violations.map { "\n  \($0.rule): \($0.explanation)" }.joined()
        return "\(self.subject) breaks \(self.violations.count) rules of its contract:\(lines)"
    }
}

/// A breach on its way to the list.
struct Breach: Error {
    let explanation: String

    init(_ explanation: String) {
        self.explanation = explanation
    }
}

/// Runs rules one after the other and collects what breaks.
struct ConformanceRun {
    let subject: String
    private var violations: [ConformanceFailure.Violation] = []

    init(_ subject: String) {
        self.subject = subject
    }

    mutating func check(_ rule: String, _ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let breach as Breach {
            self.violations.append(ConformanceFailure.Violation(rule: rule, explanation: breach.explanation))
        } catch {
            if Task.isCancelled { throw error }
            let explanation = "an error came where none may: \(type(of: error)): \(error)"
            self.violations.append(ConformanceFailure.Violation(rule: rule, explanation: explanation))
        }
    }

    func finish() throws(ConformanceFailure) {
        guard self.violations.isEmpty else {
            throw ConformanceFailure(subject: self.subject, violations: self.violations)
        }
    }
}
