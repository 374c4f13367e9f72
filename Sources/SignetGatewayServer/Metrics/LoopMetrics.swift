// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SignetGateway

/// What one loop has counted: plain numbers that its own thread alone touches, so that counting costs next to nothing.
final class LoopMetrics {
    /// The numbers of one API.
    struct Counts: Sendable {
        /// By the first digit of the status; at 0 those whose caller went away first.
        var statuses = [Int](repeating: 0, count: 6)
        /// By latency, each count without the smaller ones.
        var buckets = [Int](repeating: 0, count: Counts.bounds.count + 1)
        /// The latencies together, in nanoseconds.
        var nanoseconds: UInt64 = 0
        /// By the thumbprint of the certificate that calls presented.
        var certificates: [String: Int] = [:]

        /// The upper bounds of the buckets, in nanoseconds.
        static let bounds: [UInt64] = [
            1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000, 100_000_000, 250_000_000, 500_000_000,
            1_000_000_000, 2_500_000_000, 5_000_000_000, 10_000_000_000,
        ]

        mutating func add(_ other: Counts) {
            for index in self.statuses.indices { self.statuses[index] += other.statuses[index] }
            for index in self.buckets.indices { self.buckets[index] += other.buckets[index] }
            self.nanoseconds &+= other.nanoseconds
            self.certificates.merge(other.certificates, uniquingKeysWith: +)
        }
    }

    /// Everything at one moment.
    struct Snapshot: Sendable {
        var apis: [String: Counts] = [:]
        /// By backend and outcome.
        var handshakes: [Handshake: Int] = [:]
        /// Backends that went back to the version of a certificate before.
        var fallbacks: [String: Int] = [:]
        var refusals: [String: Int] = [:]
        var callers = 0
        var idle: [String: Int] = [:]
        var connecting: [String: Int] = [:]

        /// A kind of handshake.
        struct Handshake: Hashable, Sendable {
            let backend: String
            let outcome: String
        }

        mutating func add(_ other: Snapshot) {
            for (api, counts) in other.apis { self.apis[api, default: Counts()].add(counts) }
            self.handshakes.merge(other.handshakes, uniquingKeysWith: +)
            self.fallbacks.merge(other.fallbacks, uniquingKeysWith: +)
            self.refusals.merge(other.refusals, uniquingKeysWith: +)
            self.callers += other.callers
            self.idle.merge(other.idle, uniquingKeysWith: +)
            self.connecting.merge(other.connecting, uniquingKeysWith: +)
        }
    }

    private var indices: [String: Int] = [:]
    private var counts: [(api: String, counts: Counts)] = []
    private var rest = Snapshot()

    /// A call has ended.
    ///
    /// - Parameters:
    ///   - api: The API's ID; empty for calls that met none.
    ///   - status: The status of the answer; 0 where none was given.
    ///   - duration: How long it took.
    ///   - certificate: What it presented to the backend.
    func count(api: String, status: Int, duration: TimeAmount, certificate: CertificateVersion?) {
        let index: Int
        if let known = self.indices[api] {
            index = known
        } else {
            index = self.counts.count
            self.indices[api] = index
            self.counts.append((api, Counts()))
        }
        let nanoseconds = UInt64(max(0, duration.nanoseconds))
        self.counts[index].counts.statuses[(1...5).contains(status / 100) ? status / 100 : 0] += 1
        let bucket = Counts.bounds.firstIndex { nanoseconds <= $0 } ?? Counts.bounds.count
        self.counts[index].counts.buckets[bucket] += 1
        self.counts[index].counts.nanoseconds &+= nanoseconds
        if let certificate { self.counts[index].counts.certificates[certificate.thumbprint, default: 0] += 1 }
    }

    /// A handshake with a backend has ended.
    func countHandshake(_ endpoint: Endpoint, outcome: String) {
        let handshake = Snapshot.Handshake(backend: "\(endpoint.host):\(endpoint.port)", outcome: outcome)
        self.rest.handshakes[handshake, default: 0] += 1
    }

    /// A backend was called with the version of a certificate before.
    func countFallback(_ endpoint: Endpoint) {
        self.rest.fallbacks["\(endpoint.host):\(endpoint.port)", default: 0] += 1
    }

    /// A request was refused before it was one.
    func countRefusal(_ reason: String) {
        self.rest.refusals[reason, default: 0] += 1
    }

    /// Everything that was counted.
    var snapshot: Snapshot {
        var snapshot = self.rest
        for (api, counts) in self.counts { snapshot.apis[api] = counts }
        return snapshot
    }
}
