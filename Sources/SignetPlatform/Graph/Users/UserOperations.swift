// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// `/v1.0/users`.
struct UserOperations: Sendable {
    static let collection = "users"
    private static let type = "User"

    let directory: GraphDirectory
    /// The verified domain names of the other tenants.
    let foreignDomains: Set<String>
    let now: Date

    func list(_ query: GraphQuery) async throws -> GraphAnswer {
        let (store, tenant) = (self.directory.store, self.directory.tenant)
        return try await GraphListing(
            page: GraphPage(
                root: self.directory.root,
                collection: Self.collection,
                type: "user",
                query: query,
                usual: UserResource.usual
            ),
            indexes: ["userPrincipalName": "userPrincipalName", "displayName": "displayName", "mail": "mail"],
            properties: [
                "id", "userPrincipalName", "displayName", "mail", "mailNickname", "givenName", "surname", "userType",
                "accountEnabled", "createdDateTime",
            ]
        ) { lookup, after, limit in
            try await store.users(tenant: tenant, lookup: lookup, after: after, limit: limit)
                .map { ($0.value.id, UserResource(user: $0.value).allProperties) }
        }
        .answer()
    }

    func read(_ key: UserTarget.Key, _ query: GraphQuery) async throws -> GraphAnswer {
        .object(try page(query).entity(shown(try await user(key).value, query)))
    }

    func create(_ request: PlatformRequest) async throws -> GraphAnswer {
        let payload = try GraphPayload(request, resource: Self.type)
        guard try payload.bool("accountEnabled") != nil else {
            throw GraphRefusal.badRequest("A value is required for property 'accountEnabled' of resource 'User'.")
        }
        let nickname = try payload.requiredString("mailNickname")
        guard let profile = try payload.object("passwordProfile"), profile["password"]?.string?.isEmpty == false else {
            throw GraphRefusal.badRequest("A password must be specified to create a new user.")
        }
        var user = User(
            id: GUID.random(),
            created: self.now,
            userPrincipalName: try payload.requiredString("userPrincipalName"),
            displayName: try payload.requiredString("displayName"),
            mailNickname: nickname,
            userType: "Member",
            accountEnabled: true,
            passwordChanged: self.now,
            mustChangePassword: false,
            sessionsValidFrom: self.now,
            others: JSONObject()
        )
        try UserChange(payload: payload, foreignDomains: self.foreignDomains, now: self.now).apply(to: &user)
        let record = user.record(tenant: self.directory.tenant)
        try await uniqueName { try await self.directory.store.apply([.insert(record)]) }
        let location =
            "\(self.directory.origin)/v2/\(self.directory.tenant)/directoryObjects/\(user.id)"
            + "/Microsoft.DirectoryServices.User"
        return .created(try page(GraphQuery(nil)).entity(UserResource(user: user).usualProperties), location: location)
    }

    func change(_ key: UserTarget.Key, _ request: PlatformRequest) async throws -> GraphAnswer {
        let change = UserChange(
            payload: try GraphPayload(request, resource: Self.type),
            foreignDomains: self.foreignDomains,
            now: self.now
        )
        try await uniqueName { try await update(key) { try change.apply(to: &$0) } }
        return .noContent
    }

    /// Deletes a person with what was consented to for the person, and takes the person out of all groups.
    func delete(_ key: UserTarget.Key) async throws -> GraphAnswer {
        try await self.directory.retrying {
            let user = try await user(key)
            let tenant = self.directory.tenant
            var changes: [RecordChange] = [.delete(user.value.record(tenant: tenant).key, version: user.version)]
            let grants = try await self.directory.store.permissionGrants(
                tenant: tenant,
                lookup: ("principalId", user.value.id)
            )
            changes += grants.map { .delete($0.value.record(tenant: tenant).key, version: $0.version) }
            let assignments = try await self.directory.store.assignments(
                tenant: tenant,
                of: ("principalId", user.value.id)
            )
            changes += assignments.map { .delete($0.value.record(tenant: tenant).key, version: $0.version) }
            let roles = try await self.directory.store.directoryRoleAssignments(
                tenant: tenant,
                lookup: ("principalId", user.value.id)
            )
            changes += roles.map { .delete($0.value.record(tenant: tenant).key, version: $0.version) }
            changes += try await self.directory.store.departure(of: user.value.id, tenant: tenant)
            try await self.directory.store.apply(changes)
        }
        return .noContent
    }

    /// Makes everything that was issued to a person before now worthless (`revokeSignInSessions`).
    func revokeSessions(_ key: UserTarget.Key) async throws -> GraphAnswer {
        try await update(key) { $0.sessionsValidFrom = max($0.sessionsValidFrom, self.now) }
        return .object(["@odata.context": .string("\(self.directory.root)/$metadata#Edm.Boolean"), "value": true])
    }

    func user(_ key: UserTarget.Key) async throws -> DirectoryStore.Versioned<User> {
        let tenant = self.directory.tenant
        switch key {
        case .id(let id):
            guard let found = try await self.directory.store.user(id: id, tenant: tenant) else {
                throw GraphRefusal.notFound(id)
            }
            return found
        case .principalName(let name):
            guard let found = try await self.directory.store.user(principalName: name, tenant: tenant) else {
                throw GraphRefusal.notFound(name)
            }
            return found
        }
    }

    /// Changes a person; where another change overtakes this one, it is made again on the new state.
    func update<Result>(_ key: UserTarget.Key, _ body: (inout User) throws -> Result) async throws -> Result {
        try await self.directory.retrying {
            let found = try await user(key)
            var user = found.value
            let result = try body(&user)
            let record = user.record(tenant: self.directory.tenant, version: found.version)
            try await self.directory.store.apply([.replace(record)])
            return result
        }
    }

    private func shown(_ user: User, _ query: GraphQuery) -> JSONObject {
        let resource = UserResource(user: user)
        return query.select == nil ? resource.usualProperties : resource.allProperties
    }

    private func page(_ query: GraphQuery) -> GraphPage {
        GraphPage(root: self.directory.root, collection: Self.collection, type: "user", query: query)
    }

    private func uniqueName(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as StorageError where error.code == .duplicate {
            throw GraphRefusal.badRequest(
                "Another object with the same value for property userPrincipalName already exists."
            )
        }
    }
}
