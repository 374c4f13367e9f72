// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetPlatform

/// What a seed file asks for: read whole before anything is changed.
struct Seed: Sendable {
    struct TenantPart: Sendable {
        let place: SeedPlace
        /// `nil` for the default tenant.
        let configuration: TenantConfiguration?
        let applications: [SeedApplication]
        let users: [SeedUser]
    }

    let tenants: [TenantPart]

    private static let content = ["applications", "users"]

    init(_ node: SeedNode) throws(PlatformServerError) {
        let root = try SeedObject(node, "a seed", keys: ["tenants"] + Self.content)
        var tenants = [try Self.part(root, nil)]
        for node in try root.list("tenants") {
            let object = try SeedObject(node, "a tenant", keys: ["id", "displayName", "domains"] + Self.content)
            let id = try object.string("id")
            let domains = try object.strings("domains")
            guard id != nil || !domains.isEmpty else {
                throw object.place.mistake("a tenant needs an 'id' or 'domains', by which it is found again")
            }
            let configuration = TenantConfiguration(
                id: id,
                displayName: try object.string("displayName"),
                domainNames: domains
            )
            tenants.append(try Self.part(object, configuration))
        }
        self.tenants = tenants
    }

    private static func part(
        _ object: SeedObject,
        _ configuration: TenantConfiguration?
    ) throws(PlatformServerError) -> TenantPart {
        var applications: [SeedApplication] = []
        for node in try object.list("applications") { applications.append(try SeedApplication(node)) }
        var users: [SeedUser] = []
        for node in try object.list("users") { users.append(try SeedUser(node)) }
        return TenantPart(
            place: object.place,
            configuration: configuration,
            applications: applications,
            users: users
        )
    }
}

/// A role of a resource, granted.
struct SeedGrant: Sendable {
    let place: SeedPlace
    let resource: String
    let role: String

    init(_ node: SeedNode) throws(PlatformServerError) {
        let object = try SeedObject(node, "a granted role", keys: ["resource", "role"])
        self.place = object.place
        self.resource = try object.required("resource")
        self.role = try object.required("role")
    }
}

/// A person.
struct SeedUser: Sendable {
    let place: SeedPlace
    let principalName: String
    let displayName: String
    let password: SecretBytes
    let roles: [SeedGrant]
    /// The roles of administrators, by display name or template.
    let directoryRoles: [String]
    let properties: JSONObject

    init(_ node: SeedNode) throws(PlatformServerError) {
        let keys = ["userPrincipalName", "displayName", "password", "roles", "directoryRoles", "properties"]
        let object = try SeedObject(node, "a user", keys: keys)
        self.place = object.place
        self.principalName = try object.required("userPrincipalName")
        self.displayName = try object.string("displayName") ?? String(self.principalName.prefix { $0 != "@" })
        self.password = SecretBytes(utf8: try object.required("password"))
        var roles: [SeedGrant] = []
        for node in try object.list("roles") { roles.append(try SeedGrant(node)) }
        self.roles = roles
        self.directoryRoles = try object.strings("directoryRoles")
        self.properties = object["properties"]?.json.object ?? JSONObject()
    }
}
