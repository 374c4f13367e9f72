// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SignetGateway

/// The connections of one loop to one endpoint with one certificate: the one used last is used next.
final class UpstreamPool {
    let endpoint: Endpoint
    let certificate: CertificateVersion?
    /// Whether an answer has come over one of them, so that the backend takes the certificate.
    var hasAnswered = false
    private let loop: LoopState
    private var idle: [UpstreamHandler] = []
    private var waiting = CircularBuffer<any UpstreamCaller>()
    private var connecting = 0
    /// Whether it keeps nothing any more.
    private(set) var isRetired = false

    init(endpoint: Endpoint, certificate: CertificateVersion?, loop: LoopState) {
        self.endpoint = endpoint
        self.certificate = certificate
        self.loop = loop
    }

    /// How many connections are free, and how many are being made.
    var counts: (idle: Int, connecting: Int) { (self.idle.count, self.connecting) }

    /// Whether nothing would be lost with it.
    var isUnused: Bool { self.idle.isEmpty && self.waiting.isEmpty && self.connecting == 0 }

    /// Gives a connection at once, or later by ``UpstreamCaller/connected(_:)`` or
    /// ``UpstreamCaller/connectionFailed(_:)``.
    func acquire(_ caller: any UpstreamCaller) -> UpstreamHandler? {
        if !caller.needsFreshConnection {
            while let upstream = self.idle.popLast() {
                if upstream.isUsable { return upstream }
            }
        }
        self.waiting.append(caller)
        connectOnDemand()
        return nil
    }

    /// A caller that waits no longer.
    func forget(_ caller: any UpstreamCaller) {
        self.waiting.removeAll { $0 === caller }
    }

    /// Begins one more connection where callers wait for more than are being made.
    ///
    /// It is asked whenever an attempt has ended: who waits must not depend on connections of others being free again,
    /// which those that their backend closes never are.
    private func connectOnDemand() {
        guard self.connecting < min(self.waiting.count, self.loop.limits.connecting) else { return }
        self.connecting += 1
        UpstreamConnecting.connect(self, self.loop)
    }

    /// A new connection is ready.
    func connected(_ upstream: UpstreamHandler) {
        self.connecting -= 1
        hand(upstream)
        connectOnDemand()
    }

    /// A connection has ended its call and can be used again.
    func release(_ upstream: UpstreamHandler) { hand(upstream) }

    private func hand(_ upstream: UpstreamHandler) {
        // A caller that insists on a fresh connection takes a used one only if it was never used.
        if !self.waiting.isEmpty,
            let index = self.waiting.firstIndex(where: { upstream.calls == 0 || !$0.needsFreshConnection })
        {
            let caller = self.waiting.remove(at: index)
            caller.connected(upstream)
        } else if self.isRetired || self.loop.isDraining {
            upstream.close()
        } else {
            upstream.rest()
            self.idle.append(upstream)
        }
    }

    /// A connection could not be made: the caller that waits longest is told so, and the next attempt serves the next.
    func failed(_ failure: UpstreamFailure) {
        self.connecting -= 1
        let caller = self.waiting.popFirst()
        connectOnDemand()
        caller?.connectionFailed(failure)
    }

    /// An idle connection has closed.
    func remove(_ upstream: UpstreamHandler) {
        self.idle.removeAll { $0 === upstream }
    }

    /// Closes what is idle and keeps nothing any more.
    func retire() {
        self.isRetired = true
        let idle = self.idle
        self.idle.removeAll()
        for upstream in idle { upstream.close() }
    }
}
