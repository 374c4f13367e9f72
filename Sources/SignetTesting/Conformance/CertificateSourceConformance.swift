// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCertificates
import SignetCore

/// The contract of a `CertificateSource`, for whoever brings certificates from a place of their own: a secret store, an agent,
/// a mounted volume.
///
/// ```swift
/// try await CertificateSourceConformance.check { first in
///     let store = Store(first)
///     return CertificateSourceConformance.Subject(
///         source: .provider("store") { try await store.certificate() },
///         replace: { store.put($0) },
///         spoil: { store.putGarbage() })
/// }
/// ```
public enum CertificateSourceConformance: Sendable {
    /// One sentence of the contract.
    public enum Rule: String, Sendable, CaseIterable {
        /// It gives the certificate that is there, with its key.
        case givesItsCertificate
        /// Read again, it gives what is there now.
        case readsAgain
        /// A replacement is noticed without anybody being refused.
        case noticesReplacement
        /// Content that is no certificate leaves the pair in use, and the reason is told.
        case keepsThePairInUse
        /// After such content the next good one is taken.
        case recovers
        /// Nothing usable at the start is a `CertificateError`.
        case failsWithCertificateErrors
        /// Neither the source nor an error shows the key, however it is printed.
        case hidesItsSecrets
    }

    /// A source and the hands that change what it reads.
    public struct Subject: Sendable {
        let source: CertificateSource
        let replace: @Sendable (ClientCertificate) async throws -> Void
        let spoil: (@Sendable () async throws -> Void)?

        /// Wraps a source.
        ///
        /// - Parameters:
        ///   - source: The source.
        ///   - replace: Puts another certificate where the source reads.
        ///   - spoil: Puts there what is no certificate, or makes reading fail; the rules that need it are left out without it.
        public init(
            source: CertificateSource,
            replace: @escaping @Sendable (ClientCertificate) async throws -> Void,
            spoil: (@Sendable () async throws -> Void)? = nil
        ) {
            self.source = source
            self.replace = replace
            self.spoil = spoil
        }
    }

    /// Tests an implementation.
    ///
    /// - Parameters:
    ///   - excluded: Rules that this one breaks on purpose: one that reads once cannot notice anything.
    ///   - interval: After how long the source looks for a replacement by itself.
    ///   - patience: After how long a replacement that should have been noticed counts as missed.
    ///   - makeSubject: Makes a source that begins with a certificate, anew for each rule.
    /// - Throws: ``ConformanceFailure`` with every breach.
    public static func check(
        excluding excluded: Set<Rule> = [],
        interval: Duration = .seconds(7_200),
        patience: Duration = .seconds(10),
        _ makeSubject: @Sendable (_ first: ClientCertificate) async throws -> Subject
    ) async throws {
        let clock = ManualClock(advancesOnSleep: true)
        let first = try TestCertificates.client("conformance-first", at: clock.now)
        var run = ConformanceRun("\(try await makeSubject(first).source)")
        for rule in Rule.allCases where !excluded.contains(rule) {
            let subject = try await makeSubject(first)
            let stage = SourceStage(
                subject: subject,
                first: first,
                clock: clock,
                interval: interval,
                patience: patience
            )
            try await run.check(rule.rawValue) { try await stage.check(rule) }
        }
        try run.finish()
    }
}
