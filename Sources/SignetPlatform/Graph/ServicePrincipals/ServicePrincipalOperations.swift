// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// `/v1.0/servicePrincipals`.
struct ServicePrincipalOperations: Sendable {
    static let collection = "servicePrincipals"
    private static let type = "ServicePrincipal"

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
            indexes: ["appId": "appId", "displayName": "displayName"],
            properties: [
                "id", "appId", "displayName", "accountEnabled", "alternativeNames", "appDisplayName",
                "appOwnerOrganizationId", "appRoleAssignmentRequired", "createdDateTime", "servicePrincipalNames",
                "servicePrincipalType", "signInAudience", "tags", "notes", "keyCredentials", "passwordCredentials",
            ]
        ) { lookup, after, limit in
            var shown: [GraphListing.Object] = []
            for principal in try await store.servicePrincipals(
                tenant: tenant,
                lookup: lookup,
                after: after,
                limit: limit
            ) {
                shown.append((principal.value.id, try await resource(principal.value).properties()))
            }
            return shown
        }
    }

    func read(_ key: GraphTarget.Key, _ query: GraphQuery) async throws -> GraphAnswer {
        let principal = try await self.directory.servicePrincipal(key).value
        let withKeys = query.select?.contains("keyCredentials") ?? false
        return .object(try page(query).entity(try await resource(principal).properties(withKeys: withKeys)))
    }

    /// Creates the service principal of an application, or takes over the one that was made with the application.
    func create(
        _ request: PlatformRequest,
        owner: VerifiedAccessToken,
        appID: String? = nil
    ) async throws -> GraphAnswer {
        let payload = try GraphPayload(request, resource: Self.type)
        let appID = try appID ?? payload.requiredString("appId").lowercased()
        let tenant = self.directory.tenant
        guard let application = try await self.directory.store.application(appID: appID, tenant: tenant)?.value else {
            throw GraphRefusal(
                400,
                "NoBackingApplicationObject",
                "The appId '\(appID.prefix(128))' of the service principal does not reference a valid application object."
            )
        }
        let present = try await self.directory.store.servicePrincipal(appID: application.appID, tenant: tenant)
        let provisioned = present.flatMap { $0.value.isProvisioned ? $0 : nil }
        var principal = provisioned?.value ?? ServicePrincipal(application, created: self.now)
        principal.isProvisioned = false
        principal.owners = [owner.objectID]
        principal.accountEnabled = true
        principal.appRoleAssignmentRequired = false
        var properties = payload.object
        properties["appId"] = nil
        try ServicePrincipalChange(payload: GraphPayload(properties, resource: Self.type), now: self.now)
            .apply(to: &principal)
        do {
            let record = principal.record(tenant: tenant, version: provisioned?.version ?? 1)
            try await self.directory.apply(
                [provisioned == nil ? .insert(record) : .replace(record)]
                    + (try await self.directory.pairChanges(principal, before: provisioned?.value)),
                appID: principal.appID
            )
        } catch let error as StorageError where error.code == .duplicate || error.code == .conflict {
            throw Self.nameInUse(application.appID)
        }
        let location =
            "\(self.directory.origin)/v2/\(tenant)/directoryObjects/\(principal.id)"
            + "/Microsoft.DirectoryServices.ServicePrincipal"
        let shown = ServicePrincipalResource(principal: principal, application: application, tenant: tenant)
        return .created(try page(GraphQuery(nil)).entity(shown.properties()), location: location)
    }

    private static func nameInUse(_ name: String) -> GraphRefusal {
        GraphRefusal(
            409,
            "Request_MultipleObjectsWithSameKeyValue",
            "The service principal cannot be created, updated, or restored because the service principal name \(name) is "
                + "already in use."
        )
    }

    func change(_ key: GraphTarget.Key, _ request: PlatformRequest) async throws -> GraphAnswer {
        let change = ServicePrincipalChange(
            payload: try GraphPayload(request, resource: Self.type),
            now: self.now
        )
        try await self.directory.change(servicePrincipal: key) { try change.apply(to: &$0) }
        return .noContent
    }

    func delete(_ key: GraphTarget.Key) async throws -> GraphAnswer {
        try await self.directory.retrying {
            let principal = try await self.directory.servicePrincipal(key)
            guard !BuiltInResource.all.contains(where: { $0.appID == principal.value.appID }) else {
                throw GraphRefusal.denied
            }
            let tenant = self.directory.tenant
            let item = DeletedItem(principal.value, tenant: tenant, deleted: self.now)
            let key = principal.value.record(tenant: tenant).key
            try await self.directory.apply(
                [.delete(key, version: principal.version), .insert(item.record(tenant: tenant))],
                appID: principal.value.appID
            )
        }
        return .noContent
    }

    func resource(_ principal: ServicePrincipal) async throws -> ServicePrincipalResource {
        let tenant = self.directory.tenant
        return ServicePrincipalResource(
            principal: principal,
            application: try await self.directory.store.application(appID: principal.appID, tenant: tenant)?.value,
            tenant: tenant
        )
    }

    private func page(_ query: GraphQuery) -> GraphPage {
        GraphPage(root: self.directory.root, collection: Self.collection, type: "servicePrincipal", query: query)
    }
}
