// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetPlatform
import Synchronization

/// The figures behind `/metrics` that say how things are: keys, certificates, the process.
final class StateFigures: Sendable {
    private struct Forecast {
        var text = ""
        var validUntil: Double = -1
    }

    /// The number of registered certificates that are listed one by one: those that end first.
    private static let greatestList = 100
    private static let day: Double = 86_400

    private let forecast = Mutex(Forecast())
    private let start = ContinuousClock.now

    /// The figures at a time; the server's own certificate ends at `serverEnd`.
    func text(_ platform: Platform?, serverEnd: Date, at now: Date) async -> String {
        var text = PrometheusText()
        if let platform {
            let keys = platform.figures.signingKeys(at: now)
            text.family(
                "signet_signing_keys",
                .gauge,
                "Signing keys, by whether tokens are signed with them now.",
                [
                    (["state": "active"], Double(keys.count { $0.isActive })),
                    (["state": "published"], Double(keys.count { !$0.isActive })),
                ]
            )
            let ends = keys.map { (["use": "signing", "key_id": $0.keyID], days($0.end, now)) }
            text.family(
                "signet_own_certificate_expiry_days",
                .gauge,
                "Days until the server's and the signing keys' certificates end.",
                ends + [(["use": "server"], days(serverEnd, now))]
            )
        }
        process(&text)
        guard let platform else { return text.text }
        return text.text + (await registered(platform, now))
    }

    private func days(_ end: Date, _ now: Date) -> Double {
        (end.timeIntervalSince(now) / Self.day * 100).rounded() / 100
    }

    private func process(_ text: inout PrometheusText) {
        guard let resident = ProcessMemory.residentBytes else { return }
        text.family("process_resident_memory_bytes", .gauge, "Memory of the process.", [([:], Double(resident))])
    }

    /// Reading every application takes its time, so that the answer is kept for 200 times as long as it took.
    private func registered(_ platform: Platform, _ now: Date) async -> String {
        let elapsed = seconds(since: self.start)
        let kept = self.forecast.withLock { $0.validUntil > elapsed ? $0.text : nil }
        if let kept { return kept }
        let start = ContinuousClock.now
        guard let all = try? await platform.figures.registeredCertificates() else { return "" }
        var text = PrometheusText()
        let left = all.map { ($0, days($0.end, now)) }
        let classes = Dictionary(grouping: left) { Self.name($0.1) }
        text.family(
            "signet_registered_certificates",
            .gauge,
            "Registered certificates, by the time that they have left.",
            ["expired", "7d", "30d", "90d", "later"].map { (["left": $0], Double(classes[$0]?.count ?? 0)) }
        )
        text.family(
            "signet_certificate_expiry_days",
            .gauge,
            "Days until a registered certificate ends; the first hundred to end.",
            left.sorted { $0.1 < $1.1 }.prefix(Self.greatestList)
                .map { certificate, days in
                    (
                        ["tenant": certificate.tenant, "app_id": certificate.appID, "key_id": certificate.keyID],
                        days
                    )
                }
        )
        let result = text.text
        let took = seconds(since: start)
        self.forecast.withLock { $0 = Forecast(text: result, validUntil: elapsed + took * 200) }
        return result
    }

    private func seconds(since start: ContinuousClock.Instant) -> Double {
        let (seconds, attoseconds) = start.duration(to: .now).components
        return Double(seconds) + Double(attoseconds) / 1e18
    }

    private static func name(_ days: Double) -> String {
        switch days {
        case ..<0: "expired"
        case ..<7: "7d"
        case ..<30: "30d"
        case ..<90: "90d"
        default: "later"
        }
    }
}
