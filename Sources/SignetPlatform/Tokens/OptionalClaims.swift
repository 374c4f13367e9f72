// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// The claims that an application wants beyond the usual ones ("Optional claims reference").
struct OptionalClaims: Sendable {
    /// Which of an application's tokens is meant.
    enum Kind: String, Sendable {
        case accessToken
        case idToken
    }

    private var entries: [(name: String, properties: [String])] = []

    init() {}

    /// Reads an application's `optionalClaims`.
    init(_ application: Application?, _ kind: Kind) {
        let wanted = application?.others["optionalClaims"]?[kind.rawValue]?.array ?? []
        self.entries = wanted.compactMap { entry in
            guard let name = entry["name"]?.string else { return nil }
            return (name, (entry["additionalProperties"]?.array ?? []).compactMap(\.string))
        }
    }

    /// Whether the application understands revocations (`xms_cc`).
    var areContinuous: Bool { self.entries.contains { $0.name == "xms_cc" } }

    /// The additional properties of a claim; none where it is not wanted.
    func properties(of name: String) -> [String] {
        self.entries.first { $0.name == name }?.properties ?? []
    }

    /// The members of a token of an application of its own accord.
    func membersOfApplication() -> [JSONObject.Member] {
        guard self.entries.contains(where: { $0.name == "idtyp" }) else { return [] }
        return [JSONObject.Member(name: "idtyp", value: "app")]
    }

    /// The members of a person's token.
    func members(of person: TokenPerson) -> [JSONObject.Member] {
        self.entries.compactMap { entry in
            value(entry.name, entry.properties, person).map { JSONObject.Member(name: entry.name, value: $0) }
        }
    }

    private func value(_ name: String, _ properties: [String], _ person: TokenPerson) -> JSONValue? {
        let user = person.user
        switch name {
        case "idtyp": return properties.contains("include_user_token") ? "user" : nil
        case "acct": return .number(user.userType == "Guest" ? 1 : 0)
        case "auth_time": return .seconds(person.signIn.authenticated)
        case "ctry": return user.others["country"].flatMap { $0.string == nil ? nil : $0 }
        case "email": return user.mail.map(JSONValue.string)
        case "verified_primary_email": return user.mail.map { .strings([$0]) }
        case "family_name": return user.surname.map(JSONValue.string)
        case "given_name": return user.givenName.map(JSONValue.string)
        case "upn": return .string(user.userPrincipalName)
        case "preferred_username": return .string(user.userPrincipalName)
        case "login_hint": return .string(user.userPrincipalName)
        case "sid": return .string(person.signIn.sessionID)
        case "ipaddr": return person.signIn.address.map(JSONValue.string)
        default: return nil
        }
    }
}
