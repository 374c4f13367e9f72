// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// `/v1.0/servicePrincipals/{id}/appRoleAssignments`: the roles granted to a service principal as a client.
struct RoleAssignmentOperations: Sendable {
    private static let type = "AppRoleAssignment"

    let principals: ServicePrincipalOperations

    private var directory: GraphDirectory { self.principals.directory }

    func list(_ key: GraphTarget.Key) async throws -> GraphAnswer {
        let principal = try await self.directory.servicePrincipal(key).value
        var shown: [JSONValue] = []
        for assignment in principal.assignments {
            let resource = try await self.directory.store.servicePrincipal(
                id: assignment.resourceID,
                tenant: self.directory.tenant
            )
            shown.append(.object(Self.properties(assignment, principal, resource?.value)))
        }
        return .object(["@odata.context": .string(context), "value": .array(shown)])
    }

    func create(_ key: GraphTarget.Key, _ request: PlatformRequest) async throws -> GraphAnswer {
        let payload = try GraphPayload(request, resource: Self.type)
        guard let resourceID = try payload.guid("resourceId"), let roleID = try payload.guid("appRoleId"),
            let principalID = try payload.guid("principalId")
        else {
            throw GraphRefusal.badRequest("Specify principalId, resourceId and appRoleId of resource '\(Self.type)'.")
        }
        let resource = try await self.directory.servicePrincipal(.id(resourceID)).value
        let roles = try await self.principals.resource(resource).roles
        guard roleID == AppRoleAssignment.noRole || roles.contains(where: { $0.id == roleID && $0.isEnabled }) else {
            throw GraphRefusal.badRequest("Permission being assigned was not found on application '\(resource.appID)'.")
        }
        let assignment = AppRoleAssignment(
            id: GUID.random(),
            resourceID: resourceID,
            appRoleID: roleID,
            created: self.principals.now
        )
        let principal = try await self.directory.change(servicePrincipal: key) { principal in
            guard principal.id == principalID else { throw GraphRefusal.invalidValue("principalId", of: Self.type) }
            let held = principal.assignments.contains { $0.resourceID == resourceID && $0.appRoleID == roleID }
            guard !held else {
                throw GraphRefusal.badRequest("Permission being assigned already exists on the object.")
            }
            principal.assignments.append(assignment)
            return principal
        }
        let properties = Self.properties(assignment, principal, resource)
        let member = JSONObject.Member(name: "@odata.context", value: .string(context + "/$entity"))
        return .created(
            JSONObject([member] + properties.members),
            location: "\(self.directory.root)/servicePrincipals/\(principal.id)/appRoleAssignments/\(assignment.id)"
        )
    }

    func delete(_ key: GraphTarget.Key, _ id: String) async throws -> GraphAnswer {
        try await self.directory.change(servicePrincipal: key) { principal in
            guard let index = principal.assignments.firstIndex(where: { $0.id == id }) else {
                throw GraphRefusal.notFound(id)
            }
            principal.assignments.remove(at: index)
        }
        return .noContent
    }

    private var context: String { "\(self.directory.root)/$metadata#appRoleAssignments" }

    private static func properties(
        _ assignment: AppRoleAssignment,
        _ principal: ServicePrincipal,
        _ resource: ServicePrincipal?
    ) -> JSONObject {
        [
            "id": .string(assignment.id),
            "deletedDateTime": .null,
            "appRoleId": .string(assignment.appRoleID),
            "createdDateTime": .string(Timestamp.iso8601(assignment.created)),
            "principalDisplayName": .string(principal.displayName),
            "principalId": .string(principal.id),
            "principalType": "ServicePrincipal",
            "resourceDisplayName": .optional(resource?.displayName),
            "resourceId": .string(assignment.resourceID),
        ]
    }
}
