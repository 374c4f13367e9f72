// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `/v1.0/policies/authorizationPolicy`.
struct AuthorizationPolicyOperations: Sendable {
    private static let type = "AuthorizationPolicy"
    private static let permissions = "defaultUserRolePermissions"
    private static let grants = "permissionGrantPoliciesAssigned"

    let call: GraphCall

    func answer() async throws -> GraphAnswer {
        let directory = self.call.directory
        let found = try await directory.store.authorizationPolicy(tenant: directory.tenant)
        switch self.call.method {
        case "GET":
            try self.call.require(.readPolicies)
            return .object(shown(found.value))
        case "PATCH":
            try self.call.require(.writeAuthorizationPolicy)
            let policy = try changed(found.value, by: try self.call.payload(of: Self.type))
            let record = policy.record(tenant: directory.tenant, version: max(1, found.version))
            try await directory.applyToAll([found.version == 0 ? .insert(record) : .replace(record)])
            return .noContent
        default: throw GraphRefusal.methodNotAllowed
        }
    }

    private func changed(
        _ policy: AuthorizationPolicy,
        by payload: GraphPayload
    ) throws(GraphRefusal) -> AuthorizationPolicy {
        var policy = policy
        for name in ["allowInvitesFrom", "guestUserRoleId", "description", "displayName"] {
            if let text = try payload.string(name) { policy.others[name] = .string(text) }
        }
        for name in ["allowedToSignUpEmailBasedSubscriptions", "allowedToUseSSPR", "blockMsolPowerShell"] {
            if let value = try payload.bool(name) { policy.others[name] = .bool(value) }
        }
        guard let object = try payload.object(Self.permissions) else { return policy }
        let permissions = GraphPayload(object, resource: Self.type)
        if let grants = try permissions.strings(Self.grants) { policy.permissionGrantPolicies = grants }
        var kept = policy.others[Self.permissions]?.object ?? JSONObject()
        for name in ["allowedToCreateApps", "allowedToCreateSecurityGroups", "allowedToReadOtherUsers"] {
            if let value = try permissions.bool(name) { kept[name] = .bool(value) }
        }
        policy.others[Self.permissions] = .object(kept)
        return policy
    }

    private func shown(_ policy: AuthorizationPolicy) -> JSONObject {
        var permissions: JSONObject = [
            "allowedToCreateApps": true, "allowedToCreateSecurityGroups": true, "allowedToReadOtherUsers": true,
        ]
        for member in policy.others[Self.permissions]?.object?.members ?? [] { permissions[member.name] = member.value }
        permissions[Self.grants] = .strings(policy.permissionGrantPolicies)
        var object: JSONObject = [
            "@odata.context": .string("\(self.call.directory.root)/$metadata#policies/authorizationPolicy/$entity"),
            "id": .string(AuthorizationPolicy.id), "displayName": "Authorization Policy",
            "description": "Used to manage authorization related settings across the company.",
            "allowInvitesFrom": "everyone", "allowedToSignUpEmailBasedSubscriptions": true, "allowedToUseSSPR": true,
            "blockMsolPowerShell": false, "guestUserRoleId": "10dae51f-b6af-4016-8d66-8c2a99b929b3",
        ]
        for member in policy.others.members { object[member.name] = member.value }
        object[Self.permissions] = .object(permissions)
        return object
    }
}
