// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import SignetPlatform

extension PortalCall {
    func vault(_ rest: [String]) async throws -> PlatformResponse {
        switch (self.isPost, rest.count, rest.first, rest.last) {
        case (false, 0, _, _): return try await vaultPage()
        case (true, 1, "secrets", _): return try await setSecret()
        case (true, 1, "certificates", _): return try await createCertificate()
        case (false, 2, "secrets", .some(let name)) where isName(name): return try await secretPage(name)
        case (false, 2, "certificates", .some(let name)) where isName(name): return try await certificatePage(name)
        case (true, 3, .some(let kind), .some(let verb))
        where ["secrets", "certificates"].contains(kind) && isName(rest[1]):
            return try await change(kind, rest[1], verb)
        default: return missing()
        }
    }

    /// The vault checks names itself; this one goes into a path of ours first.
    private func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                $0 == UInt8(ascii: "-") || UnicodeScalar($0).properties.isAlphabetic || (48...57).contains($0)
            }
            && text.utf8.allSatisfy { $0 < 128 }
    }

    private func vaultPage() async throws -> PlatformResponse {
        let secrets = try await self.client.all(.vault, "/secrets?api-version=7.5").objects
            .filter { $0["managed"]?.bool != true }
        let certificates = try await self.client.all(.vault, "/certificates?api-version=7.5").objects
        let deleted =
            try await self.client.all(.vault, "/deletedsecrets?api-version=7.5").objects
            .map { deletedRow($0, "secrets") }
            + self.client.all(.vault, "/deletedcertificates?api-version=7.5").objects
            .map { deletedRow($0, "certificates") }
        return page(
            "vault",
            "Key vault",
            [
                "address": self.portal.platform.origin, "secrets": secrets.map(vaultRow),
                "hasSecrets": !secrets.isEmpty,
                "certificates": certificates.map(vaultRow), "hasCertificates": !certificates.isEmpty,
                "deleted": deleted, "hasDeleted": !deleted.isEmpty,
            ],
            active: "vault"
        )
    }

    private func vaultRow(_ item: JSONValue) -> [String: Any] {
        let attributes = item["attributes"]
        var row: [String: Any] = [
            "name": item["id"]?.string?.split(separator: "/").last.map(String.init) ?? "",
            "version": item["id"]?.string?.split(separator: "/").last.map(String.init) ?? "",
            "contentType": item["contentType"]?.string ?? "", "isEnabled": attributes?["enabled"]?.bool ?? true,
            "thumbprint": CredentialOverview.hexadecimal(item["x5t"]?.string) ?? "",
            "updated": day(attributes?["updated"]), "created": day(attributes?["created"]),
        ]
        if let start = attributes?["nbf"]?.integer, let end = attributes?["exp"]?.integer {
            row["validity"] = PortalDates(now: self.now)
                .validity(Date(timeIntervalSince1970: Double(start)), Date(timeIntervalSince1970: Double(end)))
        }
        return row
    }

    private func deletedRow(_ item: JSONValue, _ kind: String) -> [String: Any] {
        var row = vaultRow(item)
        row["kind"] = kind
        row["kindText"] = kind == "secrets" ? "Secret" : "Certificate"
        row["purge"] = day(item["scheduledPurgeDate"])
        return row
    }

    private func day(_ seconds: JSONValue?) -> String {
        guard let seconds = seconds?.integer else { return "" }
        return PortalDates(now: self.now).day(Date(timeIntervalSince1970: Double(seconds)))
    }

    private func secretPage(_ name: String, value: String? = nil, of version: String = "") async throws
        -> PlatformResponse
    {
        let versions = try await self.client.all(.vault, "/secrets/\(name)/versions?api-version=7.5").objects
        let sorted = versions.sorted {
            ($0["attributes"]?["created"]?.integer ?? 0) > ($1["attributes"]?["created"]?.integer ?? 0)
        }
        return page(
            "secret",
            name,
            [
                "name": name, "object": name, "versions": sorted.map(vaultRow), "hasValue": value != nil,
                "value": value ?? "",
                "valueVersion": version, "isManaged": versions.first?["managed"]?.bool ?? false,
            ],
            active: "vault"
        )
    }

    private func certificatePage(_ name: String) async throws -> PlatformResponse {
        let certificate = try await self.client.vault("GET", "/certificates/\(name)/")
        let versions = try await self.client.all(.vault, "/certificates/\(name)/versions?api-version=7.5").objects
        let policy = certificate["policy"]
        let sorted = versions.sorted {
            ($0["attributes"]?["created"]?.integer ?? 0) > ($1["attributes"]?["created"]?.integer ?? 0)
        }
        let actions = (policy?["lifetime_actions"]?.array ?? [])
            .map { action in
                let trigger = action["trigger"]
                let when =
                    trigger?["days_before_expiry"]?.integer.map { "\($0) days before expiry" }
                    ?? "at \(trigger?["lifetime_percentage"]?.integer ?? 0) % of the life"
                let isRenewal = action["action"]?["action_type"]?.string == "AutoRenew"
                return (isRenewal ? "Renew " : "Notify ") + when
            }
        let key = policy?["key_props"]
        return page(
            "certificate",
            name,
            [
                "name": name, "current": vaultRow(certificate), "versions": sorted.map(vaultRow),
                "subject": policy?["x509_props"]?["subject"]?.string ?? "",
                "issuer": policy?["issuer"]?["name"]?.string ?? "",
                "key": "\(key?["kty"]?.string ?? "") \(key?["key_size"]?.integer ?? 0)",
                "isExportable": key?["exportable"]?.bool ?? true,
                "actions": actions.isEmpty ? "none" : actions.joined(separator: ", "),
                "isSelfIssued": policy?["issuer"]?["name"]?.string == "Self",
            ],
            active: "vault"
        )
    }

    // MARK: Changes

    private func setSecret() async throws -> PlatformResponse {
        let name = self.form.text("name") ?? ""
        guard isName(name) else { throw nameFailure }
        _ = try await self.client.vault("PUT", "/secrets/\(name)", ["value": .string(self.form.exact("value") ?? "")])
        return done("/portal/vault/secrets/\(name)", .saved)
    }

    private func createCertificate() async throws -> PlatformResponse {
        let name = self.form.text("name") ?? ""
        guard isName(name) else { throw nameFailure }
        let renewal: JSONValue = [
            ["trigger": ["lifetime_percentage": 80], "action": ["action_type": "AutoRenew"]]
        ]
        var policy: JSONObject = [
            "issuer": ["name": "Self"],
            "x509_props": [
                "subject": .string(self.form.text("subject") ?? "CN=\(name)"),
                "validity_months": .number(self.form.text("months").flatMap { Int($0) } ?? 12),
            ],
        ]
        if self.form.text("renews") != nil { policy["lifetime_actions"] = renewal }
        _ = try await self.client.vault("POST", "/certificates/\(name)/create", ["policy": .object(policy)])
        return done("/portal/vault/certificates/\(name)", .created)
    }

    private func change(_ kind: String, _ name: String, _ verb: String) async throws -> PlatformResponse {
        switch verb {
        case "reveal" where kind == "secrets":
            let version = self.form.text("version") ?? ""
            guard version.isEmpty || isName(version) else { return missing() }
            let secret = try await self.client.vault("GET", "/secrets/\(name)/\(version)")
            return try await secretPage(name, value: secret["value"]?.string, of: version)
        case "renew" where kind == "certificates":
            let certificate = try await self.client.vault("GET", "/certificates/\(name)/policy")
            _ = try await self.client.vault("POST", "/certificates/\(name)/create", ["policy": certificate])
            return done("/portal/vault/certificates/\(name)", .renewed)
        case "delete":
            _ = try await self.client.vault("DELETE", "/\(kind)/\(name)")
            return done("/portal/vault", .deleted)
        case "recover":
            _ = try await self.client.vault("POST", "/deleted\(kind)/\(name)/recover")
            return done("/portal/vault/\(kind)/\(name)", .recovered)
        case "purge":
            _ = try await self.client.vault("DELETE", "/deleted\(kind)/\(name)")
            return done("/portal/vault", .purged)
        default: return missing()
        }
    }

    private var nameFailure: PortalClient.Failure {
        PortalClient.Failure(
            status: 400,
            code: "BadParameter",
            message: "A name in the vault has 1 to 127 letters, digits and hyphens."
        )
    }
}
