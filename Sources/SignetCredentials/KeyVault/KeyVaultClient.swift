// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Synchronization

/// Speaks to one vault: asks without a token first, as the vault's challenge says for what to get one, and then with it.
final class KeyVaultClient: Sendable {
    private let identifier: KeyVaultIdentifier
    private let credential: any TokenCredential
    private let options: KeyVaultOptions
    private let challenge = Mutex<KeyVaultChallenge?>(nil)

    init(_ identifier: KeyVaultIdentifier, credential: any TokenCredential, options: KeyVaultOptions) {
        self.identifier = identifier
        self.credential = credential
        self.options = options
    }

    /// Reads an object.
    ///
    /// - Throws: ``CredentialError``, or `CancellationError`.
    func get(_ path: String) async throws -> JSONObject {
        try await send("GET", path, body: nil)
    }

    /// Has something done with an object.
    ///
    /// - Throws: ``CredentialError``, or `CancellationError`.
    func post(_ path: String, _ body: JSONValue) async throws -> JSONObject {
        try await send("POST", path, body: body.serialized)
    }

    private func send(_ method: String, _ path: String, body: [UInt8]?) async throws -> JSONObject {
        var attempts = Attempts(self.options.retry, clock: self.options.clock)
        var challenges = 0
        while true {
            let challenge = self.challenge.withLock { $0 }
            let request = try await request(method, path, body: body, challenge)
            let outcome = try await outcome(of: request)
            switch outcome {
            case .answer(let response) where response.status == 401 && challenges < 2:
                challenges += 1
                try adopt(response, instead: challenge)
            case .answer(let response) where (200..<300).contains(response.status):
                return try object(response, path)
            case .answer(let response) where !RetryPolicy.isTransient(status: response.status):
                throw refusal(response, path)
            case .answer, .failed:
                try await pause(outcome, path, &attempts)
            }
        }
    }

    private enum Outcome {
        case answer(TransportResponse)
        case failed(any Error)

        /// Whether another attempt would end as this one did.
        var isPermanent: Bool {
            guard case .failed(let error) = self else { return false }
            return error is any PermanentTransportFailure
        }
    }

    private func outcome(of request: TransportRequest) async throws -> Outcome {
        do {
            return .answer(try await self.options.transport.send(request))
        } catch {
            try Task.checkCancellation()
            if error is CancellationError { throw error }
            return .failed(error)
        }
    }

    private func request(
        _ method: String,
        _ path: String,
        body: [UInt8]?,
        _ challenge: KeyVaultChallenge?
    ) async throws -> TransportRequest {
        var headers = [
            (name: "Accept", value: "application/json"), (name: "x-ms-client-request-id", value: GUID.random()),
        ]
        // Until the vault has said for whom the token must be, nothing of worth is sent.
        if let challenge {
            let token = try await self.credential.token(
                for: TokenRequest(scope: challenge.scope, claims: challenge.claims, tenantID: challenge.tenantID)
            )
            headers.append((name: "Authorization", value: token.exposedAuthorization))
        }
        if body != nil { headers.append((name: "Content-Type", value: "application/json")) }
        return TransportRequest(
            method: method,
            url: "\(self.identifier.vault)\(path)?api-version=\(self.options.apiVersion)",
            headers: headers,
            body: SecretBytes(challenge == nil ? [] : body ?? [])
        )
    }

    private func adopt(_ response: TransportResponse, instead of: KeyVaultChallenge?) throws(CredentialError) {
        let offered = response.headers.filter { $0.name.lowercased() == "www-authenticate" }
        guard
            let challenge = AuthenticationChallenge.parse(offered.map(\.value)).compactMap(KeyVaultChallenge.init).first
        else {
            throw CredentialError(
                .unexpectedReply,
                "\(self.identifier.vault) answered 401 without saying where to get a token; check that it is a key vault"
            )
        }
        guard !self.options.verifiesChallengeResource || challenge.matches(host: self.identifier.host) else {
            throw CredentialError(
                .authenticationFailed,
                """
                The challenge resource '\(Redaction.scrub(challenge.resourceHost, limit: 200))' does not match the requested \
                domain \(self.identifier.host): no token is sent. For a vault behind a name of your own set \
                KeyVaultOptions.verifiesChallengeResource to false
                """
            )
        }
        guard challenge != of else { throw refusal(response, self.identifier.vault) }
        self.challenge.withLock { $0 = challenge }
    }

    private func pause(_ outcome: Outcome, _ path: String, _ attempts: inout Attempts) async throws {
        var requested: Duration?
        if case .answer(let response) = outcome {
            requested = RetryAfter.parse(response, now: self.options.clock.now)
        }
        guard !outcome.isPermanent, let pause = attempts.pause(requested: requested) else {
            switch outcome {
            case .answer(let response): throw refusal(response, path)
            case .failed(let error):
                throw CredentialError.unreachable(
                    error,
                    tokenEndpoint: self.identifier.vault,
                    attempts: attempts.number
                )
            }
        }
        try await self.options.clock.sleep(for: pause)
    }

    private func object(_ response: TransportResponse, _ path: String) throws(CredentialError) -> JSONObject {
        let parsed = response.body.withExposedBytes { try? JSONValue.parse($0, maximumDepth: 32) }
        guard let object = parsed?.object else {
            throw CredentialError(
                .unexpectedReply,
                "\(self.identifier.vault)\(path) answered \(response.status), but not with an object of JSON"
            )
        }
        return object
    }

    /// Says no in the vault's words.
    private func refusal(_ response: TransportResponse, _ path: String) -> CredentialError {
        let parsed = response.body.withExposedBytes { try? JSONValue.parse($0, maximumDepth: 32) }
        let error = parsed?.object?["error"]?.object
        let code = error?["code"]?.string.map { Redaction.scrub($0, limit: 100) }
        let message = error?["message"]?.string.map { Redaction.scrub($0, limit: 500) }
        let isTransient = RetryPolicy.isTransient(status: response.status)
        let remedy =
            switch response.status {
            case 401: "; check the tenant and that the identity is known to it"
            case 403: "; grant the identity 'Key Vault Secrets User' (for signing: 'Key Vault Crypto User')"
            case 404: "; check the name in the identifier"
            default: ""
            }
        return CredentialError(
            isTransient ? .serviceUnavailable : .authenticationFailed,
            """
            \(self.identifier.vault)\(path.hasPrefix("/") ? path : "") answered \(response.status) \
            \(code ?? "without a code"): \(message ?? "no message")\(remedy)
            """,
            refusal: TokenServiceRefusal(
                status: response.status,
                error: code,
                suberror: nil,
                errorDescription: message,
                aadstsCodes: [],
                correlationID: nil,
                traceID: response[header: "x-ms-request-id"].map { Redaction.scrub($0, limit: 100) },
                timestamp: nil,
                claims: nil,
                retryAfter: nil
            )
        )
    }
}
