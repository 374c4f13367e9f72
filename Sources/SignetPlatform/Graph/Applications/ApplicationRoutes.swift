// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What the paths below `/v1.0/applications` mean.
struct ApplicationRoutes: Sendable {
    let call: GraphCall

    func answer() async throws -> GraphAnswer {
        let operations = ApplicationOperations(directory: self.call.directory, now: self.call.now)
        guard let key = self.call.target.key else { return try await collection(operations) }
        switch (self.call.method, self.call.rest) {
        case ("GET", []):
            try self.call.require(.readApplications)
            return try await operations.read(key, self.call.query())
        case ("PATCH", []):
            if case .uniqueName(let name) = key, let created = try await createIfMissing(name, operations) {
                return created
            }
            try await requireChange(key)
            return try await operations.change(key, self.call.request)
        case ("DELETE", []):
            try await requireChange(key)
            return try await operations.delete(key)
        case (_, []): throw GraphRefusal.methodNotAllowed
        case (_, let rest) where rest[0] == OwnerOperations.segment:
            let owners = OwnerOperations(call: self.call, holder: .application(key))
            return try await owners.answer(Array(rest.dropFirst()))
        case (_, let rest) where rest[0] == PolicyAssignmentOperations.segment:
            return try await PolicyAssignmentOperations(call: self.call, application: key)
                .answer(Array(rest.dropFirst()))
        case (_, let rest) where rest[0] == TokenLifetimePolicyOperations.segment:
            return try await TokenLifetimePolicyOperations(call: self.call)
                .assignment(Array(rest.dropFirst()), of: .application(key))
        case (_, let rest) where FederatedCredentialOperations.isMeant(by: rest[0]):
            return try await FederatedCredentialOperations(call: self.call, application: key).answer(rest)
        case (_, let rest):
            let credentials = CredentialOperations(call: self.call, holder: .application(key))
            guard let answer = try await credentials.answer(to: rest) else {
                throw GraphRefusal.unknownSegment(rest[0])
            }
            return answer
        }
    }

    private func collection(_ operations: ApplicationOperations) async throws -> GraphAnswer {
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

    /// Creates the application of a unique name, where there is none and the request says so.
    private func createIfMissing(_ name: String, _ operations: ApplicationOperations) async throws -> GraphAnswer? {
        guard self.call.createsIfMissing else { return nil }
        let directory = self.call.directory
        guard try await directory.store.application(uniqueName: name, tenant: directory.tenant) == nil else {
            return nil
        }
        try self.call.require(.createApplications)
        return try await operations.create(self.call.request, owner: self.call.token, uniqueName: name)
    }

    private func requireChange(_ key: GraphTarget.Key) async throws {
        // Whoever may write no application at all does not learn which ones exist.
        try self.call.require(.writeOwnedApplications)
        try self.call.requireChange(ofOwnedBy: try await self.call.directory.application(key).value.owners)
    }
}
