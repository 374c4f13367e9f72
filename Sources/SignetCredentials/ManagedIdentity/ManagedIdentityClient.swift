// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Logging
import SignetCore
import Synchronization

/// Asks a machine's endpoint for a token of one of its identities.
final class ManagedIdentityClient: Sendable {
    private let endpoint: ManagedIdentityEndpoint
    private let identity: ManagedIdentityID
    private let probeLimit: Duration?
    private let retry: RetryPolicy
    private let transport: any TokenTransport
    private let clock: any TimeSource
    private let randomFraction: @Sendable () -> Double
    private let logger: Logger
    /// Whether somebody answered the probe; silence is not remembered.
    private let isThere = Mutex(false)

    init(
        endpoint: ManagedIdentityEndpoint,
        identity: ManagedIdentityID,
        probeLimit: Duration?,
        retry: RetryPolicy,
        options: CredentialOptions
    ) {
        self.endpoint = endpoint
        self.identity = identity
        if case .imds = endpoint.kind { self.probeLimit = probeLimit } else { self.probeLimit = nil }
        self.retry = retry
        self.transport = options.tracedTransport
        self.clock = options.clock
        self.randomFraction = options.randomFraction
        self.logger = options.logger
    }

    /// Gets a token.
    ///
    /// - Throws: ``CredentialError``, or `CancellationError`.
    func token(resource: String) async throws -> AccessToken {
        try await probe()
        let request = try await authorized(self.endpoint.request(resource: resource, identity: self.identity))
        var attempts = Attempts(self.retry, clock: self.clock, randomFraction: self.randomFraction)
        while true {
            let failure: ManagedIdentityFailure
            switch try await send(request, attempts.number) {
            case .token(let token): return token
            case .failed(let told): failure = told
            }
            // A metadata service that is being updated (410) may take 70 seconds, so these pauses are not cut short.
            let attempt = attempts.number
            guard failure.isTransient,
                let pause = attempts.pause(requested: failure.retryAfter, isShort: failure.status != 410)
            else { throw failure.error }
            self.logger.debug(
                "managed identity request will be repeated",
                metadata: ["attempt": "\(attempt)", "pause": "\(pause)", "status": "\(failure.status)"]
            )
            try await self.clock.sleep(for: pause)
        }
    }

    /// The request with what the endpoint demands, where that has to be asked for first.
    private func authorized(_ request: TransportRequest) async throws -> TransportRequest {
        guard case .azureArc(let folder) = self.endpoint.kind else { return request }
        let answer: TransportResponse
        do {
            answer = try await self.transport.send(request)
        } catch {
            try Task.checkCancellation()
            throw ManagedIdentityFailure.silence(self.endpoint, error, attempts: 1).error
        }
        return try ArcChallenge(answer, folder: folder, endpoint: self.endpoint.url).answered(request)
    }

    private enum Outcome {
        case token(AccessToken)
        case failed(ManagedIdentityFailure)
    }

    private func send(_ request: TransportRequest, _ attempt: Int) async throws -> Outcome {
        let sentAt = self.clock.now
        let response: TransportResponse
        do {
            response = try await self.transport.send(request)
        } catch {
            try Task.checkCancellation()
            if error is CancellationError { throw error }
            return .failed(.silence(self.endpoint, error, attempts: attempt))
        }
        switch TokenReply(response, sentAt: sentAt, now: self.clock.now) {
        case .token(let issued): return .token(issued.access)
        case .refusal(let refusal):
            return .failed(.refusal(self.endpoint, self.identity, refusal, response, attempts: attempt))
        case .unreadable(let reason): return .failed(.unreadable(self.endpoint, response.status, reason))
        }
    }

    /// Finds out within a bound whether somebody is there, so that a chain on another machine does not wait for minutes.
    private func probe() async throws {
        guard let limit = self.probeLimit, !self.isThere.withLock({ $0 }) else { return }
        let request = self.endpoint.probe
        do {
            let answer = try await TimeBound(limit, self.clock).run { [transport] in try await transport.send(request) }
            guard answer != nil else { throw ManagedIdentityFailure.silentProbe(self.endpoint, limit) }
        } catch {
            try Task.checkCancellation()
            if error is CredentialError { throw error }
            throw ManagedIdentityFailure.silence(self.endpoint, error, attempts: 1).error
        }
        self.isThere.withLock { $0 = true }
    }
}
