// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetPlatform

extension PortalCall {
    private static let applicationsPath =
        "/applications?$top=999&$select=id,appId,displayName,createdDateTime,keyCredentials,passwordCredentials"

    func credentials() async throws -> (overview: CredentialOverview, applications: Int, certificates: Int) {
        let applications = try await self.client.all(.graph, Self.applicationsPath).objects
        let certificates = try await self.client.all(.vault, "/certificates?api-version=7.5").objects
        let overview = CredentialOverview(applications: applications, vault: certificates)
        return (overview, applications.count, certificates.count)
    }

    func overview() async throws -> PlatformResponse {
        let (credentials, applications, certificates) = try await credentials()
        let entries = try await self.client.graph("GET", "/auditLogs/signIns?$top=50")["value"]?.array ?? []
        let failed = entries.filter { ($0["status"]?["errorCode"]?.integer ?? 0) != 0 }
        let dates = PortalDates(now: self.now)
        let states = credentials.entries.map { dates.state(start: $0.start, end: $0.end) }
        let ended = states.filter { $0 == "ended" }.count
        let soon = states.filter { $0 == "soon" }.count
        let nearest = Array(credentials.entries.prefix(8))
        return page(
            "overview",
            "Overview",
            [
                "authority": self.portal.platform.origin, "tenant": self.portal.platform.tenantID,
                "applications": applications, "certificates": certificates,
                "ended": ended, "hasEnded": ended > 0, "soon": soon, "hasSoon": soon > 0,
                "hasCredentials": !nearest.isEmpty,
                "chart": ExpiryChart(entries: nearest, dates: dates).content,
                "failures": failed.prefix(6).map { signInRow($0, dates) }, "hasFailures": !failed.isEmpty,
            ],
            active: "overview"
        )
    }

    func expiry() async throws -> PlatformResponse {
        let credentials = try await credentials().overview
        let dates = PortalDates(now: self.now)
        let rows: [[String: Any]] = credentials.entries.map { entry in
            dates.validity(entry.start, entry.end)
                .merging([
                    "kind": entry.kind, "owner": entry.owner, "detail": entry.detail, "link": entry.link,
                ]) { $1 }
        }
        return page(
            "expiry",
            "Expiry forecast",
            [
                "chart": ExpiryChart(entries: credentials.entries, dates: dates).content, "rows": rows,
                "hasRows": !rows.isEmpty,
            ],
            active: "expiry"
        )
    }

    // MARK: Sign-in log

    func signIns(_ trace: String?) async throws -> PlatformResponse {
        let dates = PortalDates(now: self.now)
        if let trace {
            guard GUID.isWellFormed(trace) else { return missing() }
            let entry = try await self.client.graph("GET", "/auditLogs/signIns/\(trace)")
            return page("sign-in-entry", "Sign-in \(trace)", signInEntry(entry, dates), active: "sign-ins")
        }
        if let wanted = query("trace"), GUID.isWellFormed(wanted) {
            return PortalAnswer.redirect("/portal/sign-ins/\(wanted.lowercased())")
        }
        let onlyFailures = query("show") == "failures"
        let filter = onlyFailures ? "&$filter=status/errorCode%20gt%200" : ""
        let entries = try await self.client.graph("GET", "/auditLogs/signIns?$top=100\(filter)")["value"]?.array ?? []
        return page(
            "sign-ins",
            "Sign-in log",
            [
                "rows": entries.map { signInRow($0, dates) }, "hasRows": !entries.isEmpty, "onlyFailures": onlyFailures,
                "isUnknown": query("trace") != nil,
            ],
            active: "sign-ins"
        )
    }

    private func signInRow(_ entry: JSONValue, _ dates: PortalDates) -> [String: Any] {
        let number = entry["status"]?["errorCode"]?.integer ?? 0
        return [
            "trace": entry["id"]?.string ?? "", "time": dates.moment(entry["createdDateTime"]?.string),
            "application": entry["appDisplayName"]?.string ?? entry["appId"]?.string ?? "(unknown)",
            "client": entry["appId"]?.string ?? "", "grant": entry["grantType"]?.string ?? "",
            "credential": Self.credentialName(entry["clientCredentialType"]?.string),
            "isFailure": number != 0, "number": "AADSTS\(number)",
            "rule": entry["explanation"]?["rule"]?.string ?? "Token issued",
        ]
    }

    private func signInEntry(_ entry: JSONValue, _ dates: PortalDates) -> [String: Any] {
        var content = signInRow(entry, dates)
        let facts = entry["explanation"]?["facts"]?.array ?? []
        content["remedy"] = entry["explanation"]?["remedy"]?.string ?? ""
        content["reason"] = entry["status"]?["failureReason"]?.string ?? ""
        content["correlation"] = entry["correlationId"]?.string ?? ""
        content["resource"] = entry["requestedResource"]?.string ?? ""
        content["thumbprint"] = entry["servicePrincipalCredentialThumbprint"]?.string ?? ""
        content["hasThumbprint"] = entry["servicePrincipalCredentialThumbprint"]?.string != nil
        content["facts"] = facts.map { fact -> [String: Any] in
            ["name": fact["name"]?.string ?? "", "value": fact["value"]?.string ?? ""]
        }
        content["hasFacts"] = !facts.isEmpty
        return content
    }

    private static func credentialName(_ type: String?) -> String {
        switch type {
        case "certificate": "Certificate"
        case "clientSecret": "Client secret"
        case "federatedIdentityCredential": "Federated credential"
        case "clientAssertion": "Unreadable assertion"
        default: "None"
        }
    }
}
