// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore
import SignetGateway

/// What operators are told about a running gateway.
struct Administration: Sendable {
    /// How many days ahead the end of a certificate is a warning.
    static let warningDays = 30

    let events: GatewayEvents
    let traces: TraceStore
    let vault: @Sendable () -> VaultContents
    let snapshot: @Sendable () async -> LoopMetrics.Snapshot
    /// How many lines of the access log were left out; `nil` where there is no log.
    let lostLogLines: @Sendable () -> Int?
    let clock: any TimeSource

    /// The answer for a path.
    func answer(_ path: String) async -> AdministrationHandler.Answer {
        switch path {
        case "/health": return AdministrationHandler.Answer(body: #"{"status":"ok"}"#)
        case "/ready": return ready()
        case "/metrics":
            let text = MetricsText.text(
                await self.snapshot(),
                self.events.loaded.configuration,
                self.events.counts,
                lostLogLines: self.lostLogLines(),
                now: self.clock.now
            )
            return AdministrationHandler.Answer(type: "text/plain; version=0.0.4; charset=utf-8", body: text)
        case "/certificates":
            return AdministrationHandler.Answer(body: JSONValue.object(["value": .array(certificates())]).text)
        default:
            let id = path.hasPrefix("/traces/") ? String(path.dropFirst(8)) : ""
            guard let trace = self.traces[id] else {
                return AdministrationHandler.Answer(status: 404, body: #"{"error":"NotFound"}"#)
            }
            return AdministrationHandler.Answer(body: trace.text)
        }
    }

    /// Ready while every certificate is there; what will need somebody soon is a warning.
    private func ready() -> AdministrationHandler.Answer {
        let configuration = self.events.loaded.configuration
        var warnings: [String] = []
        let now = self.clock.now
        for entry in configuration.certificates.all {
            let days = entry.version.certificate.notAfter.timeIntervalSince(now) / 86_400
            if days < 0 {
                warnings.append("The certificate '\(entry.id)' has expired.")
            } else if days < Double(Self.warningDays) {
                warnings.append("The certificate '\(entry.id)' expires in \(Int(days)) days.")
            }
        }
        if self.events.isStale { warnings.append("The configuration's folder holds a change that cannot be used.") }
        let awaited = configuration.certificates.awaited.map {
            "The certificate '\($0)' is awaited from its key vault."
        }
        return AdministrationHandler.Answer(
            status: awaited.isEmpty ? 200 : 503,
            body:
                JSONValue.object([
                    "status": .string(awaited.isEmpty ? "ready" : "waiting"),
                    "apis": .number(configuration.apis.count),
                    "warnings": .array((awaited + warnings).map(JSONValue.string)),
                ])
                .text
        )
    }

    /// The certificates in the shape of ARM's.
    private func certificates() -> [JSONValue] {
        let loaded = self.events.loaded
        let vault = self.vault()
        return loaded.certificates.sorted { $0.id < $1.id }
            .map { stored in
                let certificate = stored.version.certificate
                var properties: [JSONObject.Member] = [
                    JSONObject.Member(name: "subject", value: .string(certificate.details.subject)),
                    JSONObject.Member(name: "thumbprint", value: .string(stored.version.thumbprint)),
                    JSONObject.Member(name: "expirationDate", value: .string(Timestamp.iso8601(certificate.notAfter))),
                ]
                if let reference = stored.terms.vault {
                    properties.append(JSONObject.Member(name: "keyVault", value: Self.keyVault(reference, vault)))
                }
                return [
                    "id": .string("/certificates/\(stored.id)"),
                    "type": "Microsoft.ApiManagement/service/certificates",
                    "name": .string(stored.id),
                    "properties": .object(JSONObject(properties)),
                ]
            }
    }

    private static func keyVault(_ reference: VaultReference, _ vault: VaultContents) -> JSONValue {
        [
            "secretIdentifier": .string(reference.secretIdentifier),
            "identityClientId": .optional(reference.identityClientID),
            "lastStatus": vault[reference]?.status.document ?? .null,
        ]
    }
}
