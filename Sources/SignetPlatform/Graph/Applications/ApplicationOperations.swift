// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// `/v1.0/applications`.
///
/// Creating an application makes its service principal as well, as the real portal does, so that it can sign in at once.
/// Graph alone would not; a script that goes on with `POST /v1.0/servicePrincipals`, as it must there, gets its 201 here too.
struct ApplicationOperations: Sendable {
    static let collection = "applications"
    private static let type = "Application"

    let directory: GraphDirectory
    let now: Date

    func list(_ query: GraphQuery) async throws -> GraphAnswer {
        try await listing(query).answer()
    }

    func count(_ query: GraphQuery) async throws -> GraphAnswer {
        try await listing(query).count()
    }

    private func listing(_ query: GraphQuery) -> GraphListing {
        let (store, tenant) = (self.directory.store, self.directory.tenant)
        return GraphListing(
            page: page(query),
            indexes: [
                "appId": "appId", "displayName": "displayName", "uniqueName": "uniqueName",
                "identifierUris": "identifierUri",
            ],
            properties: [
                "id", "appId", "displayName", "uniqueName", "identifierUris", "createdDateTime", "signInAudience",
                "publisherDomain", "description", "notes", "tags", "keyCredentials", "passwordCredentials",
            ]
        ) { lookup, after, limit in
            try await store.applications(tenant: tenant, lookup: lookup, after: after, limit: limit)
                .map { ($0.value.id, ApplicationResource(application: $0.value).properties(withKeys: false)) }
        }
    }

    func read(_ key: GraphTarget.Key, _ query: GraphQuery) async throws -> GraphAnswer {
        let application = try await self.directory.application(key).value
        let withKeys = query.select?.contains("keyCredentials") ?? false
        let properties = ApplicationResource(application: application).properties(withKeys: withKeys)
        return .object(try page(query).entity(properties))
    }

    func create(
        _ request: PlatformRequest,
        owner: VerifiedAccessToken,
        uniqueName: String? = nil
    ) async throws -> GraphAnswer {
        let payload = try GraphPayload(request, resource: Self.type)
        var application = Application(
            id: GUID.random(),
            appID: GUID.random(),
            created: self.now,
            displayName: try payload.requiredString("displayName"),
            signInAudience: "AzureADMyOrg",
            identifierURIs: [],
            api: JSONObject(),
            appRoles: [],
            keyCredentials: [],
            passwordCredentials: [],
            others: JSONObject()
        )
        application.owners = [owner.objectID]
        application.uniqueName = uniqueName
        try ApplicationChange(payload: payload, now: self.now).apply(to: &application)
        try await self.directory.restrictions(of: application).check(application, before: nil)
        var principal = ServicePrincipal(application, created: self.now)
        principal.isProvisioned = true
        principal.owners = application.owners
        let records = [
            application.record(tenant: self.directory.tenant), principal.record(tenant: self.directory.tenant),
        ]
        try await uniqueNames { try await self.directory.apply(records.map { .insert($0) }, appID: application.appID) }
        let location =
            "\(self.directory.origin)/v2/\(self.directory.tenant)/directoryObjects/\(application.id)"
            + "/Microsoft.DirectoryServices.Application"
        let properties = ApplicationResource(application: application).properties(withKeys: false)
        return .created(try page(GraphQuery(nil)).entity(properties), location: location)
    }

    func change(_ key: GraphTarget.Key, _ request: PlatformRequest) async throws -> GraphAnswer {
        let change = ApplicationChange(payload: try GraphPayload(request, resource: Self.type), now: self.now)
        try await uniqueNames {
            try await self.directory.change(application: key) { try change.apply(to: &$0) }
        }
        return .noContent
    }

    /// Puts the application with its service principal in this tenant into the recycle bin.
    func delete(_ key: GraphTarget.Key) async throws -> GraphAnswer {
        try await self.directory.retrying {
            let application = try await self.directory.application(key)
            let tenant = self.directory.tenant
            var changes: [RecordChange] = [
                .delete(application.value.record(tenant: tenant).key, version: application.version),
                .insert(DeletedItem(application.value, tenant: tenant, deleted: self.now).record(tenant: tenant)),
            ]
            let appID = application.value.appID
            if let principal = try await self.directory.store.servicePrincipal(appID: appID, tenant: tenant) {
                let item = DeletedItem(principal.value, tenant: tenant, deleted: self.now)
                changes += [
                    .delete(principal.value.record(tenant: tenant).key, version: principal.version),
                    .insert(item.record(tenant: tenant)),
                ]
            }
            try await self.directory.apply(changes, appID: appID)
        }
        return .noContent
    }

    private func page(_ query: GraphQuery) -> GraphPage {
        GraphPage(root: self.directory.root, collection: Self.collection, type: "application", query: query)
    }

    private func uniqueNames(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as StorageError where error.code == .duplicate {
            throw GraphRefusal.badRequest(
                "Another object with the same value for property identifierUris already exists."
            )
        }
    }
}
