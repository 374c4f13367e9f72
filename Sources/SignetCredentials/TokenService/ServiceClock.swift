// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Metrics
import SignetCore
import Synchronization

/// The token service's time, learnt from the `Date` of its answers.
///
/// Assertions are dated by it, so that a machine whose clock is wrong can still sign in. Lifetimes of tokens count from when
/// the request went out and need no correction.
final class ServiceClock: Sendable {
    /// A difference up to this many seconds is left alone: `Date` has whole seconds, and answers travel.
    static var tolerance: Double { 5 }

    private let local: any TimeSource
    private let gauge: Gauge?
    private let offset = Mutex<Double?>(nil)

    /// Creates the clock.
    ///
    /// - Parameters:
    ///   - local: This machine's.
    ///   - gauge: Is told the difference in seconds.
    init(local: any TimeSource, gauge: Gauge? = nil) {
        self.local = local
        self.gauge = gauge
    }

    /// The gauge `signet_token_service_clock_skew_seconds`, or `nil` where nobody collects it.
    static func gauge(clientID: String, factory: any MetricsFactory) -> Gauge? {
        guard !(factory is NOOPMetricsHandler) else { return nil }
        return Gauge(
            label: "signet_token_service_clock_skew_seconds",
            dimensions: [("client_id", clientID)],
            factory: factory
        )
    }

    /// How far the service is ahead of this machine; nothing before it has told its time.
    var skew: Duration? { self.offset.withLock { $0 }.map { .seconds($0) } }

    /// What is added to this machine's time, in seconds.
    var correction: Double {
        let offset = self.offset.withLock { $0 } ?? 0
        return abs(offset) > Self.tolerance ? offset : 0
    }

    /// The service's time, as far as it is known.
    var now: Date { self.local.now + self.correction }

    /// Reads the service's time from an answer.
    ///
    /// - Parameters:
    ///   - response: The answer.
    ///   - sentAt: When the request went out by this machine's clock.
    ///   - receivedAt: When the answer was there.
    func learn(from response: TransportResponse, sentAt: Date, receivedAt: Date) {
        guard let told = response[header: "date"].flatMap(HTTPDate.parse) else { return }
        // The answer was dated somewhere on the way, at some time in the second that it names.
        let middle = sentAt + receivedAt.timeIntervalSince(sentAt) / 2
        let offset = told.timeIntervalSince(middle) + 0.5
        self.offset.withLock { $0 = offset }
        self.gauge?.record(offset)
    }
}
