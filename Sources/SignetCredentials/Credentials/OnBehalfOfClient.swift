// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What the credentials of all users of one service share: the client, its proof, its cache and the refresh tokens.
final class OnBehalfOfClient: Sendable {
    let proven: ProvenClient
    private let refreshTokens: RefreshTokenStore

    init(
        tenantID: String,
        clientID: String,
        proof: ClientProof,
        options: CredentialOptions
    ) throws(CredentialError) {
        self.proven = ProvenClient(
            client: try ConfidentialClient(tenantID: tenantID, clientID: clientID, options: options),
            proof: proof
        )
        self.refreshTokens = RefreshTokenStore(capacity: options.cacheCapacity)
    }

    /// What the cache did.
    var statistics: TokenCacheStatistics { self.proven.client.statistics }

    func token(
        for request: TokenRequest,
        assertion: SecretBytes,
        user: UserAssertionHash
    ) async throws -> AccessToken {
        try await self.proven.client.token(
            for: request,
            user: user,
            grant: "on_behalf_of",
            generation: self.proven.proof.generation,
            fetch: fetch(assertion, user)
        )
    }

    func close() async {
        await self.proven.client.close()
        self.refreshTokens.removeAll()
    }

    private func fetch(_ assertion: SecretBytes, _ user: UserAssertionHash) -> ConfidentialClient.Fetch {
        { [service = self.proven.client.service, proof = self.proven.proof, refreshTokens] grant in
            var grant = grant
            // Without this scope there is no refresh token, and the next token would need an assertion that has expired.
            if !grant.scope.split(separator: " ").contains("offline_access") { grant.scope += " offline_access" }
            let key = RefreshTokenStore.Key(user: user, tenantID: grant.tenantID.lowercased())
            if let refresh = refreshTokens[key] {
                grant.kind = .refreshToken(refresh)
                do {
                    let issued = try await proof.issue(grant, from: service)
                    if let next = issued.refresh { refreshTokens[key] = next }
                    return issued.access
                } catch let error as CredentialError where error.refusal?.spendsRefreshToken == true {
                    // Revoked or expired: the assertion itself may still be good. Another fetch may have brought a new one.
                    refreshTokens.remove(key, ifStill: refresh)
                }
            }
            grant.kind = .onBehalfOf(assertion)
            let issued = try await proof.issue(grant, from: service)
            if let next = issued.refresh { refreshTokens[key] = next }
            return issued.access
        }
    }
}
