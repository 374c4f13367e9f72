// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOSSL
import SignetCertificates
import Synchronization

/// The chains that callers have presented, by their leaf: a resumed session brings the leaf alone.
final class CallerChains: Sendable {
    private struct State {
        var chains: [[UInt8]: [[UInt8]]] = [:]
        var order: [[UInt8]] = []
    }

    private static let capacity = 1_024
    /// A longer chain is no chain of a client, but a way to fill the memory.
    private static let maximumLength = 10

    private let state = Mutex(State())

    /// Remembers what a caller presents; whether it is to be trusted is for policies to say.
    func present(_ certificates: [NIOSSLCertificate]) -> Bool {
        guard certificates.count <= Self.maximumLength else { return false }
        let chain = certificates.compactMap { try? $0.toDERBytes() }
        guard let leaf = chain.first, chain.count == certificates.count else { return false }
        guard chain.count > 1 else { return true }
        self.state.withLock { state in
            if state.chains.updateValue(chain, forKey: leaf) == nil {
                state.order.append(leaf)
                if state.order.count > Self.capacity { state.chains[state.order.removeFirst()] = nil }
            }
        }
        return true
    }

    /// The certificate of a caller with the chain that it presented, now or when its session began.
    func certificate(_ leaf: NIOSSLCertificate) -> PublicCertificate? {
        guard let leaf = try? leaf.toDERBytes() else { return nil }
        let chain = self.state.withLock { $0.chains[leaf] } ?? [leaf]
        return try? PublicCertificate(derChain: chain)
    }
}
