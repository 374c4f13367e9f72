// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The corner of Azure Resource Manager that the sign-in of Azure's command lines looks into: no subscription, one tenant.
struct ManagementService: Sendable {
    /// The first segments of its paths.
    static let collections: Set<String> = ["subscriptions", "tenants"]
    private static let signInPage = "https://login.windows.net/"

    let verifier: AccessTokenVerifier

    /// Answers `GET /subscriptions` and `GET /tenants`, to whoever has a token for Azure Resource Manager.
    func respond(_ exchange: Exchange, _ segments: [String]) -> PlatformResponse {
        let token: VerifiedAccessToken
        do throws(Refusal) { token = try authenticate(exchange) } catch { return refuse(error) }
        guard exchange.request.method == "GET", segments.count == 1 else {
            return refuse(Refusal(404, "NotFound", "There is no resource behind this path: the platform manages none."))
        }
        guard let query = exchange.request.query, query.lowercased().contains("api-version=") else {
            let message = "The api-version query parameter (?api-version=) is required for all requests."
            return refuse(Refusal(400, "MissingApiVersionParameter", message))
        }
        return answer(200, segments == ["tenants"] ? Self.tenants(token.tenant) : Self.noSubscriptions)
    }

    private struct Refusal: Error {
        let status: Int
        let code: String
        let message: String
        /// What `WWW-Authenticate` says.
        var challenge: String?

        init(_ status: Int, _ code: String, _ message: String, challenge: String? = nil) {
            (self.status, self.code, self.message, self.challenge) = (status, code, message, challenge)
        }
    }

    private func authenticate(_ exchange: Exchange) throws(Refusal) -> VerifiedAccessToken {
        guard let text = exchange.request.accessToken else {
            throw Refusal(
                401,
                "AuthenticationFailed",
                "Authentication failed. The 'Authorization' header is missing.",
                challenge: "The authentication failed because of missing 'Authorization' header."
            )
        }
        let token: VerifiedAccessToken
        do { token = try self.verifier.verify(text, at: exchange.now) } catch {
            let reason = error == .expired ? "The access token expiry has passed." : "The access token is invalid."
            let code = error == .expired ? "ExpiredAuthenticationToken" : "InvalidAuthenticationToken"
            throw Refusal(401, code, reason, challenge: reason)
        }
        let audiences = BuiltInResource.management.identifierURIs
        guard (audiences + [BuiltInResource.management.appID]).contains(token.audience.lowercased()) else {
            let message =
                "The access token has been obtained for wrong audience or resource '\(token.audience.prefix(256))'. It should "
                + "exactly match with one of the allowed audiences '\(audiences.joined(separator: "','"))'."
            throw Refusal(
                401,
                "InvalidAuthenticationTokenAudience",
                message,
                challenge: "The access token is from the wrong audience."
            )
        }
        guard token.isHeld(by: exchange.request) else {
            let message = "The token is bound to a certificate with which the connection was not made."
            throw Refusal(401, "InvalidAuthenticationToken", message, challenge: message)
        }
        return token
    }

    private static let noSubscriptions: JSONValue = ["value": [], "count": ["type": "Total", "value": 0]]

    private static func tenants(_ tenant: String) -> JSONValue {
        ["value": [["id": .string("/tenants/\(tenant)"), "tenantId": .string(tenant), "tenantCategory": "Home"]]]
    }

    private func refuse(_ refusal: Refusal) -> PlatformResponse {
        var response = answer(
            refusal.status,
            ["error": ["code": .string(refusal.code), "message": .string(refusal.message)]]
        )
        if let challenge = refusal.challenge {
            let fields =
                "authorization_uri=\"\(Self.signInPage)\", error=\"invalid_token\", error_description=\"\(challenge)\""
            response.headers.append(("WWW-Authenticate", "Bearer \(fields)"))
        }
        return response
    }

    private func answer(_ status: Int, _ body: JSONValue) -> PlatformResponse {
        PlatformResponse(
            status: status,
            headers: [("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-cache")],
            body: body.serialized,
            route: "management"
        )
    }
}
