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

        static func bucket(_ nanoseconds: UInt64) -> Int {
            var bucket = 0
            while bucket < bounds.count, nanoseconds > bounds[bucket] { bucket += 1 }
            return bucket
        }

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

    private var tallies: [String: Tally] = [:]
    /// The API of the last call and its tally: most calls are of the API that was called before.
    private var lastAPI: API?
    private var lastTally: Tally?
    private var rest = Snapshot()

    /// The numbers of one API while they are counted.
    private final class Tally {
        var counts = Counts()
        private var certificate: (version: CertificateVersion, calls: Int)?

        func presented(_ version: CertificateVersion) {
            if self.certificate?.version === version {
                self.certificate?.calls += 1
            } else {
                settle()
                self.certificate = (version, 1)
            }
        }

        /// Enters the calls with the certificate that was presented last.
        func settle() {
            guard let (version, calls) = self.certificate else { return }
            self.counts.certificates[version.thumbprint, default: 0] += calls
            self.certificate = nil
        }
    }

    /// A call has ended.
    ///
    /// - Parameters:
    ///   - api: The API; `nil` for calls that met none.
    ///   - status: The status of the answer; 0 where none was given.
    ///   - duration: How long it took.
    ///   - certificate: What it presented to the backend.
    func count(_ api: API?, status: Int, duration: TimeAmount, certificate: CertificateVersion?) {
        let tally = tally(of: api)
        let nanoseconds = UInt64(max(0, duration.nanoseconds))
        tally.counts.statuses[(1...5).contains(status / 100) ? status / 100 : 0] += 1
        tally.counts.buckets[Counts.bucket(nanoseconds)] += 1
        tally.counts.nanoseconds &+= nanoseconds
        if let certificate { tally.presented(certificate) }
    }

    private func tally(of api: API?) -> Tally {
        if let lastTally, self.lastAPI === api { return lastTally }
        let tally = self.tallies[api?.id ?? ""] ?? Tally()
        self.tallies[api?.id ?? ""] = tally
        self.lastAPI = api
        self.lastTally = tally
        return tally
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
        for (api, tally) in self.tallies {
            tally.settle()
            snapshot.apis[api] = tally.counts
        }
        return snapshot
    }
}
