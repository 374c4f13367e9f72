// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// Microsoft Graph's `/v1.0`, as far as app registrations need it.
struct GraphService: Sendable {
    let store: DirectoryStore
    let registry: ClientRegistry
    let authorizer: GraphAuthorizer
    let signIns: SignInLog
    let masterKey: MasterKey
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
        if segments == [GraphBatch.segment] { return try await batch(exchange) }
        let token = try await authenticated(exchange)
        let directory = GraphDirectory(
            store: self.store,
            registry: self.registry,
            tenant: token.tenant,
            origin: self.origin,
            masterKey: self.masterKey
        )
        if ["users", "me"].contains(segments.first) {
            return try await users(exchange, segments, token, directory)
        }
        if segments.prefix(2) == DirectoryAuditOperations.path[...] {
            return try await audits(exchange, segments, token)
        }
        if segments.prefix(2) == ["auditLogs", "signIns"] { return try await signIns(exchange, segments, token) }
        if TenantRoutes.collections.contains(segments.first ?? "") {
            let root = "\(self.origin)/v1.0"
            return try await TenantRoutes(store: self.store, authorizer: self.authorizer, token: token, root: root)
                .answer(exchange.request, segments)
        }
        return try await self.answer(exchange, segments, token, directory)
    }

    private func answer(
        _ exchange: Exchange,
        _ segments: [String],
        _ token: VerifiedAccessToken,
        _ directory: GraphDirectory
    ) async throws -> GraphAnswer {
        // These have their own kinds of path.
        let special = DirectoryRoleRoutes.collections.union([
            DeletedItemRoutes.collection, PolicyRoutes.collection, PermissionGrantRoutes.collection,
        ])
        let collection = DirectoryRoleRoutes.collection(segments.first ?? "")
        let target = try GraphTarget(special.contains(collection) ? [collection] : segments)
        let call = GraphCall(
            exchange: exchange,
            target: target,
            token: token,
            authorizer: self.authorizer,
            directory: directory
        )
        switch target.collection {
        case ApplicationOperations.collection: return try await ApplicationRoutes(call: call).answer()
        case ServicePrincipalOperations.collection: return try await ServicePrincipalRoutes(call: call).answer()
        case GroupRoutes.collection: return try await GroupRoutes(call: call).answer()
        case DeletedItemRoutes.collection where segments.dropFirst().first == CertificateAuthorityOperations.segment:
            return try await CertificateAuthorityOperations(call: call).answer(Array(segments.dropFirst(2)))
        case PolicyRoutes.collection:
            return try await PolicyRoutes(call: call, segments: Array(segments.dropFirst())).answer()
        case let name where DirectoryRoleRoutes.collections.contains(name):
            return try await DirectoryRoleRoutes(call: call, segments: segments).answer()
        case PermissionGrantRoutes.collection:
            return try await PermissionGrantRoutes(call: call, segments: Array(segments.dropFirst())).answer()
        case DeletedItemRoutes.collection:
            return try await DeletedItemRoutes(call: call, segments: Array(segments.dropFirst())).answer()
        default: throw GraphRefusal.unknownSegment(target.collection)
        }
    }

    private func audits(
        _ exchange: Exchange,
        _ segments: [String],
        _ token: VerifiedAccessToken
    ) async throws -> GraphAnswer {
        guard ["GET", "HEAD"].contains(exchange.request.method) else { throw GraphRefusal.methodNotAllowed }
        try self.authorizer.require(.readAuditLog, of: token)
        let root = "\(self.origin)/v1.0"
        let operations = DirectoryAuditOperations(store: self.store, tenant: token.tenant, root: root)
        switch segments.count {
        case 2: return try await operations.list(exchange.request.query)
        case 3: return try await operations.read(segments[2], exchange.request.query)
        default: throw GraphRefusal.unknownSegment(segments[3])
        }
    }

    private func signIns(
        _ exchange: Exchange,
        _ segments: [String],
        _ token: VerifiedAccessToken
    ) async throws -> GraphAnswer {
        guard ["GET", "HEAD"].contains(exchange.request.method) else { throw GraphRefusal.methodNotAllowed }
        try self.authorizer.require(.readAuditLog, of: token)
        let operations = SignInOperations(log: self.signIns, tenant: token.tenant, origin: self.origin)
        switch segments.count {
        case 2: return try await operations.list(exchange.request.query)
        case 3: return try await operations.read(segments[2])
        default: throw GraphRefusal.unknownSegment(segments[3])
        }
    }

    /// The bearer of a token that is still good.
    private func authenticated(_ exchange: Exchange) async throws -> VerifiedAccessToken {
        let token = try self.authorizer.authenticate(exchange)
        let check = AccessEvaluation(store: self.store, registry: self.registry)
        if let finding = try await check.finding(token, at: exchange.now) { throw GraphRefusal.revoked(finding) }
        return token
    }

    private func batch(_ exchange: Exchange) async throws -> GraphAnswer {
        _ = try await authenticated(exchange)
        return try await GraphBatch(exchange: exchange) { request in
            guard let segments = PercentEncoding.segments(ofPath: request.path), segments.last != GraphBatch.segment
            else {
                return GraphAnswer.refused(.badRequest("The url of a batch request is malformed."))
                    .response(exchange, origin: self.origin)
            }
            return try await respond(Exchange(request, now: exchange.now), Array(segments.dropFirst()))
        }
        .answer()
    }
}
