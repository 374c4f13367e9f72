// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// What a payload changes in a person, for creation and change alike.
struct UserChange: Sendable {
    private static let type = "User"
    private static let readOnly = [
        "id", "createdDateTime", "deletedDateTime", "lastPasswordChangeDateTime", "signInSessionsValidFromDateTime",
    ]
    private static let passwordTooWeak = GraphRefusal.badRequest(
        "The specified password does not comply with password complexity requirements. Please provide a different "
            + "password."
    )
    private static let ignored = ["passwordPolicies"]

    let payload: GraphPayload
    /// The verified domain names of the other tenants.
    let foreignDomains: Set<String>
    let now: Date

    /// Puts the payload's properties into a person; what it does not name stays.
    func apply(to user: inout User) throws {
        for member in self.payload.object.members { try check(member.name) }
        if let name = try self.payload.string("displayName") {
            guard DisplayName.isAcceptable(name) else { throw invalid("displayName") }
            user.displayName = name
        }
        if let name = try self.payload.string("userPrincipalName") {
            user.userPrincipalName = try principalName(name)
        }
        if let name = try self.payload.string("mailNickname") {
            guard (1...64).contains(name.utf8.count), User.domain(of: name + "@a.example") != nil else {
                throw invalid("mailNickname")
            }
            user.mailNickname = name
        }
        if let enabled = try self.payload.bool("accountEnabled") {
            // Whoever was disabled must sign in again, also after having been enabled.
            if user.accountEnabled, !enabled { user.sessionsValidFrom = max(user.sessionsValidFrom, self.now) }
            user.accountEnabled = enabled
        }
        if let type = try self.payload.string("userType") {
            guard ["Member", "Guest"].contains(type) else { throw invalid("userType") }
            user.userType = type
        }
        user.givenName = try text("givenName", user.givenName)
        user.surname = try text("surname", user.surname)
        user.mail = try text("mail", user.mail)
        for name in UserResource.kept where self.payload.object[name] != nil {
            user.others[name] = try text(name, nil).map(JSONValue.string)
        }
        for name in ["businessPhones", "otherMails"] {
            guard let texts = try self.payload.strings(name) else { continue }
            guard texts.count <= 250, texts.allSatisfy({ $0.utf8.count <= 256 }) else { throw invalid(name) }
            user.others[name] = .strings(texts)
        }
        try changePassword(of: &user)
    }

    private func check(_ name: String) throws(GraphRefusal) {
        if Self.readOnly.contains(name) {
            throw .badRequest("Property '\(name)' is read-only and cannot be set.")
        }
        let known = [
            "displayName", "userPrincipalName", "mailNickname", "accountEnabled", "userType", "givenName", "surname",
            "mail", "businessPhones", "otherMails", "passwordProfile",
        ]
        guard
            known.contains(name) || UserResource.kept.contains(name) || Self.ignored.contains(name)
                || name.hasPrefix("@odata.")
        else { throw .badRequest("Invalid property '\(name.prefix(128))'.") }
    }

    /// A user principal name must not lie in another tenant's domain.
    ///
    /// The real directory demands one of the tenant's own; nobody verifies domains for a test's sake.
    private func principalName(_ name: String) throws(GraphRefusal) -> String {
        guard let domain = User.domain(of: name) else {
            throw .badRequest("Property userPrincipalName is invalid.")
        }
        guard !self.foreignDomains.contains(domain) else {
            throw .badRequest(
                "The domain portion of the userPrincipalName property is invalid. You must use one of the verified "
                    + "domain names in your organization."
            )
        }
        return name
    }

    private func text(_ name: String, _ present: String?) throws(GraphRefusal) -> String? {
        guard let value = self.payload.object[name] else { return present }
        if value == .null { return nil }
        guard let text = value.string, text.utf8.count <= 1_024,
            text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { throw invalid(name) }
        return text
    }

    private func changePassword(of user: inout User) throws {
        guard let profile = try self.payload.object("passwordProfile") else { return }
        let fields = GraphPayload(profile, resource: "PasswordProfile")
        if let password = try fields.string("password") {
            guard PasswordRule.isAcceptable(password) else { throw Self.passwordTooWeak }
            user.password = try PasswordDigest(of: SecretBytes(utf8: password))
            user.passwordChanged = self.now
            user.sessionsValidFrom = max(user.sessionsValidFrom, self.now)
        }
        if let mustChange = try fields.bool("forceChangePasswordNextSignIn") { user.mustChangePassword = mustChange }
    }

    private func invalid(_ property: String) -> GraphRefusal { .invalidValue(property, of: Self.type) }
}
