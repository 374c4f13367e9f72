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
    let endpoints: EndpointResolver
    let transport: any TokenTransport
    let retry: RetryPolicy
    let clock: any TimeSource
    let serviceClock: ServiceClock
    let randomFraction: @Sendable () -> Double
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

        /// Whether the token is the client's own: only such grants have regional endpoints.
        var isForClientItself: Bool {
            if case .clientCredentials = self.kind { true } else { false }
        }
    }

    /// Gets a token.
    ///
    /// - Parameters:
    ///   - grant: What is asked for.
    ///   - authentication: Proves the client; called for every attempt, so that no assertion is stale or used twice.
    /// - Returns: The token.
    /// - Throws: ``CredentialError``, or `CancellationError`.
    func token(for grant: Grant, authentication: AuthenticationProvider) async throws -> IssuedToken {
        let endpoint = try await self.endpoints.tokenEndpoint(
            tenantID: grant.tenantID,
            isForClientItself: grant.isForClientItself
        )
        var attempts = Attempts(self.retry, clock: self.clock, randomFraction: self.randomFraction)
        var hasCorrectedClock = false
        while true {
            let correction = self.serviceClock.correction
            let request = try await makeRequest(grant, endpoint, authentication)
            switch try await send(request, endpoint, attempts.number) {
            case .token(let token): return token
            case .failed(let failure):
                let isCorrected = !hasCorrectedClock && abs(self.serviceClock.correction - correction) >= 1
                if isCorrected, failure.error.refusal?.aadstsCodes.contains(700_024) == true {
                    hasCorrectedClock = true
                    attempts.goOn()
                } else {
                    try await pause(after: failure, &attempts, grant)
                }
            }
        }
    }

    private func pause(after failure: Failure, _ attempts: inout Attempts, _ grant: Grant) async throws {
        let attempt = attempts.number
        guard failure.isTransient, let pause = attempts.pause(requested: failure.requested) else { throw failure.error }
        self.logger.debug(
            "token request will be repeated",
            metadata: [
                "attempt": "\(attempt)", "pause": "\(pause)", "correlation-id": "\(grant.correlationID)",
                "status": "\(failure.error.refusal?.status ?? 0)",
            ]
        )
        try await self.clock.sleep(for: pause)
    }

    private struct Failure {
        let error: CredentialError
        var requested: Duration?
        let isTransient: Bool
    }

    private enum Outcome {
        case token(IssuedToken)
        case failed(Failure)
    }

    private func send(_ request: TransportRequest, _ endpoint: String, _ attempt: Int) async throws -> Outcome {
        let sentAt = self.clock.now
        let response: TransportResponse
        do {
            response = try await self.transport.send(request)
        } catch {
            try Task.checkCancellation()
            if error is CancellationError { throw error }
            return .failed(
                Failure(
                    error: .unreachable(error, tokenEndpoint: endpoint, attempts: attempt),
                    isTransient: !(error is any PermanentTransportFailure)
                )
            )
        }
        let receivedAt = self.clock.now
        switch TokenReply(response, sentAt: sentAt, now: receivedAt) {
        case .token(let token):
            self.serviceClock.learn(from: response, sentAt: sentAt, receivedAt: receivedAt)
            return .token(token)
        case .refusal(let refusal):
            // Only a token service knows a token service's time; a proxy in between has its own.
            if refusal.error != nil {
                self.serviceClock.learn(from: response, sentAt: sentAt, receivedAt: receivedAt)
            }
            return .failed(
                Failure(
                    error: .refused(refusal, tokenEndpoint: endpoint, attempts: attempt),
                    requested: refusal.retryAfter,
                    isTransient: RetryPolicy.isTransient(status: refusal.status)
                )
            )
        case .unreadable(let reason):
            let error = CredentialError(
                .unexpectedReply,
                "\(endpoint) answered \(response.status), but \(reason); check that the authority is a token service"
            )
            return .failed(Failure(error: error, isTransient: false))
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
            tokenEndpoint: self.authority.tokenEndpoint(tenantID: grant.tenantID),
            date: self.serviceClock.now,
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
