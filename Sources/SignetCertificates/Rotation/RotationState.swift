// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Which pair is in use, and when the file is looked at again: decisions only, no file and no clock.
struct RotationState: Sendable {
    /// The pair in use.
    private(set) var current: ClientCertificate
    /// The pair that was in use before; it stays valid until its own end.
    private(set) var previous: ClientCertificate?
    /// Why the file's present content is not in use.
    private(set) var lastFailure: CertificateError?
    /// Counts the changes of the pair.
    private(set) var version = 1
    /// The state of the file that was last dealt with, for good or bad.
    private var seen: FileIdentity?
    /// How often a file that could not be read is read again though it looks unchanged: a writer may be at work within
    /// one tick of the file system's clock.
    private var attemptsLeft = 0
    /// A pair whose time has not come.
    private var pending: ClientCertificate?
    private var nextCheck: Date
    private var lastCheck: Date
    private var isChecking = false
    private let interval: Double

    static let attempts = 3

    init(current: ClientCertificate, identity: FileIdentity?, now: Date, interval: Double) {
        self.current = current
        self.seen = identity
        self.interval = interval
        self.lastCheck = now
        self.nextCheck = now.addingTimeInterval(interval)
    }

    /// Whether the caller shall look at the file now; at most one caller at a time is told so.
    mutating func shouldCheck(at now: Date) -> Bool {
        // A clock that was set back must not put the next look off for years.
        guard !self.isChecking, now >= self.nextCheck || now < self.lastCheck else { return false }
        self.isChecking = true
        self.lastCheck = now
        self.nextCheck = now.addingTimeInterval(self.interval)
        return true
    }

    /// Whether a file in this state must be read.
    func shouldRead(_ identity: FileIdentity?) -> Bool {
        identity != self.seen || self.attemptsLeft > 0
    }

    /// Ends a look that found nothing new.
    mutating func finishUnchanged(at now: Date) {
        self.isChecking = false
        guard let pending = self.pending, now >= pending.notBefore else { return }
        self.pending = nil
        adopt(pending)
    }

    /// Ends a look that read the file.
    mutating func finish(
        _ result: Result<ClientCertificate, CertificateError>,
        identity: FileIdentity?,
        at now: Date
    ) {
        self.isChecking = false
        self.attemptsLeft = identity == self.seen ? max(self.attemptsLeft - 1, 0) : Self.attempts
        self.seen = identity
        self.pending = nil
        switch result {
        case .success(let certificate):
            do {
                try certificate.validate(at: now)
                adopt(certificate)
            } catch {
                self.lastFailure = error
                self.attemptsLeft = 0
                if error.code == .notYetValid { self.pending = certificate }
            }
        case .failure(let error):
            self.lastFailure = error
        }
    }

    /// Takes a pair into use.
    mutating func adopt(_ certificate: ClientCertificate) {
        self.lastFailure = nil
        self.attemptsLeft = 0
        guard certificate.derChain != self.current.derChain else { return }
        self.previous = self.current
        self.current = certificate
        self.version += 1
    }
}
