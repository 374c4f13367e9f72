// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// The roles granted to a service principal, and the ones that it grants as a resource.
struct RoleAssignmentOperations: Sendable {
    /// From which end the assignments of a service principal are seen.
    enum Direction: String, Sendable {
        /// What it holds.
        case held = "appRoleAssignments"
        /// What it grants.
        case granted = "appRoleAssignedTo"

        fileprivate var lookup: String {
            switch self {
            case .held: "principalId"
            case .granted: "resourceId"
            }
        }
    }

    private static let type = "AppRoleAssignment"

    let directory: GraphDirectory
    let direction: Direction
    /// The object from which the assignments are seen.
    let end: GraphPrincipal
    let now: Date

    /// Answers what stands behind the name of the direction: nothing, or an assignment's identifier.
    func answer(_ request: PlatformRequest, _ rest: [String]) async throws -> GraphAnswer {
        switch (request.method, rest.count) {
        case ("GET", 0): return try await list()
        case ("POST", 0): return try await create(GraphPayload(request, resource: Self.type))
        case ("GET", 1): return .object(try await entity(assignment(rest[0]).value))
        case ("DELETE", 1): return try await delete(rest[0])
        case (_, 0), (_, 1): throw GraphRefusal.methodNotAllowed
        case (_, _): throw GraphRefusal.unknownSegment(rest[1])
        }
    }

    private func list() async throws -> GraphAnswer {
        let found = try await self.directory.store.assignments(
            tenant: self.directory.tenant,
            of: (self.direction.lookup, self.end.id)
        )
        var shown: [JSONValue] = []
        for assignment in found {
            guard let properties = try await properties(assignment.value) else { continue }
            shown.append(.object(properties))
        }
        return .object(["@odata.context": .string(context), "value": .array(shown)])
    }

    private func create(_ payload: GraphPayload) async throws -> GraphAnswer {
        guard let resourceID = try payload.guid("resourceId"), let roleID = try payload.guid("appRoleId"),
            let principalID = try payload.guid("principalId")
        else {
            throw GraphRefusal.badRequest("Specify principalId, resourceId and appRoleId of resource '\(Self.type)'.")
        }
        guard self.end.id == (self.direction == .held ? principalID : resourceID) else {
            throw GraphRefusal.invalidValue(self.direction.lookup, of: Self.type)
        }
        let resource = try await self.directory.servicePrincipal(.id(resourceID)).value
        guard let principal = try await self.directory.principal(principalID) else {
            throw GraphRefusal.notFound(principalID)
        }
        try await check(roleID, of: resource, for: principal)
        let assignment = AppRoleAssignment(
            id: GUID.random(),
            principalID: principalID,
            principalType: principal.type,
            resourceID: resourceID,
            appRoleID: roleID,
            created: self.now
        )
        do {
            try await self.directory.applyOnce(
                [.insert(assignment.record(tenant: self.directory.tenant))],
                appID: principal.appID ?? ""
            )
        } catch let error as StorageError where error.code == .duplicate {
            throw GraphRefusal.badRequest("Permission being assigned already exists on the object.")
        }
        return .created(
            try await entity(assignment),
            location:
                "\(self.directory.root)/\(self.end.collection)/\(self.end.id)/\(self.direction.rawValue)/\(assignment.id)"
        )
    }

    /// Whether a resource offers a role to such a principal.
    private func check(_ roleID: String, of resource: ServicePrincipal, for principal: GraphPrincipal) async throws {
        let role = try await ServicePrincipalOperations(directory: self.directory, now: self.now)
            .resource(resource).roles.first { $0.id == roleID && $0.isEnabled }
        guard roleID == AppRoleAssignment.noRole || role != nil else {
            throw GraphRefusal.badRequest("Permission being assigned was not found on application '\(resource.appID)'.")
        }
        let wanted = principal.type == .servicePrincipal ? "Application" : "User"
        guard role?.allowedMemberTypes.contains(wanted) ?? true else {
            throw GraphRefusal.badRequest(
                "Permission being assigned cannot be held by a principal of type '\(wanted)'."
            )
        }
    }

    private func delete(_ id: String) async throws -> GraphAnswer {
        let found = try await assignment(id)
        let key = found.value.record(tenant: self.directory.tenant).key
        let principal = try await self.directory.principal(found.value.principalID)
        try await self.directory.applyOnce([.delete(key, version: found.version)], appID: principal?.appID ?? "")
        return .noContent
    }

    private func assignment(_ id: String) async throws -> DirectoryStore.Versioned<AppRoleAssignment> {
        let found = try await self.directory.store.assignment(id: id.lowercased(), tenant: self.directory.tenant)
        guard let found,
            self.end.id == (self.direction == .held ? found.value.principalID : found.value.resourceID)
        else { throw GraphRefusal.notFound(id) }
        return found
    }

    private var context: String { "\(self.directory.root)/$metadata#appRoleAssignments" }

    private func entity(_ assignment: AppRoleAssignment) async throws -> JSONObject {
        guard let properties = try await properties(assignment) else { throw GraphRefusal.notFound(assignment.id) }
        let member = JSONObject.Member(name: "@odata.context", value: .string(context + "/$entity"))
        return JSONObject([member] + properties.members)
    }

    /// An assignment as it is shown; `nil` where one of its ends was deleted.
    private func properties(_ assignment: AppRoleAssignment) async throws -> JSONObject? {
        let tenant = self.directory.tenant
        guard let principal = try await self.directory.principal(assignment.principalID),
            let resource = try await self.directory.store.servicePrincipal(id: assignment.resourceID, tenant: tenant)
        else { return nil }
        return [
            "id": .string(assignment.id),
            "deletedDateTime": .null,
            "appRoleId": .string(assignment.appRoleID),
            "createdDateTime": .string(Timestamp.iso8601(assignment.created)),
            "principalDisplayName": .string(principal.displayName),
            "principalId": .string(assignment.principalID),
            "principalType": .string(assignment.principalType.rawValue),
            "resourceDisplayName": .string(resource.value.displayName),
            "resourceId": .string(assignment.resourceID),
        ]
    }
}
