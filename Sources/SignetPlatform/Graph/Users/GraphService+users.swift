// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension GraphService {
    /// Answers below `/v1.0/users` and `/v1.0/me`.
    func users(
        _ exchange: Exchange,
        _ segments: [String],
        _ token: VerifiedAccessToken,
        _ directory: GraphDirectory
    ) async throws -> GraphAnswer {
        let request = exchange.request
        let target: UserTarget
        if segments.first == "me" {
            guard let id = token.userID else {
                throw GraphRefusal.badRequest("/me request is only valid with delegated authentication flow.")
            }
            target = UserTarget(me: id, segments.dropFirst())
        } else {
            target = try UserTarget(users: segments.dropFirst())
        }
        try self.authorizer.require(need(request.method, target, isOwn: segments.first == "me"), of: token)
        let foreign = try await self.store.tenants().filter { $0.id != directory.tenant }.flatMap(\.domainNames)
        let operations = UserOperations(directory: directory, foreignDomains: Set(foreign), now: exchange.now)
        switch (request.method, target.key, target.rest) {
        case ("GET", .none, []): return try await operations.list(GraphQuery(request.query))
        case ("POST", .none, []): return try await operations.create(request)
        case ("GET", .some(let key), []): return try await operations.read(key, GraphQuery(request.query))
        case ("PATCH", .some(let key), []): return try await operations.change(key, request)
        case ("DELETE", .some(let key), []): return try await operations.delete(key)
        case ("POST", .some(let key), ["revokeSignInSessions"]),
            ("POST", .some(let key), ["microsoft.graph.revokeSignInSessions"]):
            return try await operations.revokeSessions(key)
        case (_, .some(let key), let rest) where rest.first == "appRoleAssignments":
            return try await assignments(operations, key, rest, request)
        case (_, .some(let key), let rest) where MembershipOperations.segments.contains(action(rest)):
            let user = try await operations.user(key).value
            return try await MembershipOperations(directory: directory, member: GraphPrincipal(user))
                .answer(request, [action(rest)] + rest.dropFirst())
        case (_, _, []), (_, _, ["revokeSignInSessions"]): throw GraphRefusal.methodNotAllowed
        case (_, _, let rest): throw GraphRefusal.unknownSegment(rest[0])
        }
    }

    /// The first segment behind a person, without the name of the schema that may stand before an action.
    private func action(_ rest: [String]) -> String {
        let prefix = "microsoft.graph."
        let first = rest.first ?? ""
        return first.hasPrefix(prefix) ? String(first.dropFirst(prefix.count)) : first
    }

    private func assignments(
        _ operations: UserOperations,
        _ key: UserTarget.Key,
        _ rest: [String],
        _ request: PlatformRequest
    ) async throws -> GraphAnswer {
        let user = try await operations.user(key).value
        return try await RoleAssignmentOperations(
            directory: operations.directory,
            direction: .held,
            end: GraphPrincipal(user),
            now: operations.now
        )
        .answer(request, Array(rest.dropFirst()))
    }

    private func need(_ method: String, _ target: UserTarget, isOwn: Bool) -> GraphAuthorizer.Need {
        switch (method, target.rest.first) {
        case (_, "revokeSignInSessions"), (_, "microsoft.graph.revokeSignInSessions"): .revokeSessions
        case ("GET", "appRoleAssignments"), ("GET", .none): isOwn ? .readOneself : .readUsers
        case (_, "appRoleAssignments"): .assignRoles
        case (_, .some) where MembershipOperations.segments.contains(action(target.rest)):
            isOwn ? .readOneself : .readMemberships
        default: .writeUsers
        }
    }
}
