// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore
import SignetGateway

/// Writes what was counted in the text format of Prometheus.
struct MetricsText {
    private var text = ""

    /// Begins a family.
    mutating func family(_ name: String, _ type: String, _ help: String) {
        self.text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    /// Writes a sample.
    mutating func sample(_ name: String, _ labels: [(String, String)] = [], _ value: String) {
        let pairs = labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
        self.text += "\(name)\(pairs.isEmpty ? "" : "{\(pairs)}") \(value)\n"
    }

    private static func escaped(_ label: String) -> String {
        var escaped = ""
        for scalar in label.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Everything.
    static func text(
        _ snapshot: LoopMetrics.Snapshot,
        _ configuration: GatewayConfiguration,
        _ events: GatewayEvents.Counts,
        lostLogLines: Int?,
        now: Date
    ) -> String {
        var text = MetricsText()
        text.calls(snapshot)
        text.connections(snapshot)
        text.events(events)
        if let lostLogLines { text.accessLog(lostLogLines) }
        text.certificates(configuration, now)
        text.backends(configuration, now)
        return text.text
    }

    private mutating func calls(_ snapshot: LoopMetrics.Snapshot) {
        let apis = snapshot.apis.sorted { $0.key < $1.key }
        family("signet_gateway_calls_total", "counter", "Calls by API and class of status; 'aborted' had no answer.")
        for (api, counts) in apis {
            for (index, count) in counts.statuses.enumerated() where count > 0 {
                let status = index == 0 ? "aborted" : "\(index)xx"
                sample("signet_gateway_calls_total", [("api", api), ("status", status)], "\(count)")
            }
        }
        let name = "signet_gateway_call_duration_seconds"
        family(name, "histogram", "How long calls took, from the head of the request to the end of the answer.")
        for (api, counts) in apis {
            var total = 0
            for (index, count) in counts.buckets.enumerated() {
                total += count
                let bounds = LoopMetrics.Counts.bounds
                let bound = index < bounds.count ? "\(Double(bounds[index]) / 1e9)" : "+Inf"
                sample("\(name)_bucket", [("api", api), ("le", bound)], "\(total)")
            }
            sample("\(name)_sum", [("api", api)], "\(Double(counts.nanoseconds) / 1e9)")
            sample("\(name)_count", [("api", api)], "\(total)")
        }
        let used = "signet_gateway_certificate_calls_total"
        family(used, "counter", "Calls by API and the thumbprint of the certificate that was there for the backend.")
        for (api, counts) in apis {
            for (thumbprint, count) in counts.certificates.sorted(by: { $0.key < $1.key }) {
                sample(used, [("api", api), ("thumbprint", thumbprint)], "\(count)")
            }
        }
    }

    private mutating func connections(_ snapshot: LoopMetrics.Snapshot) {
        family("signet_gateway_caller_connections", "gauge", "Connections of callers, and streams of HTTP/2.")
        sample("signet_gateway_caller_connections", [], "\(snapshot.callers)")
        family("signet_gateway_refused_requests_total", "counter", "Requests that were refused before they were calls.")
        for (reason, count) in snapshot.refusals.sorted(by: { $0.key < $1.key }) {
            sample("signet_gateway_refused_requests_total", [("reason", reason)], "\(count)")
        }
        family("signet_gateway_backend_connections", "gauge", "Connections to backends that are idle or being made.")
        for (backend, count) in snapshot.idle.sorted(by: { $0.key < $1.key }) {
            sample("signet_gateway_backend_connections", [("backend", backend), ("state", "idle")], "\(count)")
        }
        for (backend, count) in snapshot.connecting.sorted(by: { $0.key < $1.key }) where count > 0 {
            sample("signet_gateway_backend_connections", [("backend", backend), ("state", "connecting")], "\(count)")
        }
        family("signet_gateway_backend_handshakes_total", "counter", "Connections made to backends, by outcome.")
        let handshakes = snapshot.handshakes.sorted {
            ($0.key.backend, $0.key.outcome) < ($1.key.backend, $1.key.outcome)
        }
        for (handshake, count) in handshakes {
            let labels = [("backend", handshake.backend), ("outcome", handshake.outcome)]
            sample("signet_gateway_backend_handshakes_total", labels, "\(count)")
        }
        let name = "signet_gateway_certificate_fallbacks_total"
        family(name, "counter", "Times that a backend refused a new certificate and got the one before.")
        for (backend, count) in snapshot.fallbacks.sorted(by: { $0.key < $1.key }) {
            sample(name, [("backend", backend)], "\(count)")
        }
    }

    private mutating func events(_ events: GatewayEvents.Counts) {
        family("signet_gateway_reloads_total", "counter", "Changed configurations, by whether they could be used.")
        sample("signet_gateway_reloads_total", [("outcome", "success")], "\(events.reloads)")
        sample("signet_gateway_reloads_total", [("outcome", "failure")], "\(events.failedReloads)")
        family("signet_gateway_rotations_total", "counter", "Certificates that were replaced by another version.")
        sample("signet_gateway_rotations_total", [], "\(events.rotations)")
    }

    private mutating func accessLog(_ lostLines: Int) {
        let name = "signet_gateway_access_log_lost_lines_total"
        family(name, "counter", "Lines of the access log that nobody took in time.")
        sample(name, [], "\(lostLines)")
    }

    private mutating func certificates(_ configuration: GatewayConfiguration, _ now: Date) {
        let name = "signet_gateway_certificate_expiry_days"
        family(name, "gauge", "The days until a certificate ends.")
        for entry in configuration.certificates.all {
            let days = entry.version.certificate.notAfter.timeIntervalSince(now) / 86_400
            let labels = [("certificate", entry.id), ("thumbprint", entry.version.thumbprint)]
            sample(name, labels, "\((days * 100).rounded() / 100)")
        }
        family("signet_gateway_certificates_awaited", "gauge", "Certificates that their vault has not given yet.")
        sample("signet_gateway_certificates_awaited", [], "\(configuration.certificates.awaited.count)")
    }

    private mutating func backends(_ configuration: GatewayConfiguration, _ now: Date) {
        family("signet_gateway_backend_tripped", "gauge", "Whether the circuit breaker of a backend keeps calls back.")
        for backend in configuration.backends {
            guard let health = backend.health else { continue }
            sample("signet_gateway_backend_tripped", [("backend", backend.id)], health.isOpen(at: now) ? "1" : "0")
        }
    }
}
