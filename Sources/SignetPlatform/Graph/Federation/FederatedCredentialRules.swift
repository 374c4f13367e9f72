// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The rules for `federatedIdentityCredentials`.
///
/// Source: "Important considerations and restrictions for federated identity credentials".
struct FederatedCredentialRules: Sendable {
    static let type = "FederatedIdentityCredential"
    private static let greatestCount = 20
    private static let greatestText = 600

    let existing: [FederatedIdentityCredential]

    /// Makes a credential of a payload.
    func created(_ payload: GraphPayload, name: String? = nil) throws(GraphRefusal) -> FederatedIdentityCredential {
        guard self.existing.count < Self.greatestCount else {
            throw .badRequest(
                "The application has the greatest number of federated identity credentials, \(Self.greatestCount)."
            )
        }
        let sent = try payload.string("name")
        guard let name = name ?? sent else { throw .valueRequired("name", of: Self.type) }
        guard Self.isName(name) else { throw .invalidValue("name", of: Self.type) }
        guard !self.existing.contains(where: { $0.name.lowercased() == name.lowercased() }) else {
            throw Self.conflict("FederatedIdentityCredential with name \(name) already exists.")
        }
        var credential = FederatedIdentityCredential(
            id: GUID.random(),
            name: name,
            issuer: try payload.requiredString("issuer"),
            subject: try payload.requiredString("subject"),
            audience: ""
        )
        guard try payload.strings("audiences") != nil else { throw .valueRequired("audiences", of: Self.type) }
        try change(&credential, payload)
        return credential
    }

    /// Puts a payload's properties into a credential; what it does not name stays.
    func change(_ credential: inout FederatedIdentityCredential, _ payload: GraphPayload) throws(GraphRefusal) {
        let known = ["name", "issuer", "subject", "audiences", "description", "id"]
        for member in payload.object.members where !known.contains(member.name) && !member.name.hasPrefix("@odata.") {
            throw .badRequest("Invalid property '\(member.name.prefix(128))'.")
        }
        for (property, value) in [("name", credential.name), ("id", credential.id)] {
            guard try payload.string(property).map({ $0 == value }) ?? true else {
                throw .badRequest("Property '\(property)' is read-only and cannot be set.")
            }
        }
        if let issuer = try payload.string("issuer") { credential.issuer = issuer }
        if let subject = try payload.string("subject") { credential.subject = subject }
        if let audiences = try payload.strings("audiences") {
            guard audiences.count == 1, let audience = audiences.first, Self.isText(audience) else {
                throw .invalidValue("audiences", of: Self.type)
            }
            credential.audience = audience
        }
        if payload.object["description"] != nil {
            credential.description = try payload.string("description")
            guard (credential.description?.utf8.count ?? 0) <= Self.greatestText else {
                throw .invalidValue("description", of: Self.type)
            }
        }
        guard Self.isText(credential.subject) else { throw .invalidValue("subject", of: Self.type) }
        guard RemoteAddress(credential.issuer) != nil, !credential.issuer.contains("?") else {
            throw .invalidValue("issuer", of: Self.type)
        }
        let twin = self.existing.contains {
            $0.id != credential.id && $0.issuer == credential.issuer && $0.subject == credential.subject
        }
        guard !twin else {
            throw Self.conflict(
                "FederatedIdentityCredential with issuer \(credential.issuer) and subject \(credential.subject) already "
                    + "exists."
            )
        }
    }

    private static func isText(_ text: String) -> Bool { (1...self.greatestText).contains(text.utf8.count) }

    /// Letters, digits, hyphens and underscores, 3 to 120, a letter or digit first.
    private static func isName(_ name: String) -> Bool {
        let characters = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        return characters && (3...120).contains(name.utf8.count) && !name.hasPrefix("-") && !name.hasPrefix("_")
    }

    private static func conflict(_ message: String) -> GraphRefusal {
        GraphRefusal(409, "Request_MultipleObjectsWithSameKeyValue", message)
    }
}
