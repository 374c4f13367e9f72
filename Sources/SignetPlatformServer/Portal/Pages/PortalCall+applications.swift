// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore
import SignetPlatform

extension PortalCall {
    func applications(_ rest: [String]) async throws -> PlatformResponse {
        guard let id = rest.first else { return self.isPost ? try await create() : try await list() }
        guard GUID.isWellFormed(id) else { return missing() }
        let path = "/applications/\(id)"
        switch (self.isPost, Array(rest.dropFirst())) {
        case (false, []): return try await application(id)
        case (false, ["delete"]):
            let name = try await self.client.graph("GET", path)["displayName"]?.string ?? ""
            return page("application-delete", "Delete \(name)", ["id": id, "name": name], active: "applications")
        case (true, ["delete"]):
            _ = try await self.client.graph("DELETE", path)
            return done("/portal/applications", .deleted)
        case (true, ["certificates"]): return try await upload(id)
        case (true, ["certificates", "remove"]):
            try await remove(id, "keyCredentials")
            return done("/portal" + path, .removed)
        case (true, ["secrets"]): return try await addSecret(id)
        case (true, ["secrets", "remove"]):
            let body: JSONValue = ["keyId": .string(self.form.text("key") ?? "")]
            _ = try await self.client.graph("POST", path + "/removePassword", body)
            return done("/portal" + path, .removed)
        case (true, ["federated"]): return try await addFederated(id)
        case (true, ["federated", "remove"]):
            guard let key = self.form.text("key"), GUID.isWellFormed(key) else { return missing() }
            _ = try await self.client.graph("DELETE", path + "/federatedIdentityCredentials/\(key)")
            return done("/portal" + path, .removed)
        default: return missing()
        }
    }

    private func list() async throws -> PlatformResponse {
        let wanted = query("q") ?? ""
        let select = "$select=id,appId,displayName,createdDateTime,keyCredentials,passwordCredentials"
        let found = try await self.client.all(.graph, "/applications?$top=999&\(select)")
        let needle = wanted.lowercased()
        let hits = found.objects.filter { application in
            needle.isEmpty || (application["displayName"]?.string ?? "").lowercased().contains(needle)
                || application["appId"]?.string == needle
        }
        let dates = PortalDates(now: self.now)
        let sorted = hits.sorted {
            ($0["displayName"]?.string ?? "").lowercased() < ($1["displayName"]?.string ?? "").lowercased()
        }
        let rows: [[String: Any]] = sorted.prefix(500)
            .map { application in
                let credentials = CredentialOverview(applications: [application], vault: []).entries
                let next = credentials.first { $0.end >= self.now } ?? credentials.last
                var row: [String: Any] = [
                    "id": application["id"]?.string ?? "", "name": application["displayName"]?.string ?? "",
                    "client": application["appId"]?.string ?? "",
                    "created": String((application["createdDateTime"]?.string ?? "").prefix(10)),
                    "hasCredential": next != nil,
                ]
                if let next { row["credential"] = dates.validity(next.start, next.end) }
                return row
            }
        return page(
            "applications",
            "App registrations",
            [
                "rows": rows, "hasRows": !rows.isEmpty, "q": wanted, "count": hits.count, "isSearch": !wanted.isEmpty,
                "isCut": hits.count > rows.count,
            ],
            active: "applications"
        )
    }

    private func create() async throws -> PlatformResponse {
        let body: JSONValue = ["displayName": .string(self.form.text("name") ?? "")]
        let created = try await self.client.graph("POST", "/applications", body)
        return done("/portal/applications/\(created["id"]?.string ?? "")", .created)
    }

    /// The page of one application; `secret` is one that was just made and is shown this once.
    func application(_ id: String, secret: String? = nil) async throws -> PlatformResponse {
        let application = try await self.client.graph("GET", "/applications/\(id)")
        let keyed = try await self.client.graph("GET", "/applications/\(id)?$select=id,keyCredentials")
        let federated = try? await self.client.graph("GET", "/applications/\(id)/federatedIdentityCredentials")
        let name = application["displayName"]?.string ?? ""
        let certificates = (keyed["keyCredentials"]?.array ?? []).map(certificate)
        let secrets = (application["passwordCredentials"]?.array ?? []).map(self.secret)
        let links: [[String: Any]] = (federated?["value"]?.array ?? [])
            .map { credential in
                [
                    "id": credential["id"]?.string ?? "", "name": credential["name"]?.string ?? "",
                    "issuer": credential["issuer"]?.string ?? "", "subject": credential["subject"]?.string ?? "",
                ]
            }
        return page(
            "application",
            name,
            [
                "id": id, "name": name, "client": application["appId"]?.string ?? "",
                "tenant": self.portal.platform.tenantID, "authority": self.portal.platform.origin,
                "created": String((application["createdDateTime"]?.string ?? "").prefix(10)),
                "uris": (application["identifierUris"]?.array ?? []).compactMap(\.string),
                "certificates": certificates, "hasCertificates": !certificates.isEmpty, "secrets": secrets,
                "hasSecrets": !secrets.isEmpty, "federated": links, "hasFederated": !links.isEmpty,
                "canFederate": federated != nil, "newSecret": secret ?? "", "hasNewSecret": secret != nil,
            ],
            active: "applications"
        )
    }

    private func certificate(_ credential: JSONValue) -> [String: Any] {
        var row: [String: Any] = [
            "key": credential["keyId"]?.string ?? "", "name": credential["displayName"]?.string ?? "",
            "thumbprint": CredentialOverview.thumbprint(credential) ?? "",
        ]
        if let (start, end) = CredentialOverview.validity(credential) {
            row.merge(PortalDates(now: self.now).validity(start, end)) { $1 }
        }
        return row
    }

    private func secret(_ credential: JSONValue) -> [String: Any] {
        var row: [String: Any] = [
            "key": credential["keyId"]?.string ?? "", "name": credential["displayName"]?.string ?? "",
            "hint": credential["hint"]?.string ?? "",
        ]
        if let (start, end) = CredentialOverview.validity(credential) {
            row.merge(PortalDates(now: self.now).validity(start, end)) { $1 }
        }
        return row
    }
}
