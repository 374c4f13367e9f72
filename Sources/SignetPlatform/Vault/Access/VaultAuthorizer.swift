// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Decides whose token opens the vault, and what for.
struct VaultAuthorizer: Sendable {
    private static let resource = "https://vault.azure.net"

    let verifier: AccessTokenVerifier
    let origin: String
    /// The tenant whose vault is meant as long as no token says otherwise.
    let tenant: String

    /// What a 401 tells the client: where to get a token, and for which resource.
    var challenge: String {
        "Bearer authorization=\"\(self.origin)/\(self.tenant)\", resource=\"\(Self.resource)\""
    }

    /// Reads and verifies the bearer token of a request.
    func authenticate(_ exchange: Exchange) throws(VaultRefusal) -> VerifiedAccessToken {
        guard let text = exchange.request.accessToken else {
            throw Self.unauthorized("AKV10000: Request is missing a Bearer or PoP token.")
        }
        let token: VerifiedAccessToken
        do {
            token = try self.verifier.verify(text, at: exchange.now)
        } catch {
            throw Self.unauthorized(Self.text(error))
        }
        let audiences = BuiltInResource.vault.identifierURIs + [BuiltInResource.vault.appID]
        guard audiences.contains(token.audience.lowercased()) else {
            throw Self.unauthorized(
                "AKV10022: Invalid audience. Expected \(Self.resource), found: \(token.audience.prefix(256))."
            )
        }
        guard token.isHeld(by: exchange.request) else {
            throw Self.unauthorized("The token is bound to a certificate with which the connection was not made.")
        }
        return token
    }

    /// Whether one of the token's roles allows an operation.
    func require(_ permission: VaultPermission, of token: VerifiedAccessToken) throws(VaultRefusal) {
        // For a person, the client needs the person's consent as well as the person's role.
        let isDelegated = token.userID == nil || token.scopes.contains("user_impersonation")
        let isGranted = token.roles.contains { VaultRole(rawValue: $0)?.allows(permission) ?? false }
        guard !isDelegated || !isGranted else { return }
        throw VaultRefusal(
            403,
            "Forbidden",
            "Caller is not authorized to perform action on resource.\r\nIf role assignments, deny assignments or role "
                + "definitions were changed recently, please observe propagation time.\r\nCaller: "
                + "appid=\(token.clientID);oid=\(token.objectID);tid=\(token.tenant)\r\n"
                + "Action: '\(permission.action)'\r\nAssignment: (not found)\r\nDecisionReason: null\r\n",
            inner: "ForbiddenByRbac"
        )
    }

    private static func unauthorized(_ message: String) -> VaultRefusal { VaultRefusal(401, "Unauthorized", message) }

    private static func text(_ refusal: AccessTokenRefusal) -> String {
        switch refusal {
        case .malformed: "AKV10001: The token is malformed."
        case .unknownKey: "AKV10046: Unable to resolve the key used for signature validation."
        case .invalidSignature: "AKV10044: Token signature validation failed."
        case .expired: "AKV10010: Token is expired."
        case .notYetValid: "AKV10009: Token is not yet valid."
        case .invalidIssuer: "AKV10032: Invalid issuer."
        }
    }
}
