// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// `/v1.0/users/{id}/appRoleAssignments`: the roles that a person holds at resources.
struct UserAssignmentOperations: Sendable {
    private static let type = "AppRoleAssignment"

    let users: UserOperations

    private var directory: GraphDirectory { self.users.directory }
    private var context: String { "\(self.directory.root)/$metadata#appRoleAssignments" }

    func list(_ key: UserTarget.Key) async throws -> GraphAnswer {
        let user = try await self.users.user(key).value
        var shown: [JSONValue] = []
        for assignment in user.assignments {
            let resource = try await self.directory.store.servicePrincipal(
                id: assignment.resourceID,
                tenant: self.directory.tenant
            )
            shown.append(.object(Self.properties(assignment, user, resource?.value)))
        }
        return .object(["@odata.context": .string(self.context), "value": .array(shown)])
    }

    func create(_ key: UserTarget.Key, _ request: PlatformRequest) async throws -> GraphAnswer {
        let payload = try GraphPayload(request, resource: Self.type)
        guard let resourceID = try payload.guid("resourceId"), let roleID = try payload.guid("appRoleId"),
            let principalID = try payload.guid("principalId")
        else {
            throw GraphRefusal.badRequest("Specify principalId, resourceId and appRoleId of resource '\(Self.type)'.")
        }
        let resource = try await self.directory.servicePrincipal(.id(resourceID)).value
        let roles = try await ServicePrincipalOperations(directory: self.directory, now: self.users.now)
            .resource(resource).roles
        guard
            roleID == AppRoleAssignment.noRole
                || roles.contains(where: { $0.id == roleID && $0.isEnabled && $0.allowedMemberTypes.contains("User") })
        else {
            throw GraphRefusal.badRequest("Permission being assigned was not found on application '\(resource.appID)'.")
        }
        let assignment = AppRoleAssignment(
            id: GUID.random(),
            resourceID: resourceID,
            appRoleID: roleID,
            created: self.users.now
        )
        let user = try await self.users.update(key) { user in
            guard user.id == principalID else { throw GraphRefusal.invalidValue("principalId", of: Self.type) }
            guard !user.assignments.contains(where: { $0.resourceID == resourceID && $0.appRoleID == roleID }) else {
                throw GraphRefusal.badRequest("Permission being assigned already exists on the object.")
            }
            user.assignments.append(assignment)
            return user
        }
        let member = JSONObject.Member(name: "@odata.context", value: .string(self.context + "/$entity"))
        return .created(
            JSONObject([member] + Self.properties(assignment, user, resource).members),
            location: "\(self.directory.root)/users/\(user.id)/appRoleAssignments/\(assignment.id)"
        )
    }

    func delete(_ key: UserTarget.Key, _ id: String) async throws -> GraphAnswer {
        try await self.users.update(key) { user in
            guard let index = user.assignments.firstIndex(where: { $0.id == id.lowercased() }) else {
                throw GraphRefusal.notFound(id)
            }
            user.assignments.remove(at: index)
        }
        return .noContent
    }

    private static func properties(
        _ assignment: AppRoleAssignment,
        _ user: User,
        _ resource: ServicePrincipal?
    ) -> JSONObject {
        [
            "id": .string(assignment.id),
            "deletedDateTime": .null,
            "appRoleId": .string(assignment.appRoleID),
            "createdDateTime": .string(Timestamp.iso8601(assignment.created)),
            "principalDisplayName": .string(user.displayName),
            "principalId": .string(user.id),
            "principalType": "User",
            "resourceDisplayName": .optional(resource?.displayName),
            "resourceId": .string(assignment.resourceID),
        ]
    }
}
