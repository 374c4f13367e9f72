// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// What a payload changes in an application, for creation and change alike.
struct ApplicationChange: Sendable {
    private static let readOnly = [
        "id", "appId", "createdDateTime", "deletedDateTime", "publisherDomain", "uniqueName",
    ]
    private static let audiences = [
        "AzureADMyOrg", "AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount", "PersonalMicrosoftAccount",
    ]

    let payload: GraphPayload
    let now: Date

    /// Puts the payload's properties into an application; what it does not name stays.
    func apply(to application: inout Application) throws(GraphRefusal) {
        for member in self.payload.object.members { try check(member.name) }
        if let name = try self.payload.string("displayName") {
            guard DisplayName.isAcceptable(name) else { throw invalid("displayName") }
            application.displayName = name
        }
        if let audience = try self.payload.string("signInAudience") {
            guard Self.audiences.contains(audience) else { throw invalid("signInAudience") }
            application.signInAudience = audience
        }
        if let uris = try self.payload.strings("identifierUris") {
            application.identifierURIs = try identifierURIs(uris)
        }
        if let api = try self.payload.object("api") {
            try merge(api, into: &application.api)
        }
        if let roles = try self.payload.objects("appRoles", of: "AppRole") {
            application.appRoles = try Self.roles(roles)
        }
        if let keys = try self.payload.objects("keyCredentials", of: "KeyCredential") {
            let rules = KeyCredentialRules(existing: application.keyCredentials, now: self.now)
            application.keyCredentials = try rules.collection(keys)
        }
        if let passwords = try self.payload.objects("passwordCredentials", of: "PasswordCredential") {
            application.passwordCredentials = try PasswordCredentialRules.collection(
                passwords,
                existing: application.passwordCredentials
            )
        }
        if let subjects = try self.payload.objects("trustedCertificateSubjects", of: "TrustedCertificateSubject") {
            application.trustedCertificateSubjects = try subjects.map { subject throws(GraphRefusal) in
                try TrustedCertificateSubject(subject)
            }
        }
        for property in KeptProperty.ofApplication where self.payload.object[property.name] != nil {
            application.others[property.name] = try property.value(in: self.payload)
        }
        try SignInRules.check(application)
        try application.requireManifestSize()
    }

    private func check(_ name: String) throws(GraphRefusal) {
        let known = [
            "displayName", "signInAudience", "identifierUris", "api", "appRoles", "keyCredentials",
            "passwordCredentials", "trustedCertificateSubjects",
        ]
        if known.contains(name) || name.hasPrefix("@odata.") { return }
        if Self.readOnly.contains(name) {
            throw .badRequest("Property '\(name)' is read-only and cannot be set.")
        }
        guard KeptProperty.ofApplication.contains(where: { $0.name == name }) else {
            throw .badRequest("Invalid property '\(name.prefix(128))'.")
        }
    }

    private func merge(_ sent: JSONObject, into api: inout JSONObject) throws(GraphRefusal) {
        let payload = GraphPayload(sent, resource: "Application")
        if let version = payload.value("requestedAccessTokenVersion") {
            guard let number = version.integer, number == 1 || number == 2 else {
                throw invalid("requestedAccessTokenVersion")
            }
        }
        for member in sent.members {
            guard let property = KeptProperty.ofAPI.first(where: { $0.name == member.name }) else {
                throw .badRequest("Invalid property '\(member.name.prefix(128))'.")
            }
            api[member.name] = try property.value(in: payload) ?? property.absent
        }
    }

    private func identifierURIs(_ uris: [String]) throws(GraphRefusal) -> [String] {
        let folded = Set(uris.map { $0.lowercased() })
        guard folded.count == uris.count, uris.count <= 50 else { throw invalid("identifierUris") }
        let reserved = Set(BuiltInResource.all.flatMap(\.identifierURIs))
        for uri in uris {
            let scheme = uri.prefix { $0 != ":" }
            let isPrintable = uri.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            guard isPrintable, !scheme.isEmpty, scheme.count < uri.count, uri.utf8.count <= 255,
                !reserved.contains(uri.lowercased())
            else { throw invalid("identifierUris") }
        }
        return uris
    }

    private static func roles(_ payloads: [GraphPayload]) throws(GraphRefusal) -> [AppRole] {
        let roles = try payloads.map { payload throws(GraphRefusal) in
            guard let id = try payload.guid("id") else { throw .invalidValue("id", of: "AppRole") }
            return AppRole(
                id: id,
                value: try payload.string("value"),
                displayName: try payload.requiredString("displayName"),
                description: try payload.requiredString("description"),
                allowedMemberTypes: try payload.strings("allowedMemberTypes") ?? ["Application"],
                isEnabled: try payload.bool("isEnabled") ?? true
            )
        }
        let values = roles.compactMap(\.value)
        guard Set(roles.map(\.id)).count == roles.count, Set(values).count == values.count else {
            throw .invalidValue("appRoles", of: "Application")
        }
        return roles
    }

    private func invalid(_ property: String) -> GraphRefusal { .invalidValue(property, of: "Application") }
}
