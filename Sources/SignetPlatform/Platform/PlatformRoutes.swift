// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Which part of the platform answers which path.
struct PlatformRoutes: Sendable {
    /// What a path below a tenant means.
    private enum TenantRoute {
        case discovery(TokenEndpointVersion)
        case keys(TokenEndpointVersion)
        case token(TokenEndpointVersion)

        init?(_ segments: ArraySlice<String>) {
            switch Array(segments) {
            case ["v2.0", ".well-known", "openid-configuration"]: self = .discovery(.v2)
            case [".well-known", "openid-configuration"]: self = .discovery(.v1)
            case ["discovery", "v2.0", "keys"]: self = .keys(.v2)
            case ["discovery", "keys"]: self = .keys(.v1)
            case ["oauth2", "v2.0", "token"]: self = .token(.v2)
            case ["oauth2", "token"]: self = .token(.v1)
            default: return nil
            }
        }
    }

    private let origin: String
    private let mutualTLSOrigin: String?
    private let tenants: TenantDirectory
    private let keys: SigningKeyRing
    private let clients: ClientLookup
    private let tokenEndpoint: TokenEndpoint
    private let instances: InstanceDiscovery
    private let graph: GraphService
    private let vault: VaultService
    private let management: ManagementService
    private let signIns: SignInRecorder
    private let people: PeopleRoutes
    private let standards: StandardTokenEndpoints
    private let profile: PlatformProfile

    init(foundation: PlatformFoundation, registry: ClientRegistry, origins: [String], mutualTLSOrigin: String?) {
        let origin = origins.first ?? ""
        self.origin = origin
        self.mutualTLSOrigin = mutualTLSOrigin
        self.tenants = foundation.tenants
        self.keys = foundation.keys
        let parts = TokenServiceParts(foundation, registry, origins: origins)
        let revocation = AccessEvaluation(store: foundation.store, registry: registry)
        self.tokenEndpoint = parts.tokenEndpoint(offersMutualTLS: mutualTLSOrigin != nil)
        self.clients = parts.clients
        self.people = PeopleRoutes(parts, foundation, origin: origin)
        self.profile = foundation.profile
        self.standards = StandardTokenEndpoints(
            tenants: parts.tenants,
            clients: parts.clients,
            proof: parts.proof,
            verifier: AccessTokenVerifier(origin: origin, keys: foundation.keys),
            seal: foundation.seal,
            ledger: parts.ledger,
            revocation: revocation,
            profile: foundation.profile
        )
        self.instances = InstanceDiscovery(origins: origins)
        let authorizer = GraphAuthorizer(verifier: self.standards.verifier)
        self.graph = GraphService(
            store: foundation.store,
            registry: registry,
            authorizer: authorizer,
            signIns: foundation.signIns,
            masterKey: foundation.masterKey,
            origin: origin
        )
        self.signIns = SignInRecorder(
            log: foundation.signIns,
            tenants: foundation.tenants,
            registry: registry,
            audiences: TenantAudiences(origins: origins, profile: foundation.profile),
            defaultTenant: foundation.tenantID
        )
        self.vault = foundation.vaults(origin: origin)
        self.management = ManagementService(verifier: self.standards.verifier)
    }

    func respond(_ exchange: Exchange) async throws -> PlatformResponse {
        guard let segments = PercentEncoding.segments(ofPath: exchange.request.path), let first = segments.first else {
            return notFound()
        }
        // Nothing for people and no standard's path ends like this.
        if segments.count < 3 || segments[1] != "oauth2" || segments.last != "token" {
            if let answer = try await self.people.respond(exchange, segments) { return answer }
            if let answer = try await standard(exchange, segments) { return answer }
        }
        switch first {
        // What is only in beta in the real Graph, scripts ask there.
        case "v1.0", "beta": return try await self.graph.respond(exchange, Array(segments.dropFirst()))
        case _ where VaultService.collections.contains(first): return try await self.vault.respond(exchange, segments)
        case _ where ManagementService.collections.contains(first): return self.management.respond(exchange, segments)
        case "common" where segments.dropFirst() == ["discovery", "instance"]:
            return try await document(exchange, route: "instance") {
                try self.instances.document(try query(exchange))
            }
        case "discovery": return try await respond(exchange, tenant: "common", segments[...])
        default: return try await respond(exchange, tenant: first, segments.dropFirst())
        }
    }

