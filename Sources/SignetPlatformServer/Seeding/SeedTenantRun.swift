// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import SignetPlatform

/// The part of a seed that concerns one tenant.
struct SeedTenantRun: Sendable {
    private static let day: TimeInterval = 86_400

    let directory: PlatformOperator
    let files: SeedFiles

    func apply(_ part: Seed.TenantPart) async throws {
        var identifiers: [String] = []
        for application in part.applications { identifiers.append(try await register(application)) }
        // Roles afterwards: they may be those of an application further down.
        for (application, id) in zip(part.applications, identifiers) {
            guard let principal = try await self.directory.principal(ofApplication: id) else { continue }
            for role in application.roles {
                try await grant(role, to: principal.id, under: "/servicePrincipals/\(principal.id)/appRoleAssignments")
            }
        }
        for user in part.users { try await register(user) }
    }

    private func register(_ application: SeedApplication) async throws -> String {
        let id = try await identifier(application)
        var properties = application.properties
        properties["displayName"] = .string(application.displayName)
        if !application.appRoles.isEmpty {
            let stored = await self.directory.graph("GET", "/applications/\(id)").body["appRoles"]?.array ?? []
            properties["appRoles"] = .array(Self.merged(application.appRoles, into: stored))
        }
        try await require("PATCH", "/applications/\(id)", .object(properties), at: application.place)
        for certificate in application.certificates {
            let details = try self.files.certificate(certificate, for: application.displayName)
            try await self.directory.register(details, displayName: certificate.displayName, on: id)
        }
        for secret in application.secrets {
            let value = try self.files.secret(secret)
            let lifetime = Double(secret.days) * Self.day
            try await self.directory.register(value, displayName: secret.displayName, lifetime: lifetime, on: id)
        }
        for federation in application.federations { try await register(federation, on: id) }
        return id
    }

