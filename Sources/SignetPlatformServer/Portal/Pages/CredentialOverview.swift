// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore

/// Everything that expires: certificates and secrets of applications, certificates in the vault.
struct CredentialOverview: Sendable {
    struct Entry: Sendable {
        let kind: String
        let owner: String
        let detail: String
        let link: String
        let start: Date
        let end: Date
    }

    /// The entries, the one that ends first at the head.
    let entries: [Entry]

    init(applications: [JSONValue], vault: [JSONValue]) {
        var entries: [Entry] = []
        for application in applications {
            let owner = application["displayName"]?.string ?? ""
            let link = "/portal/applications/\(application["id"]?.string ?? "")"
            for (member, kind) in [("keyCredentials", "Certificate"), ("passwordCredentials", "Client secret")] {
                for credential in application[member]?.array ?? [] {
                    guard let (start, end) = Self.validity(credential) else { continue }
                    let detail = kind == "Certificate" ? Self.thumbprint(credential) : credential["displayName"]?.string
                    let entry = Entry(
                        kind: kind,
                        owner: owner,
                        detail: detail ?? "",
                        link: link,
                        start: start,
                        end: end
                    )
                    entries.append(entry)
                }
            }
        }
        for item in vault {
            guard let id = item["id"]?.string, let name = id.split(separator: "/").last,
                let start = item["attributes"]?["nbf"]?.integer, let end = item["attributes"]?["exp"]?.integer
            else { continue }
            entries.append(
                Entry(
                    kind: "Vault certificate",
                    owner: String(name),
                    detail: Self.hexadecimal(item["x5t"]?.string) ?? "",
                    link: "/portal/vault/certificates/\(name)",
                    start: Date(timeIntervalSince1970: Double(start)),
                    end: Date(timeIntervalSince1970: Double(end))
                )
            )
        }
        self.entries = entries.sorted { $0.end < $1.end }
    }

    static func validity(_ credential: JSONValue) -> (start: Date, end: Date)? {
        guard let start = credential["startDateTime"]?.string.flatMap(Timestamp.parse),
            let end = credential["endDateTime"]?.string.flatMap(Timestamp.parse)
        else { return nil }
        return (start, end)
    }

    /// The SHA-1 thumbprint of a key credential: of the certificate where Graph gave it, else its identifier.
    static func thumbprint(_ credential: JSONValue) -> String? {
        if let key = credential["key"]?.string, let der = Base64.decodeLenient(key) {
            return Thumbprint.sha1(ofDER: der).hexadecimal
        }
        guard let text = credential["customKeyIdentifier"]?.string else { return nil }
        if text.utf8.count == 40, Hexadecimal.decode(text) != nil { return text.uppercased() }
        return Base64.decodeLenient(text).map { $0.count == 20 ? Hexadecimal.encode($0) : text }
    }

    static func hexadecimal(_ base64URL: String?) -> String? {
        base64URL.flatMap { Base64.decodeLenient($0) }.map { Hexadecimal.encode($0) }
    }
}
