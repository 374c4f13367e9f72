// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import SignetCore

/// Follows a source: which pair is in use, read anew when it is replaced, whatever kind of source it is.
package final class RotationEngine<Pair: RotatingPair>: Sendable {
    private let core: RotationCore<Pair>
    private let checkInterval: Double
    private let readings = SingleFlight<Reading, Void>()

    /// There is one thing to read.
    private enum Reading { case source }

    /// Reads the source, unless it has to be waited for, and checks the dates of the certificate.
    ///
    /// - Parameters:
    ///   - source: What to follow.
    ///   - clock: Where the time comes from.
    ///   - checkInterval: How long one look at files serves.
    ///   - make: Makes the pair of what the source gives; what it throws makes the content unusable.
    /// - Throws: ``CertificateError``: what reading and `make` throw, `expired`, `notYetValid`.
    package init(
        source: CertificateSource,
        clock: any TimeSource,
        checkInterval: Duration,
        make: @escaping @Sendable (CertificateMaterial) throws(CertificateError) -> Pair
    ) throws(CertificateError) {
        self.core = RotationCore(source: source, clock: clock, make: make)
        self.checkInterval = checkInterval.inSeconds
        guard source.interval == nil else { return }
        self.core.check(isForced: true)
        _ = self.core.isCheckDue(interval: self.checkInterval)
        self.core.finishUnchanged()
        guard self.core.current == nil, let failure = self.core.lastFailure else { return }
        // Reading names the file itself; the dates know of none.
        let isAboutDates = failure.code == .expired || failure.code == .notYetValid
        throw isAboutDates ? source.path.map { failure.inFile($0) } ?? failure : failure
    }

    /// The pair that was in use before the last change.
    package var previous: Pair? { self.core.previous }
    /// When the pair in use took the place of another; nothing for the first one.
    package var rotatedAt: Date? { self.core.rotatedAt }
    /// The pair in use, without a look at the source.
    package var last: Pair? { self.core.current }
    /// Why the present content of the source is not in use.
    package var lastFailure: CertificateError? { self.core.lastFailure }
    /// Counts the changes of the pair, the first one being the first.
    package var version: Int { self.core.version }
    /// The clock.
    package var clock: any TimeSource { self.core.clock }
    /// What is followed.
    package var source: CertificateSource { self.core.source }
    /// A stream of what happens from now on.
    package func events() -> AsyncStream<CertificateEvent> { self.core.events.listen() }

    /// The pair in use; where a look at the source is due, files are looked at now and providers asked in the background.
    package func current() -> Pair? {
        if let interval = self.source.interval {
            if self.core.current != nil, self.core.isCheckDue(interval: interval.inSeconds) {
                self.core.finishUnchanged()
                self.readings.begin(.source, reading(interval))
            }
        } else if !self.source.paths.isEmpty, self.core.isCheckDue(interval: self.checkInterval) {
            self.core.check()
        }
        return self.core.current
    }

    /// A pair that may be used now; waited for, where the source has not given one yet.
    ///
    /// Where the pair in use has ended and the one before has not, it is that one.
    ///
    /// - Throws: ``CertificateError``: why there is none; `CancellationError`.
    package func pair() async throws -> Pair {
        if let pair = usable(current()) { return pair }
        var failure: CertificateError?
        if self.source.interval != nil {
            do {
                try await reload()
            } catch let error as CertificateError {
                failure = error
            }
        }
        if let pair = usable(self.core.current) ?? usable(self.core.previous) { return pair }
        guard let ended = self.core.current else {
            throw failure ?? self.core.lastFailure ?? Self.nothing(self.source)
        }
        let reason = self.core.lastFailure.map { ". The source's present content is not in use: \($0.message)" } ?? ""
        do {
            try ended.publicCertificate.validate(at: self.clock.now)
            return ended
        } catch {
            throw CertificateError(error.code, error.message + reason, cause: error)
        }
    }

    /// Reads the source at once, whenever it was last read, because something says that it has changed.
    ///
    /// - Throws: ``CertificateError`` where a source that had to be waited for was not read; `CancellationError`.
    package func reload() async throws {
        guard let interval = self.source.interval else {
            if !self.source.paths.isEmpty { self.core.check() }
            return
        }
        try await self.readings.value(for: .source, reading(interval))
    }

    /// Takes another pair into use at once; the source is followed on from its next change.
    ///
    /// - Throws: `expired` or `notYetValid`; the pair in use stays then.
    package func rotate(to pair: Pair) throws(CertificateError) {
        try self.core.adopt(pair)
    }

    /// Looks at the source again and again until the task is cancelled.
    ///
    /// - Parameters:
    ///   - interval: The pause between looks at files; providers have their own.
    ///   - afterEachLook: Is called after every look, and once at the beginning.
    package func follow(every interval: Duration, afterEachLook: @Sendable () -> Void = {}) async {
        let pause = self.source.interval ?? interval
        while !Task.isCancelled {
            // What went wrong is told as an event, and the next look may mend it.
            try? await reload()
            self.core.finishUnchanged()
            afterEachLook()
            let isFailing = self.source.interval != nil && self.lastFailure != nil
            let next = isFailing ? min(pause, .seconds(30)) : pause
            do {
                // A fleet that was started together is not to ask together.
                try await self.clock.sleep(for: next * Double.random(in: 0.9...1.1))
            } catch {
                return
            }
        }
    }

    private func usable(_ pair: Pair?) -> Pair? {
        guard let pair, (try? pair.publicCertificate.validate(at: self.clock.now)) != nil else { return nil }
        return pair
    }

    private func reading(_ interval: Duration) -> SingleFlight<Reading, Void>.Operation {
        { [core] in try await core.read(interval: interval.inSeconds * Double.random(in: 0.9...1.1)) }
    }

    private static func nothing(_ source: CertificateSource) -> CertificateError {
        CertificateError(.sourceUnavailable, "\(source) gave no certificate")
    }
}

extension Duration {
    fileprivate var inSeconds: Double {
        Double(self.components.seconds) + Double(self.components.attoseconds) * 1e-18
    }
}
