// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `/v1.0/policies`: app management policies.
struct PolicyRoutes: Sendable {
    static let collection = "policies"
    private static let type = "AppManagementPolicy"
    private static let restrictionTypes = [
        "passwordCredentials": [
            "passwordAddition", "passwordLifetime", "symmetricKeyAddition", "symmetricKeyLifetime",
            "customPasswordAddition",
        ],
        "keyCredentials": ["asymmetricKeyLifetime", "trustedCertificateAuthority"],
    ]

    let call: GraphCall
    /// The segments behind `policies`.
    let segments: [String]

    private var directory: GraphDirectory { self.call.directory }

    func answer() async throws -> GraphAnswer {
        if self.segments == [AuthorizationPolicy.id] {
            return try await AuthorizationPolicyOperations(call: self.call).answer()
        }
        try self.call.require(self.call.method == "GET" ? .readPolicies : .writePolicies)
        if self.segments.first == TokenLifetimePolicyOperations.segment {
            return try await TokenLifetimePolicyOperations(call: self.call).answer(Array(self.segments.dropFirst()))
        }
        switch (self.call.method, self.segments) {
        case ("GET", ["defaultAppManagementPolicy"]): return .object(shownDefault(try await defaultPolicy().value))
        case ("PATCH", ["defaultAppManagementPolicy"]): return try await changeDefault()
        case ("GET", ["appManagementPolicies"]):
            let all = try await self.directory.store.appManagementPolicies(tenant: self.directory.tenant)
            let context = "\(self.directory.root)/$metadata#policies/appManagementPolicies"
            return .object(["@odata.context": .string(context), "value": .array(all.map { .object(Self.shown($0)) })])
        case ("POST", ["appManagementPolicies"]): return try await create()
        case (_, let path) where path.first == "appManagementPolicies" && path.count > 1:
            return try await one(path[1].lowercased(), Array(path.dropFirst(2)))
        case (_, ["defaultAppManagementPolicy"]), (_, ["appManagementPolicies"]): throw GraphRefusal.methodNotAllowed
        default: throw GraphRefusal.unknownSegment(self.segments.first ?? "")
        }
    }

    private func one(_ id: String, _ rest: [String]) async throws -> GraphAnswer {
        let found = try await self.directory.store.appManagementPolicy(id: id, tenant: self.directory.tenant)
        guard let found, id != AppManagementPolicy.defaultID else { throw GraphRefusal.notFound(id) }
        switch (self.call.method, rest) {
        case ("GET", []): return .object(entity(Self.shown(found.value)))
        case ("PATCH", []):
            var policy = found.value
            try change(&policy, try self.call.payload(of: Self.type))
            let record = policy.record(tenant: self.directory.tenant, version: found.version)
            try await self.directory.applyOnce([.replace(record)], appID: "")
            return .noContent
        case ("DELETE", []):
            let key = found.value.record(tenant: self.directory.tenant).key
            try await self.directory.applyOnce([.delete(key, version: found.version)], appID: "")
            return .noContent
        case (_, []): throw GraphRefusal.methodNotAllowed
        case (_, let rest): throw GraphRefusal.unknownSegment(rest[0])
        }
    }

    private func create() async throws -> GraphAnswer {
        let payload = try self.call.payload(of: Self.type)
        var policy = AppManagementPolicy(
            id: GUID.random(),
            displayName: try payload.requiredString("displayName"),
            description: "",
            isEnabled: true,
            applicationRestrictions: JSONObject(),
            servicePrincipalRestrictions: JSONObject()
        )
        try change(&policy, payload)
        try await self.directory.applyOnce([.insert(policy.record(tenant: self.directory.tenant))], appID: "")
        let location = "\(self.directory.root)/policies/appManagementPolicies/\(policy.id)"
        return .created(entity(Self.shown(policy)), location: location)
    }

    private func changeDefault() async throws -> GraphAnswer {
        let payload = try self.call.payload(of: "TenantAppManagementPolicy")
        let (found, version) = try await { ($0.value, $0.version) }(defaultPolicy())
        var policy = found
        try change(&policy, payload)
        let tenant = self.directory.tenant
        let change: RecordChange =
            version == 0
            ? .insert(policy.record(tenant: tenant)) : .replace(policy.record(tenant: tenant, version: version))
        try await self.directory.applyOnce([change], appID: "")
        return .noContent
    }

    /// The tenant's policy; version 0 where it was never changed.
    private func defaultPolicy() async throws -> DirectoryStore.Versioned<AppManagementPolicy> {
        let id = AppManagementPolicy.defaultID
        return try await self.directory.store.appManagementPolicy(id: id, tenant: self.directory.tenant)
            ?? DirectoryStore.Versioned(value: .initial, version: 0)
    }

    private func change(_ policy: inout AppManagementPolicy, _ payload: GraphPayload) throws(GraphRefusal) {
        if let name = try payload.string("displayName") { policy.displayName = name }
        if let text = try payload.string("description") { policy.description = text }
        if let enabled = try payload.bool("isEnabled") { policy.isEnabled = enabled }
        for name in ["restrictions", "applicationRestrictions", "servicePrincipalRestrictions"] {
            guard let restrictions = try payload.object(name) else { continue }
            try Self.check(GraphPayload(restrictions, resource: payload.resource))
            if name != "servicePrincipalRestrictions" {
                policy.applicationRestrictions = restrictions
            } else {
                policy.servicePrincipalRestrictions = restrictions
            }
        }
    }

    private static func check(_ restrictions: GraphPayload) throws(GraphRefusal) {
        for (collection, types) in self.restrictionTypes {
            for entry in try restrictions.objects(collection, of: "CredentialConfiguration") ?? [] {
                guard types.contains(try entry.requiredString("restrictionType")) else {
                    throw .invalidValue("restrictionType", of: entry.resource)
                }
                guard try entry.string("maxLifetime").map({ PeriodText.seconds($0) != nil }) ?? true else {
                    throw .invalidValue("maxLifetime", of: entry.resource)
                }
                guard ["enabled", "disabled", nil].contains(try entry.string("state")) else {
                    throw .invalidValue("state", of: entry.resource)
                }
                _ = try entry.date("restrictForAppsCreatedAfterDateTime")
            }
        }
    }

    private func entity(_ properties: JSONObject) -> JSONObject {
        let context = "\(self.directory.root)/$metadata#policies/appManagementPolicies/$entity"
        return JSONObject([JSONObject.Member(name: "@odata.context", value: .string(context))] + properties.members)
    }

    static func shown(_ policy: AppManagementPolicy) -> JSONObject {
        [
            "id": .string(policy.id), "displayName": .string(policy.displayName),
            "description": .string(policy.description), "isEnabled": .bool(policy.isEnabled),
            "restrictions": .object(policy.applicationRestrictions),
        ]
    }

    private func shownDefault(_ policy: AppManagementPolicy) -> JSONObject {
        [
            "@odata.context": .string("\(self.directory.root)/$metadata#policies/defaultAppManagementPolicy/$entity"),
            "id": .string(policy.id), "displayName": .string(policy.displayName),
            "description": .string(policy.description), "isEnabled": .bool(policy.isEnabled),
            "applicationRestrictions": .object(policy.applicationRestrictions),
            "servicePrincipalRestrictions": .object(policy.servicePrincipalRestrictions),
        ]
    }
}