    /// The application with the client ID or, without one, the one with the display name.
    private func identifier(_ application: SeedApplication) async throws -> String {
        if let appID = application.appID {
            return try await self.directory.application(appID: appID, displayName: application.displayName)
        }
        let name = application.displayName.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "''")
        let found = await self.directory.graph(
            "GET",
            "/applications",
            query: "$filter=displayName%20eq%20'\(Self.encode(name))'"
        )
        let matches = found.body["value"]?.array ?? []
        guard matches.count <= 1 else {
            throw application.place.mistake(
                "there are \(matches.count) applications named '\(application.displayName)'; say which by 'appId'"
            )
        }
        if let id = matches.first?["id"]?.string { return id }
        let made = try await require(
            "POST",
            "/applications",
            ["displayName": .string(application.displayName)],
            at: application.place
        )
        guard let id = made["id"]?.string else { throw application.place.mistake("the application has no identifier") }
        return id
    }

    /// Stored roles keep their identifiers; roles that the seed does not name stay.
    private static func merged(_ wanted: [JSONObject], into stored: [JSONValue]) -> [JSONValue] {
        var roles = stored
        for role in wanted {
            let value = role["value"]?.string ?? ""
            if roles.contains(where: { $0["value"]?.string == value }) { continue }
            roles.append([
                "id": .string(role["id"]?.string ?? GUID.random()),
                "value": .string(value),
                "displayName": .string(role["displayName"]?.string ?? value),
                "description": .string(role["description"]?.string ?? value),
                "allowedMemberTypes": role["allowedMemberTypes"] ?? ["Application", "User"],
                "isEnabled": true,
            ])
        }
        return roles
    }

    private func register(_ federation: SeedApplication.Federation, on id: String) async throws {
        let path = "/applications/\(id)/federatedIdentityCredentials"
        let listed = await self.directory.graph("GET", path).body["value"]?.array ?? []
        guard let found = listed.first(where: { $0["name"]?.string == federation.name }) else {
            try await require("POST", path, federation.body, at: federation.place)
            return
        }
        let isSame = ["issuer", "subject", "audiences"].allSatisfy { found[$0] == federation.body[$0] }
        guard !isSame, let key = found["id"]?.string else { return }
        var change = federation.body.object ?? JSONObject()
        change["name"] = nil
        try await require("PATCH", "\(path)/\(key)", .object(change), at: federation.place)
    }

    private func grant(_ role: SeedGrant, to principal: String, under path: String) async throws {
        guard let resource = try await self.directory.resource(named: role.resource) else {
            throw role.place.mistake("there is no resource '\(role.resource)', or several applications have this name")
        }
        guard let roleID = resource.roles[role.role] else {
            let names = resource.roles.keys.sorted().joined(separator: ", ")
            throw role.place.mistake("'\(role.resource)' has no role '\(role.role)'; it has: \(names)")
        }
        let held = await self.directory.graph("GET", path).body["value"]?.array ?? []
        let isHeld = held.contains { $0["appRoleId"]?.string == roleID && $0["resourceId"]?.string == resource.id }
        guard !isHeld else { return }
        let body: JSONValue = [
            "principalId": .string(principal), "resourceId": .string(resource.id), "appRoleId": .string(roleID),
        ]
        try await require("POST", path, body, at: role.place)
    }

    private func register(_ user: SeedUser) async throws {
        let path = "/users/\(Self.encode(user.principalName))"
        var found = await self.directory.graph("GET", path)
        if found.status == 404 {
            var body = user.properties
            body["userPrincipalName"] = .string(user.principalName)
            body["displayName"] = .string(user.displayName)
            body["accountEnabled"] = body["accountEnabled"] ?? true
            body["mailNickname"] = body["mailNickname"] ?? .string(String(user.principalName.prefix { $0 != "@" }))
            let password = user.password.withExposedBytes { String(decoding: $0, as: UTF8.self) }
            body["passwordProfile"] = ["password": .string(password), "forceChangePasswordNextSignIn": false]
            found.body = try await require("POST", "/users", .object(body), at: user.place)
        } else if !user.properties.members.isEmpty {
            try await require("PATCH", path, .object(user.properties), at: user.place)
        }
        guard let id = found.body["id"]?.string else { throw user.place.mistake("the user cannot be read") }
        for role in user.roles { try await grant(role, to: id, under: "/users/\(id)/appRoleAssignments") }
        for role in user.directoryRoles { try await assign(role, to: id, at: user.place) }
    }

    /// Gives somebody a role of administrators, unless it is held already.
    private func assign(_ name: String, to id: String, at place: SeedPlace) async throws {
        let management = "/roleManagement/directory"
        let roles = await self.directory.graph("GET", "\(management)/roleDefinitions").body["value"]?.array ?? []
        let wanted = name.lowercased()
        let role = roles.first { role in
            [role["displayName"]?.string?.lowercased(), role["id"]?.string].contains(wanted)
        }
        guard let roleID = role?["id"] else {
            let names = roles.compactMap { $0["displayName"]?.string }.sorted().joined(separator: ", ")
            throw place.mistake("there is no directory role '\(name)'; there are: \(names)")
        }
        let path = "\(management)/roleAssignments"
        let held = await self.directory.graph("GET", path, query: "$filter=principalId%20eq%20'\(id)'")
        guard held.body["value"]?.array?.contains(where: { $0["roleDefinitionId"] == roleID }) != true else { return }
        let body: JSONValue = ["principalId": .string(id), "roleDefinitionId": roleID, "directoryScopeId": "/"]
        try await require("POST", path, body, at: place)
    }

    @discardableResult
    private func require(
        _ method: String,
        _ path: String,
        _ body: JSONValue,
        at place: SeedPlace
    ) async throws -> JSONValue {
        let answer = await self.directory.graph(method, path, body)
        guard (200...299).contains(answer.status) else {
            let message = answer.body["error"]?["message"]?.string ?? "status \(answer.status)"
            throw place.mistake("the directory refused: \(message)")
        }
        return answer.body
    }

    private static func encode(_ text: String) -> String {
        text.utf8
            .map { byte in
                let scalar = UnicodeScalar(byte)
                let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || (0x30...0x39).contains(byte))
                return isPlain || "-._~@'".unicodeScalars.contains(scalar)
                    ? String(scalar) : "%" + Hexadecimal.encode([byte])
            }
            .joined()
    }
}
