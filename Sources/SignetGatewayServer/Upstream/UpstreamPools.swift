// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import SignetCertificates
import SignetCore
import SignetExpressions
import SignetGateway

/// The pools of one loop.
final class UpstreamPools {
    private let loop: LoopState
    private var pools: [PoolKey: UpstreamPool] = [:]
    /// The versions of certificates that endpoints have refused, each until a tick at which it is tried again.
    private var refusals: [PoolKey: Int] = [:]
    private var trust: UInt64
    /// What the last call was given: most calls go where the one before went.
    private var last: UpstreamPool?

    init(loop: LoopState) {
        self.loop = loop
        self.trust = loop.contexts.trust
    }

    /// The version of a certificate that an endpoint takes: the one before, while it refuses the current one.
    func accepted(_ certificate: CertificateVersion?, at endpoint: Endpoint) -> CertificateVersion? {
        guard !self.refusals.isEmpty, let certificate, let end = self.refusals[key(endpoint, certificate)] else {
            return certificate
        }
        guard self.loop.tick < end else {
            self.refusals[key(endpoint, certificate)] = nil
            return certificate
        }
        return previous(of: certificate) ?? certificate
    }

    /// Takes note that an endpoint has refused a version in the handshake, or has closed the connection on it.
    ///
    /// - Returns: Whether calls go back to the version before it.
    func goesBack(from certificate: CertificateVersion?, at endpoint: Endpoint, after failure: UpstreamFailure) -> Bool
    {
        guard failure.refusesCertificate || failure.mayRefuseCertificate, let certificate,
            previous(of: certificate) != nil
        else { return false }
        self.refusals[key(endpoint, certificate)] = self.loop.tick + self.loop.limits.refusalTicks
        self.loop.metrics.countFallback(endpoint)
        self.loop.logger.warning(
            "A backend refused the new version of a certificate; the version before is presented for a while.",
            metadata: [
                "backend": "\(endpoint.host):\(endpoint.port)",
                "thumbprint": "\(certificate.certificate.sha1Thumbprint.hexadecimal)", "detail": "\(failure.detail)",
            ]
        )
        return true
    }

    private func previous(of certificate: CertificateVersion) -> CertificateVersion? {
        self.loop.configuration.certificates.previous(of: certificate, at: self.loop.environment.clock.now)
    }

    private func key(_ endpoint: Endpoint, _ certificate: CertificateVersion?) -> PoolKey {
        PoolKey(endpoint: endpoint, certificate: certificate?.number ?? 0, trust: endpoint.isTLS ? self.trust : 0)
    }

    /// The connections for an endpoint and a certificate.
    func pool(_ endpoint: Endpoint, _ certificate: CertificateVersion?) -> UpstreamPool {
        let certificate = endpoint.isTLS ? certificate : nil
        if let last, last.certificate === certificate, last.endpoint == endpoint { return last }
        let pool = find(endpoint, certificate)
        self.last = pool.isRetired ? nil : pool
        return pool
    }

    private func find(_ endpoint: Endpoint, _ certificate: CertificateVersion?) -> UpstreamPool {
        let key = key(endpoint, certificate)
        if let pool = self.pools[key] { return pool }
        let pool = UpstreamPool(endpoint: endpoint, certificate: certificate, loop: self.loop)
        if self.pools.count >= Self.sweepSize {
            self.pools = self.pools.filter { !$0.value.isUnused }
            self.last = nil
        }
        // A call that began before a rotation still uses its certificate; what is made for it is not kept.
        if isCurrent(certificate) { self.pools[key] = pool } else { pool.retire() }
        return pool
    }

    private static let sweepSize = 256

    /// Enters what the pools hold into a snapshot.
    func enter(into snapshot: inout LoopMetrics.Snapshot) {
        for pool in self.pools.values {
            let backend = "\(pool.endpoint.host):\(pool.endpoint.port)"
            snapshot.idle[backend, default: 0] += pool.counts.idle
            snapshot.connecting[backend, default: 0] += pool.counts.connecting
        }
    }

    private func isCurrent(_ certificate: CertificateVersion?) -> Bool {
        guard let certificate else { return true }
        if certificate.isInline { return true }
        let certificates = self.loop.configuration.certificates
        if certificates.current.contains(where: { $0 === certificate }) { return true }
        // The version before is only for backends that have refused the current one.
        return !self.refusals.isEmpty && certificates.holds(certificate.number)
    }

    /// Gives up the connections whose certificate or trust is no longer the current one, as soon as they are free.
    func configurationChanged() {
        self.trust = self.loop.contexts.trust
        self.last = nil
        self.refusals = self.refusals.filter { refusal in
            self.loop.configuration.certificates.current.contains { $0.number == refusal.key.certificate }
        }
        for (key, pool) in self.pools
        where !isCurrent(pool.certificate) || key.endpoint.isTLS && key.trust != self.trust {
            pool.retire()
            self.pools[key] = nil
        }
    }
}
