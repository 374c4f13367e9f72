// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// What is exchanged by a rotation: a certificate together with whatever uses it.
package protocol RotatingPair: Sendable {
    /// The certificate.
    var publicCertificate: PublicCertificate { get }
}

/// What came of a look at the source.
enum RotationChange<Pair: RotatingPair> {
    /// Another pair is in use.
    case adopted(Pair, before: Pair?)
    /// There is a reason, another one than before, why the present content is not in use.
    case failed(CertificateError)
}

/// Which pair is in use, and when the source is looked at again: decisions only, no file, no clock, no waiting.
struct RotationState<Pair: RotatingPair>: Sendable {
    /// The pair in use; nothing until a source that has to be waited for was read.
    private(set) var current: Pair?
    /// The pair that was in use before; it stays valid until its own end.
    private(set) var previous: Pair?
    /// Why the source's present content is not in use.
    private(set) var lastFailure: CertificateError?
    /// When the pair in use took the place of another.
    private(set) var rotatedAt: Date?
    /// Counts the changes of the pair.
    private(set) var version = 0
    /// The state of the files that was last dealt with, for good or bad.
    private var seen: [FileIdentity?] = []
    /// How often a file that could not be read is read again though it looks unchanged: a writer may be at work within
    /// one tick of the file system's clock.
    private var attemptsLeft = 0
    /// A pair whose time has not come.
    private var pending: Pair?
    private var nextCheck: Date
    private var lastCheck: Date
    private var isChecking = false

    static var attempts: Int { 3 }

    init(at now: Date) {
        self.lastCheck = now
        self.nextCheck = now
    }

    /// Whether the caller shall look at the source now; at most one caller in an interval is told so.
    mutating func shouldCheck(at now: Date, interval: Double) -> Bool {
        // A clock that was set back must not put the next look off for years.
        guard !self.isChecking, now >= self.nextCheck || now < self.lastCheck else { return false }
        self.isChecking = true
        postpone(at: now, by: interval)
        return true
    }

    /// Puts the next look off, at most until the time of a pair comes that was read too early.
    mutating func postpone(at now: Date, by interval: Double) {
        let wait = self.pending.map { max($0.publicCertificate.notBefore.timeIntervalSince(now), 1) } ?? interval
        self.lastCheck = now
        self.nextCheck = now.addingTimeInterval(min(wait, interval))
    }

    /// Whether files in this state must be read.
    func shouldRead(_ files: [FileIdentity?]) -> Bool {
        files != self.seen || self.attemptsLeft > 0
    }

    /// Ends a look that found nothing new.
    mutating func finishUnchanged(at now: Date) -> RotationChange<Pair>? {
        self.isChecking = false
        guard let pending = self.pending, now >= pending.publicCertificate.notBefore else { return nil }
        self.pending = nil
        return adopt(pending, at: now)
    }

    /// Ends a look that read the source.
    ///
    /// - Parameters:
    ///   - result: What was read.
    ///   - files: The state of the files as it was before the reading.
    ///   - now: The time.
    /// - Returns: What changed.
    mutating func finish(
        _ result: Result<Pair, CertificateError>,
        files: [FileIdentity?] = [],
        at now: Date
    ) -> RotationChange<Pair>? {
        self.isChecking = false
        self.attemptsLeft = files == self.seen ? max(self.attemptsLeft - 1, 0) : Self.attempts
        self.seen = files
        self.pending = nil
        switch result {
        case .success(let pair):
            do {
                try pair.publicCertificate.validate(at: now)
                return adopt(pair, at: now)
            } catch {
                self.attemptsLeft = 0
                if error.code == .notYetValid { self.pending = pair }
                return fail(error)
            }
        case .failure(let error):
            return fail(error)
        }
    }

    /// Takes a pair into use.
    ///
    /// - Parameters:
    ///   - pair: The pair.
    ///   - now: The time.
    ///   - replacesEqual: Whether a pair of the same certificate takes the place of the one in use, which is no change.
    /// - Returns: What changed.
    mutating func adopt(_ pair: Pair, at now: Date, replacesEqual: Bool = false) -> RotationChange<Pair>? {
        self.lastFailure = nil
        self.attemptsLeft = 0
        guard pair.publicCertificate != self.current?.publicCertificate else {
            if replacesEqual { self.current = pair }
            return nil
        }
        let before = self.current
        self.previous = before
        self.current = pair
        self.version += 1
        if before != nil { self.rotatedAt = now }
        return .adopted(pair, before: before)
    }

    private mutating func fail(_ error: CertificateError) -> RotationChange<Pair>? {
        defer { self.lastFailure = error }
        // The times in a message change with every look; the code and the source of it do not.
        let isNew = self.lastFailure?.code != error.code
        return isNew ? .failed(error) : nil
    }
}