    private func respond(
        _ exchange: Exchange,
        tenant name: String,
        _ segments: ArraySlice<String>
    ) async throws -> PlatformResponse {
        switch TenantRoute(segments) {
        case .none:
            return notFound()
        case .token(let version):
            let request = Result { () throws(TokenRefusal) in try TokenRequest(exchange.request) }
            let answer = try await self.tokenEndpoint.respond(exchange, request, tenant: name, version: version)
            await self.signIns.record(exchange, try? request.get(), tenant: name, answer)
            return answer
        case .discovery(let version):
            return try await document(exchange, route: "discovery") {
                let document = try await discovery(name, appID: try applicationID(exchange))
                return version == .v2 ? withStandards(document) : document.v1
            }
        case .keys(let version):
            return try await document(exchange, route: "keys") {
                let reference = try await resolve(name)
                let document = DiscoveryDocument(origin: self.origin, reference: reference)
                let issuer = version == .v2 ? document.issuerOfV2 : document.issuerOfV1
                guard let appID = try applicationID(exchange),
                    let keys = try await self.clients.signingKeys(of: appID, reference)
                else { return self.keys.document(issuer: issuer) }
                return SigningKeyRing.document(keys, issuer: issuer)
            }
        }
    }

    private func discovery(_ tenant: String, appID: String? = nil) async throws -> DiscoveryDocument {
        var document = DiscoveryDocument(origin: self.origin, reference: try await resolve(tenant), appID: appID)
        document.mutualTLSOrigin = self.mutualTLSOrigin
        return document
    }

    /// The application whose keys a request for documents means; a text that is no client ID is as good as none.
    private func applicationID(_ exchange: Exchange) throws(TokenRefusal) -> String? {
        try query(exchange)["appid"].flatMap { GUID.isWellFormed($0) ? $0.lowercased() : nil }
    }

    private func withStandards(_ document: DiscoveryDocument) -> JSONValue {
        guard self.profile.standardEndpoints else { return document.v2 }
        let base = "\(self.origin)/\(document.name)"
        return ServerMetadata.document(document.v2, base: base, profile: self.profile)
    }

    /// What only the standards have, where the profile has them.
    private func standard(_ exchange: Exchange, _ segments: [String]) async throws -> PlatformResponse? {
        guard self.profile.standardEndpoints, segments.count > 2 else { return nil }
        switch (segments[0], Array(segments[1...])) {
        case (let tenant, ["oauth2", "v2.0", "introspect"]):
            return try await self.standards.introspect(exchange, tenant: tenant)
        case (let tenant, ["oauth2", "v2.0", "revoke"]):
            return try await self.standards.revoke(exchange, tenant: tenant)
        case (".well-known", let rest) where rest.first == "oauth-authorization-server" && rest.last == "v2.0":
            return try await metadata(exchange, tenant: rest[1])
        case (let tenant, ["v2.0", ".well-known", "oauth-authorization-server"]):
            return try await metadata(exchange, tenant: tenant)
        default: return nil
        }
    }

    private func metadata(_ exchange: Exchange, tenant: String) async throws -> PlatformResponse {
        try await document(exchange, route: "discovery") {
            withStandards(try await discovery(tenant))
        }
    }

    /// In documents, a tenant that does not exist has an error name of its own.
    private func resolve(_ name: String) async throws -> TenantReference {
        do {
            return try await self.tenants.resolve(name)
        } catch let error as TokenRefusal where error.row.number == RefusalRow.tenantNotFound.number {
            throw TokenRefusal(.tenantNotFoundInDiscovery, ["tenant": name])
        }
    }

    private func query(_ exchange: Exchange) throws(TokenRefusal) -> FormParameters {
        do {
            return try FormParameters(Array((exchange.request.query ?? "").utf8))
        } catch {
            throw TokenRefusal(.malformedRequest)
        }
    }

    /// Answers `GET`, `HEAD` and `OPTIONS` of a public document.
    private func document(
        _ exchange: Exchange,
        route: String,
        _ content: () async throws -> JSONValue
    ) async throws -> PlatformResponse {
        let headers = TokenServiceHeaders.document(exchange)
        do {
            switch exchange.request.method {
            case "GET", "HEAD":
                let body = try await content().serialized
                return PlatformResponse(status: 200, headers: headers, body: body, route: route)
            case "OPTIONS":
                return PlatformResponse(status: 204, headers: headers, route: route)
            default:
                throw TokenRefusal(
                    .methodNotAllowed,
                    ["allowed": "GET, OPTIONS", "method": exchange.request.method]
                )
            }
        } catch let refusal as TokenRefusal {
            return refusal.response(exchange, route: route)
        }
    }

    private func notFound() -> PlatformResponse {
        let body: JSONValue = ["error": ["code": "NotFound", "message": "There is nothing at this path."]]
        return PlatformResponse(
            status: 404,
            headers: [("Content-Type", "application/json; charset=utf-8"), ("X-Content-Type-Options", "nosniff")],
            body: body.serialized
        )
    }
}
