// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
public import SignetCore
import Synchronization

/// The certificate pair in use, which follows its file.
///
/// ``current()`` looks at the file's state at most once in an interval and reads it when it has changed, after symbolic
/// links, as Kubernetes and certbot exchange them. A file that is half written, broken, expired or of another password leaves
/// the pair in use as it is, and ``lastFailure`` says why. No task runs in the background.
public final class CertificateRotation: Sendable {
    private let source: CertificateSource
    private let clock: any TimeSource
    private let state: Mutex<RotationState>

    /// Reads the source and checks the dates of its certificate.
    ///
    /// - Parameters:
    ///   - source: A file to follow, or fixed content.
    ///   - clock: Where the time comes from.
    ///   - checkInterval: How long one look at the file's state serves.
    /// - Throws: ``CertificateError``: what reading throws, `expired`, `notYetValid`.
    public init(
        source: CertificateSource,
        clock: any TimeSource = .system,
        checkInterval: Duration = .seconds(1)
    ) throws(CertificateError) {
        let now = clock.now
        let identity = source.path.flatMap { FileIdentity(path: $0) }
        let certificate = try source.load()
        do {
            try certificate.validate(at: now)
        } catch {
            throw source.path.map { error.inFile($0) } ?? error
        }
        self.source = source
        self.clock = clock
        let interval = Double(checkInterval.components.seconds) + Double(checkInterval.components.attoseconds) * 1e-18
        let state = RotationState(current: certificate, identity: identity, now: now, interval: interval)
        self.state = Mutex(state)
    }

    /// The pair to use now.
    ///
    /// Cheap: usually a comparison of times, once in an interval a `stat`, and after a change the reading of the file by the one
    /// caller who finds it; others get the pair in use meanwhile.
    public func current() -> ClientCertificate {
        let (certificate, isDue) = self.state.withLock { state in
            (state.current, self.source.path != nil && state.shouldCheck(at: self.clock.now))
        }
        guard isDue else { return certificate }
        return check()
    }

    /// The pair that was in use before the last change, for verifying what it signed until it ends.
    public var previous: ClientCertificate? { self.state.withLock { $0.previous } }

    /// Why the present content of the file is not in use; `nil` while it is.
    public var lastFailure: CertificateError? { self.state.withLock { $0.lastFailure } }

    /// Counts the changes of the pair, beginning with 1: a key for what was made with it.
    public var version: Int { self.state.withLock { $0.version } }

    /// Takes another pair into use at once; the file is followed on from its next change.
    ///
    /// - Throws: `expired` or `notYetValid`; the pair in use stays then.
    public func rotate(to certificate: ClientCertificate) throws(CertificateError) {
        try certificate.validate(at: self.clock.now)
        self.state.withLock { $0.adopt(certificate) }
    }

    private func check() -> ClientCertificate {
        let identity = self.source.path.flatMap { FileIdentity(path: $0) }
        guard self.state.withLock({ $0.shouldRead(identity) }) else {
            return self.state.withLock { state in
                state.finishUnchanged(at: self.clock.now)
                return state.current
            }
        }
        // The state was taken before the reading: a change in between is seen as a change the next time.
        let result = Result { () throws(CertificateError) in try self.source.load() }
        return self.state.withLock { state in
            state.finish(result, identity: identity, at: self.clock.now)
            return state.current
        }
    }
}
