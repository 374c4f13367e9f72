// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Synchronization

/// One user's sign-in: redeems the code once, then keeps the refresh token and the account that it belongs to.
///
/// The redemption is a task of its own: callers that are cancelled do not spend the code in vain.
final class AuthorizationSession: Sendable {
    private typealias Redemption = Task<IssuedToken, any Error>

    let proven: ProvenClient
    /// Drawn for each sign-in, so that no other one can meet its tokens in the cache.
    private let user = UserAssertionHash(SecretBytes(utf8: GUID.random() + GUID.random()))
    private let state: Mutex<AuthorizationState<Redemption>>

    init(_ code: AuthorizationCode, _ proven: ProvenClient) {
        self.proven = proven
        self.state = Mutex(AuthorizationState(code))
    }

    var account: UserAccount? { self.state.withLock { $0.account } }

    func token(for request: TokenRequest) async throws -> AccessToken {
        guard !self.state.withLock({ $0.wasSignedOut }) else { throw Self.nothing }
        return try await self.proven.client.token(
            for: request,
            user: self.user,
            grant: "authorization_code",
            generation: self.proven.proof.generation,
            fetch: { try await self.issue($0) }
        )
    }

    func signOut() {
        self.state.withLock { $0.signOut() }?.cancel()
    }

    func close() async {
        let redemption = self.state.withLock { $0.signOut() }
        redemption?.cancel()
        await self.proven.client.close()
        _ = await redemption?.result
    }

    /// Another user's sign-in with the same client.
    func next(_ code: AuthorizationCode) -> AuthorizationSession {
        AuthorizationSession(code, self.proven)
    }

    private func issue(_ grant: TokenServiceClient.Grant) async throws -> AccessToken {
        var grant = grant
        grant.scope = UserScopes.completed(grant.scope)
        grant.asksForClientInfo = true
        while true {
            switch next(grant) {
            case .redeem(let redemption): return try await redemption.value.access
            // Whatever became of it, the state knows what to do now.
            case .wait(let redemption): _ = await redemption.result
            case .refresh(let token): return try await refresh(token, grant)
            case .nothing:
                throw Self.nothing
            }
            try Task.checkCancellation()
        }
    }

    private static var nothing: CredentialError {
        CredentialError(
            .authenticationFailed,
            "No authorization code, cached access token, or refresh token available. The user must sign in again"
        )
    }

    private func next(_ grant: TokenServiceClient.Grant) -> AuthorizationState<Redemption>.Step {
        self.state.withLock { state in
            state.next { code in Task { try await self.redeem(code, grant) } }
        }
    }

    private func redeem(_ code: AuthorizationCode, _ grant: TokenServiceClient.Grant) async throws -> IssuedToken {
        var grant = grant
        grant.kind = .authorizationCode(
            code.code,
            redirectURI: code.redirectURI,
            verifier: code.proofKey?.verifier
        )
        var isSpent = false
        do {
            let issued = try await self.proven.proof.issue(grant, from: self.proven.client.service)
            isSpent = true
            let account = try account(of: issued, nonce: code.nonce)
            self.state.withLock { $0.redeemed(refreshToken: issued.refresh, account: account) }
            return issued
        } catch {
            let isRefused = (error as? CredentialError)?.refusal?.error == "invalid_grant"
            self.state.withLock { $0.redemptionFailed(isSpent: isSpent || isRefused) }
            throw error
        }
    }

    private func refresh(_ token: SecretBytes, _ grant: TokenServiceClient.Grant) async throws -> AccessToken {
        var grant = grant
        grant.kind = .refreshToken(token)
        do {
            let issued = try await self.proven.proof.issue(grant, from: self.proven.client.service)
            try checkAccount(of: issued)
            if let next = issued.refresh { self.state.withLock { $0.rotate(to: next) } }
            return issued.access
        } catch let error as CredentialError where error.refusal?.spendsRefreshToken == true {
            self.state.withLock { $0.evict(token) }
            throw error
        }
    }

    /// Throws the tokens of another account away, and what is kept for this one stays.
    private func checkAccount(of issued: IssuedToken) throws(CredentialError) {
        guard let known = self.account, let account = try account(of: issued, nonce: nil) else { return }
        guard known.agrees(with: account) else {
            throw CredentialError(
                .unexpectedReply,
                "the refresh token brought the tokens of another account; they were thrown away"
            )
        }
    }

    private func account(of issued: IssuedToken, nonce: String?) throws(CredentialError) -> UserAccount? {
        try UserAccount.read(
            identity: issued.identity,
            clientInfo: issued.clientInfo,
            clientID: self.proven.client.service.clientID,
            nonce: nonce
        )
    }
}
