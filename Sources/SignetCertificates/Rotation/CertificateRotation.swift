// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
public import SignetCore

extension ClientCertificate: RotatingPair {}

/// The certificate pair in use, which follows its source.
///
/// ``current()`` looks at a file's state at most once in an interval and reads it when it has changed, after symbolic
/// links, as Kubernetes and certbot exchange them. Content that is half written, broken, expired or of another password leaves
/// the pair in use as it is; ``lastFailure`` and ``events`` say why. Nothing runs in the background but the call of a provider
/// whose interval is over, unless ``run(every:)`` is called.
public final class CertificateRotation: Sendable {
    private let engine: RotationEngine<ClientCertificate>
    private let first: ClientCertificate

    /// Reads the source, waiting where it must, and checks the dates of its certificate.
    ///
    /// - Parameters:
    ///   - source: What to follow.
    ///   - clock: Where the time comes from.
    ///   - checkInterval: How long one look at a file's state serves.
    /// - Throws: ``CertificateError``: what reading throws, `expired`, `notYetValid`; `CancellationError`.
    public init(
        source: CertificateSource,
        clock: any TimeSource = .system,
        checkInterval: Duration = .seconds(1)
    ) async throws {
        self.engine = try RotationEngine(
            source: source,
            clock: clock,
            checkInterval: checkInterval
        ) { material throws(CertificateError) in
            try material.pair()
        }
        self.first = try await self.engine.pair()
    }

    /// The pair to use now.
    ///
    /// Cheap: usually a comparison of times, once in an interval a `stat`, and after a change the reading of the file by the one
    /// caller who finds it; others get the pair in use meanwhile.
    public func current() -> ClientCertificate { self.engine.current() ?? self.first }

    /// The pair that was in use before the last change, for verifying what it signed until it ends.
    public var previous: ClientCertificate? { self.engine.previous }

    /// Why the present content of the source is not in use; `nil` while it is.
    public var lastFailure: CertificateError? { self.engine.lastFailure }

    /// Counts the changes of the pair, beginning with 1: a key for what was made with it.
    public var version: Int { self.engine.version }

    /// What happens from now on, for one listener; any number may listen.
    ///
    /// A listener that does not keep up loses the oldest of more than 32 events. The sequence ends with the rotation.
    public var events: some AsyncSequence<CertificateEvent, Never> & Sendable { self.engine.events() }

    /// Takes another pair into use at once; the source is followed on from its next change.
    ///
    /// - Throws: `expired` or `notYetValid`; the pair in use stays then.
    public func rotate(to certificate: ClientCertificate) throws(CertificateError) {
        try self.engine.rotate(to: certificate)
    }

    /// Reads the source at once, whenever it was last looked at.
    ///
    /// - Throws: ``CertificateError`` where a provider failed; `CancellationError`.
    public func reload() async throws {
        try await self.engine.reload()
    }

    /// Looks at the source again and again, so that it is followed without anybody asking, until the task is cancelled.
    ///
    /// - Parameter interval: The pause between looks at a file, give or take a tenth; a provider has its own.
    public func run(every interval: Duration = .seconds(10)) async {
        await self.engine.follow(every: interval)
    }
}
