// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetGateway

/// The pools of one loop.
final class UpstreamPools {
    private let loop: LoopState
    private var pools: [PoolKey: UpstreamPool] = [:]
    /// The numbers of the certificates of the configuration as they are now.
    private var current: Set<UInt64> = []

    init(loop: LoopState) {
        self.loop = loop
        self.current = Set(loop.configuration.certificates.current.map(\.number))
    }

    /// The connections for an endpoint and a certificate.
    func pool(_ endpoint: Endpoint, _ certificate: CertificateVersion?) -> UpstreamPool {
        let certificate = endpoint.isTLS ? certificate : nil
        let key = PoolKey(endpoint: endpoint, certificate: certificate?.number ?? 0)
        if let pool = self.pools[key] { return pool }
        let pool = UpstreamPool(endpoint: endpoint, certificate: certificate, loop: self.loop)
        if self.pools.count >= Self.sweepSize { self.pools = self.pools.filter { !$0.value.isUnused } }
        // A call that began before a rotation still uses its certificate; what is made for it is not kept.
        if isCurrent(certificate) { self.pools[key] = pool } else { pool.retire() }
        return pool
    }

    private static let sweepSize = 256

    private func isCurrent(_ certificate: CertificateVersion?) -> Bool {
        guard let certificate else { return true }
        return certificate.isInline || self.current.contains(certificate.number)
    }

    /// Gives up the connections whose certificate is no longer the current one, as soon as they are free.
    func configurationChanged() {
        self.current = Set(self.loop.configuration.certificates.current.map(\.number))
        for (key, pool) in self.pools where !isCurrent(pool.certificate) {
            pool.retire()
            self.pools[key] = nil
        }
    }
}
