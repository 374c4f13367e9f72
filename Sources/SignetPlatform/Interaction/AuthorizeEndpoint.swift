// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `/{tenant}/oauth2/authorize` and `/{tenant}/oauth2/v2.0/authorize`.
struct AuthorizeEndpoint: Sendable {
    private static let formType = "application/x-www-form-urlencoded"

    let check: AuthorizeCheck
    let flow: SignInFlow
    let sessions: SessionStore

    /// Answers a request: with a page, or with what the client asked for.
    func respond(_ exchange: Exchange, tenant: String, version: TokenEndpointVersion) async throws -> PlatformResponse {
        try await respond(exchange, tenant, version) { SignInTask(try await self.check.call($0)) }
    }

    /// Answers a request that an administrator consent for everybody.
    func respondToAdminConsent(
        _ exchange: Exchange,
        tenant: String,
        version: TokenEndpointVersion
    ) async throws -> PlatformResponse {
        try await respond(exchange, tenant, version) { SignInTask(try await self.check.adminConsent($0)) }
    }

    private func respond(
        _ exchange: Exchange,
        _ tenant: String,
        _ version: TokenEndpointVersion,
        _ task: (AuthorizeRequest) async throws -> SignInTask
    ) async throws -> PlatformResponse {
        do {
            let request = try AuthorizeRequest(version: version, tenant: tenant, text: try Self.text(exchange.request))
            return try await self.flow.proceed(try await task(request), try await self.sessions.visit(exchange))
        } catch let refusal as TokenRefusal {
            return self.flow.refusalPage(refusal, exchange)
        } catch AuthorizeFailure.page(let refusal) {
            return self.flow.refusalPage(refusal, exchange)
        } catch AuthorizeFailure.client(let refusal, let target) {
            return target.response(refusal, exchange)
        }
    }

    /// The parameters: a query, or a form (OpenID Connect Core §3.1.2.1).
    private static func text(_ request: PlatformRequest) throws(TokenRefusal) -> String {
        switch request.method {
        case "GET", "HEAD": return request.query ?? ""
        case "POST":
            let type = request.header("content-type")?.split(separator: ";").first?.lowercased()
            guard type == self.formType, request.body.count <= AuthorizeRequest.greatestText else {
                throw TokenRefusal(.malformedRequest)
            }
            return String(decoding: request.body, as: UTF8.self)
        default:
            throw TokenRefusal(.methodNotAllowed, ["allowed": "GET, POST", "method": request.method])
        }
    }
}
