// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What the paths below `/v1.0/servicePrincipals` mean.
struct ServicePrincipalRoutes: Sendable {
    let call: GraphCall

    func answer() async throws -> GraphAnswer {
        let operations = ServicePrincipalOperations(directory: self.call.directory, now: self.call.now)
        guard let key = self.call.target.key else { return try await collection(operations) }
        switch (self.call.method, self.call.rest) {
        case ("GET", []):
            try self.call.require(.readApplications)
            return try await operations.read(key, self.call.query())
        case ("PATCH", []):
            if case .appID(let appID) = key, let created = try await createIfMissing(appID, operations) {
                return created
            }
            try await requireChange(key)
            return try await operations.change(key, self.call.request)
        case ("DELETE", []):
            try await requireChange(key)
            return try await operations.delete(key)
        case (_, []): throw GraphRefusal.methodNotAllowed
        case (_, let rest): return try await below(key, rest)
        }
    }

    private func below(
        _ key: GraphTarget.Key,
        _ rest: [String]
    ) async throws -> GraphAnswer {
        if let direction = RoleAssignmentOperations.Direction(rawValue: rest[0]) {
            try self.call.require(self.call.method == "GET" ? .readApplications : .assignRoles)
            let principal = try await self.call.directory.servicePrincipal(key).value
            return try await RoleAssignmentOperations(
                directory: self.call.directory,
                direction: direction,
                end: GraphPrincipal(principal),
                now: self.call.now
            )
            .answer(self.call.request, Array(rest.dropFirst()))
        }
        if rest[0] == TokenLifetimePolicyOperations.segment {
            return try await TokenLifetimePolicyOperations(call: self.call)
                .assignment(Array(rest.dropFirst()), of: .servicePrincipal(key))
        }
        if rest[0] == OwnerOperations.segment {
            let owners = OwnerOperations(call: self.call, holder: .servicePrincipal(key))
            return try await owners.answer(Array(rest.dropFirst()))
        }
        if MembershipOperations.segments.contains(rest[0]) {
            try self.call.require(.readMemberships)
            let principal = GraphPrincipal(try await self.call.directory.servicePrincipal(key).value)
            return try await MembershipOperations(directory: self.call.directory, member: principal)
                .answer(self.call.request, [rest[0]] + self.call.target.rest.dropFirst())
        }
        let credentials = CredentialOperations(call: self.call, holder: .servicePrincipal(key))
        guard let answer = try await credentials.answer(to: rest) else { throw GraphRefusal.unknownSegment(rest[0]) }
        return answer
    }

    private func collection(_ operations: ServicePrincipalOperations) async throws -> GraphAnswer {
        switch (self.call.method, self.call.rest) {
        case ("GET", []):
            try self.call.require(.readApplications)
            return try await operations.list(self.call.query())
        case ("POST", []):
            try self.call.require(.createApplications)
            return try await operations.create(self.call.request, owner: self.call.token)
        case ("GET", ["$count"]):
            try self.call.require(.readApplications)
            return try await operations.count(self.call.countQuery())
        case (_, []): throw GraphRefusal.methodNotAllowed
        case (_, let rest): throw GraphRefusal.unknownSegment(rest[0])
        }
    }

    /// Creates the service principal of an application, where there is none and the request says so.
    private func createIfMissing(
        _ appID: String,
        _ operations: ServicePrincipalOperations
    ) async throws -> GraphAnswer? {
        guard self.call.createsIfMissing else { return nil }
        let directory = self.call.directory
        guard try await directory.store.servicePrincipal(appID: appID, tenant: directory.tenant) == nil else {
            return nil
        }
        try self.call.require(.createApplications)
        return try await operations.create(self.call.request, owner: self.call.token, appID: appID)
    }

    private func requireChange(_ key: GraphTarget.Key) async throws {
        try self.call.require(.writeOwnedApplications)
        try self.call.requireChange(ofOwnedBy: try await self.call.directory.servicePrincipal(key).value.owners)
    }
}
