// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore
import SignetPlatform

extension PortalCall {
    /// Registers the certificate of a file: PEM or DER; a key that came along is not kept.
    func upload(_ id: String) async throws -> PlatformResponse {
        guard let file = self.form.file("file"), let bundle = try? CertificateBundle(bytes: file),
            let details = bundle.certificates.first?.details
        else {
            throw PortalClient.Failure(
                status: 400,
                code: "Certificate",
                message: "The file holds no certificate that can be read. Choose a .cer, .crt, .pem or .der file."
            )
        }
        var keys = try await keyCredentials(id)
        var key: JSONObject = [
            "type": "AsymmetricX509Cert", "usage": "Verify", "key": .string(Base64.encode(details.der)),
            "displayName": .string(self.form.text("name") ?? details.subject),
        ]
        key["startDateTime"] = .string(Timestamp.iso8601(details.notBefore))
        key["endDateTime"] = .string(Timestamp.iso8601(details.notAfter))
        keys.append(.object(key))
        _ = try await self.client.graph("PATCH", "/applications/\(id)", ["keyCredentials": .array(keys)])
        return done("/portal/applications/\(id)", .uploaded)
    }

    /// Takes a credential out of the collection, which Graph replaces as a whole.
    func remove(_ id: String, _ member: String) async throws {
        let wanted = self.form.text("key")
        let keys = try await keyCredentials(id).filter { $0["keyId"]?.string != wanted }
        _ = try await self.client.graph("PATCH", "/applications/\(id)", ["keyCredentials": .array(keys)])
    }

    private func keyCredentials(_ id: String) async throws -> [JSONValue] {
        let found = try await self.client.graph("GET", "/applications/\(id)?$select=id,keyCredentials")
        return found["keyCredentials"]?.array ?? []
    }

    /// Makes a secret and shows it on the page that answers, once: the address of the page does not show it again.
    func addSecret(_ id: String) async throws -> PlatformResponse {
        let months = min(max(self.form.text("months").flatMap { Int($0) } ?? 6, 1), 24)
        let end = self.now.addingTimeInterval(Double(months) * 30.44 * 86_400)
        let made = try await self.client.graph(
            "POST",
            "/applications/\(id)/addPassword",
            [
                "passwordCredential": [
                    "displayName": .string(self.form.text("name") ?? "Client secret"),
                    "endDateTime": .string(Timestamp.iso8601(end)),
                ]
            ]
        )
        return try await application(id, secret: made["secretText"]?.string)
    }

    func addFederated(_ id: String) async throws -> PlatformResponse {
        let body: JSONValue = [
            "name": .string(self.form.text("name") ?? ""), "issuer": .string(self.form.text("issuer") ?? ""),
            "subject": .string(self.form.text("subject") ?? ""), "audiences": ["api://AzureADTokenExchange"],
        ]
        _ = try await self.client.graph("POST", "/applications/\(id)/federatedIdentityCredentials", body)
        return done("/portal/applications/\(id)", .created)
    }
}
