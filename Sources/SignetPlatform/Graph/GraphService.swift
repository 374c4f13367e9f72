// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Microsoft Graph's `/v1.0`, as far as app registrations need it.
struct GraphService: Sendable {
    let store: DirectoryStore
    let registry: ClientRegistry
    let authorizer: GraphAuthorizer
    let origin: String

    /// Answers a request whose path continued with `segments` behind `/v1.0`.
    func respond(_ exchange: Exchange, _ segments: [String]) async throws -> PlatformResponse {
        let answer: GraphAnswer
        do {
            answer = try await self.answer(exchange, segments)
        } catch let refusal as GraphRefusal {
            answer = .refused(refusal)
        }
        return answer.response(exchange, origin: self.origin)
    }

    private func answer(_ exchange: Exchange, _ segments: [String]) async throws -> GraphAnswer {
        let token = try self.authorizer.authenticate(exchange)
        let directory = GraphDirectory(
            store: self.store,
            registry: self.registry,
            tenant: token.tenant,
            origin: self.origin
        )
        if ["users", "me"].contains(segments.first) {
            return try await users(exchange, segments, token, directory)
        }
        let target = try GraphTarget(segments)
        switch target.collection {
        case ApplicationOperations.collection:
            return try await applications(exchange, target, token, directory)
        case ServicePrincipalOperations.collection:
            return try await servicePrincipals(exchange, target, token, directory)
        default:
            throw GraphRefusal.unknownSegment(target.collection)
        }
    }

    private func applications(
        _ exchange: Exchange,
        _ target: GraphTarget,
        _ token: VerifiedAccessToken,
        _ directory: GraphDirectory
    ) async throws -> GraphAnswer {
        let request = exchange.request
        let operations = ApplicationOperations(directory: directory, now: exchange.now)
        try self.authorizer.require(request.method == "GET" ? .readApplications : .writeApplications, of: token)
        switch (request.method, target.key, target.rest) {
        case ("GET", .none, []): return try await operations.list(GraphQuery(request.query))
        case ("POST", .none, []): return try await operations.create(request)
        case ("GET", .some(let key), []): return try await operations.read(key, GraphQuery(request.query))
        case ("PATCH", .some(let key), []): return try await operations.change(key, request)
        case ("DELETE", .some(let key), []): return try await operations.delete(key)
        case ("POST", .some(let key), ["addPassword"]), ("POST", .some(let key), ["microsoft.graph.addPassword"]):
            return try await operations.addPassword(key, request)
        case ("POST", .some(let key), ["removePassword"]), ("POST", .some(let key), ["microsoft.graph.removePassword"]):
            return try await operations.removePassword(key, request)
        case (_, _, []), (_, _, ["addPassword"]), (_, _, ["removePassword"]): throw GraphRefusal.methodNotAllowed
        case (_, _, let rest): throw GraphRefusal.unknownSegment(rest[0])
        }
    }

    private func servicePrincipals(
        _ exchange: Exchange,
        _ target: GraphTarget,
        _ token: VerifiedAccessToken,
        _ directory: GraphDirectory
    ) async throws -> GraphAnswer {
        let request = exchange.request
        let operations = ServicePrincipalOperations(directory: directory, now: exchange.now)
        let assignments = RoleAssignmentOperations(principals: operations)
        let concernsRoles = target.rest.first == "appRoleAssignments"
        let change: GraphAuthorizer.Need = concernsRoles ? .assignRoles : .writeApplications
        try self.authorizer.require(request.method == "GET" ? .readApplications : change, of: token)
        switch (request.method, target.key, target.rest.count) {
        case ("GET", .none, 0): return try await operations.list(GraphQuery(request.query))
        case ("POST", .none, 0): return try await operations.create(request)
        case ("GET", .some(let key), 0): return try await operations.read(key, GraphQuery(request.query))
        case ("PATCH", .some(let key), 0): return try await operations.change(key, request)
        case ("DELETE", .some(let key), 0): return try await operations.delete(key)
        case ("GET", .some(let key), 1) where concernsRoles: return try await assignments.list(key)
        case ("POST", .some(let key), 1) where concernsRoles: return try await assignments.create(key, request)
        case ("DELETE", .some(let key), 2) where concernsRoles:
            return try await assignments.delete(key, target.rest[1].lowercased())
        case (_, _, 0): throw GraphRefusal.methodNotAllowed
        case _ where concernsRoles: throw GraphRefusal.methodNotAllowed
        default: throw GraphRefusal.unknownSegment(target.rest[0])
        }
    }
}
