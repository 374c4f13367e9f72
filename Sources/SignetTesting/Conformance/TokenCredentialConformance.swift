// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore
public import SignetCredentials

/// The contract of `TokenCredential`, for whoever writes one.
///
/// ```swift
/// @Test func keepsItsContract() async throws {
///     try await TokenCredentialConformance.check { service, clock in
///         MyCredential(transport: service, clock: clock)
///     }
/// }
/// ```
public enum TokenCredentialConformance: Sendable {
    /// One sentence of the contract.
    public enum Rule: String, Sendable, CaseIterable {
        /// A token has a text and a type, and has not expired.
        case givesLivingTokens
        /// The same request again is served from memory.
        case servesFromMemory
        /// Another scope, or other claims, is another token.
        case keepsRequestsApart
        /// Fifty callers at once cost no more requests than one.
        case sharesOneFetch
        /// A token is never served after its end.
        case servesNothingExpired
        /// A request without a scope is a `CredentialError`, and nobody is asked.
        case refusesNoScope
        /// A caller that is cancelled ends at once, with `CancellationError`.
        case endsWithItsCaller
        /// A caller that is cancelled takes no other one along.
        case isolatesCancellation
        /// Closing ends a call that waits for the service, with an error.
        case endsWhenClosed
        /// A refusal is a `CredentialError` that says something.
        case failsWithCredentialErrors
        /// A refusal is not remembered against a service that has recovered.
        case recovers
        /// Neither the credential nor an error shows a token, however it is printed.
        case hidesItsSecrets
    }

    /// Makes the credential to be tested: over the suite's service and clock.
    public typealias Maker =
        @Sendable (
            _ service: ConformanceService, _ clock: any TimeSource
        ) async throws -> any TokenCredential

    /// Tests an implementation.
    ///
    /// - Parameters:
    ///   - excluded: Rules that this one breaks on purpose.
    ///   - patience: After how long a call that should have ended counts as forgotten.
    ///   - makeCredential: Makes a new credential for each rule.
    /// - Throws: ``ConformanceFailure`` with every breach.
    public static func check(
        excluding excluded: Set<Rule> = [],
        patience: Duration = .seconds(10),
        _ makeCredential: Maker
    ) async throws {
        let probe = ConformanceSubject(patience: patience)
        let name = "\(type(of: try await makeCredential(probe.service, probe.clock)))"
        var run = ConformanceRun(name)
        for rule in Rule.allCases where !excluded.contains(rule) {
            let subject = ConformanceSubject(patience: patience)
            let credential = try await makeCredential(subject.service, subject.clock)
            try await run.check(rule.rawValue) { try await subject.check(rule, credential) }
        }
        try run.finish()
    }
}
