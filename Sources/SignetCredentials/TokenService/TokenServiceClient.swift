// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Logging
import SignetCore

/// Asks a token service for a token: one POST, and its repetition where that may help.
struct TokenServiceClient: Sendable {
    typealias AuthenticationProvider = @Sendable (AssertionRequest) async throws -> ClientAuthentication

    let clientID: String
    let authority: Authority
    let transport: any TokenTransport
    let retry: RetryPolicy
    let clock: any TimeSource
    let logger: Logger

    /// What is asked for, but for what proves the client.
    struct Grant: Sendable {
        enum Kind: Sendable {
            /// The client for itself (RFC 6749 §4.4.2).
            case clientCredentials
            /// The client for the user whose assertion it was sent.
            case onBehalfOf(SecretBytes)
            /// The client for a user once more (RFC 6749 §6).
            case refreshToken(SecretBytes)
            /// The client for the user who signed in (RFC 6749 §4.1.3, RFC 7636 §4.5).
            case authorizationCode(SecretBytes, redirectURI: String, verifier: SecretBytes?)
        }

        var kind = Kind.clientCredentials
        let tenantID: String
        var scope: String
        let claims: String?
        let correlationID: String
        /// Whether the answer shall name the user's home account.
        var asksForClientInfo = false
    }

    /// Gets a token.
    ///
    /// - Parameters:
    ///   - grant: What is asked for.
    ///   - authentication: Proves the client; called for every attempt, so that no assertion is stale or used twice.
    /// - Returns: The token.
    /// - Throws: ``CredentialError``, or `CancellationError`.
    func token(for grant: Grant, authentication: AuthenticationProvider) async throws -> IssuedToken {
        let endpoint = self.authority.tokenEndpoint(tenantID: grant.tenantID)
        var attempt = 1
        while true {
            let request = try await makeRequest(grant, endpoint, authentication)
            let outcome = try await send(request, endpoint, attempt)
            switch outcome {
            case .token(let token): return token
            case .failed(let error, let requested, let isTransient):
                let fraction = Double.random(in: 0..<1)
                guard isTransient,
                    let pause = self.retry.delay(before: attempt, requested: requested, fraction: fraction)
                else { throw error }
                self.logger.debug(
                    "token request will be repeated",
                    metadata: [
                        "attempt": "\(attempt)", "pause": "\(pause)", "correlation-id": "\(grant.correlationID)",
                        "status": "\(error.refusal?.status ?? 0)",
                    ]
                )
                try await self.clock.sleep(for: pause)
                attempt += 1
            }
        }
    }

    private enum Outcome {
        case token(IssuedToken)
        case failed(CredentialError, requested: Duration?, isTransient: Bool)
    }

    private func send(_ request: TransportRequest, _ endpoint: String, _ attempt: Int) async throws -> Outcome {
        let sentAt = self.clock.now
        let response: TransportResponse
        do {
            response = try await self.transport.send(request)
        } catch {
            try Task.checkCancellation()
            if error is CancellationError { throw error }
            let failure = CredentialError.unreachable(error, tokenEndpoint: endpoint, attempts: attempt)
            return .failed(failure, requested: nil, isTransient: true)
        }
        switch TokenReply(response, sentAt: sentAt, now: self.clock.now) {
        case .token(let token): return .token(token)
        case .refusal(let refusal):
            return .failed(
                .refused(refusal, tokenEndpoint: endpoint, attempts: attempt),
                requested: refusal.retryAfter,
                isTransient: RetryPolicy.isTransient(status: refusal.status)
            )
        case .unreadable(let reason):
            let failure = CredentialError(
                .unexpectedReply,
                "\(endpoint) answered \(response.status), but \(reason); check that the authority is a token service"
            )
            return .failed(failure, requested: nil, isTransient: false)
        }
    }

    private func makeRequest(
        _ grant: Grant,
        _ endpoint: String,
        _ authentication: AuthenticationProvider
    ) async throws -> TransportRequest {
        let context = AssertionRequest(
            clientID: self.clientID,
            tenantID: grant.tenantID,
            authority: self.authority,
            tokenEndpoint: endpoint,
            claims: grant.claims,
            correlationID: grant.correlationID
        )
        let body = grant.body(clientID: self.clientID, try await authentication(context))
        return TransportRequest(
            method: "POST",
            url: endpoint,
            headers: [
                (name: "Content-Type", value: "application/x-www-form-urlencoded"),
                (name: "Accept", value: "application/json"),
                (name: "client-request-id", value: grant.correlationID),
                (name: "return-client-request-id", value: "true"),
                (name: "x-client-SKU", value: "Signet"),
                (name: "x-client-Ver", value: LibraryVersion.text),
            ],
            body: SecretBytes(body.bytes)
        )
    }
}
