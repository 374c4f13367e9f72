// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import SignetCredentials

/// A credential's surroundings for one rule, and the rules themselves.
struct ConformanceSubject {
    private static let request = TokenRequest(scope: "https://conformance.test/.default")

    let clock = ManualClock(advancesOnSleep: true)
    let service: ConformanceService
    let patience: Duration

    init(patience: Duration) {
        self.patience = patience
        self.service = ConformanceService(clock: self.clock)
    }

    func check(_ rule: TokenCredentialConformance.Rule, _ credential: any TokenCredential) async throws {
        switch rule {
        case .givesLivingTokens: try await givesLivingTokens(credential)
        case .servesFromMemory: try await servesFromMemory(credential)
        case .keepsRequestsApart: try await keepsRequestsApart(credential)
        case .sharesOneFetch: try await sharesOneFetch(credential)
        case .servesNothingExpired: try await servesNothingExpired(credential)
        case .refusesNoScope: try await refusesNoScope(credential)
        case .endsWithItsCaller: try await endsWithItsCaller(credential)
        case .isolatesCancellation: try await isolatesCancellation(credential)
        case .endsWhenClosed: try await endsWhenClosed(credential)
        case .failsWithCredentialErrors: _ = try await refusal(credential)
        case .recovers: try await recovers(credential)
        case .hidesItsSecrets: try await hidesItsSecrets(credential)
        }
    }

    private func givesLivingTokens(_ credential: any TokenCredential) async throws {
        let token = try await credential.token(for: Self.request)
        try demand(!token.exposedText.isEmpty, "the token is empty")
        try demand(!token.tokenType.isEmpty, "the token's type is empty; it is how the token is presented")
        try demand(token.expiresOn > self.clock.now, "the token has expired when it is given")
        try demand(token.refreshOn <= token.expiresOn, "the token is to be refreshed after its end")
    }

    private func servesFromMemory(_ credential: any TokenCredential) async throws {
        let first = try await credential.token(for: Self.request)
        let calls = self.service.calls
        let second = try await credential.token(for: Self.request)
        try demand(first == second, "the same request got another token while the first one lived")
        try demand(self.service.calls == calls, "the service was asked again for a token that lives")
    }

    private func keepsRequestsApart(_ credential: any TokenCredential) async throws {
        let first = try await credential.token(for: Self.request)
        guard self.service.calls > 0 else { return }
        let claims = #"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#
        for other in [
            TokenRequest(scope: "https://other.test/.default"),
            TokenRequest(scopes: Self.request.scopes, claims: claims),
        ] {
            let token = try await credential.token(for: other)
            try demand(token != first, "a request for another scope or other claims got the token of the first one")
        }
    }

    private func sharesOneFetch(_ credential: any TokenCredential) async throws {
        self.service.become(.holding)
        let count = 50
        let started = Threshold()
        let tokens = try await withThrowingTaskGroup(of: AccessToken.self) { group in
            for _ in 0..<count {
                group.addTask {
                    started.increment()
                    return try await credential.token(for: Self.request)
                }
            }
            try await started.reach(count)
            // A credential that never asks its service holds nobody up.
            self.service.become(.giving)
            return try await group.reduce(into: [AccessToken]()) { $0.append($1) }
        }
        let texts = Set(tokens.map(\.exposedText))
        try demand(
            texts.count == 1,
            "\(count) callers at once got \(texts.count) different tokens; one fetch serves them all"
        )
    }

    private func servesNothingExpired(_ credential: any TokenCredential) async throws {
        let token = try await credential.token(for: Self.request)
        let left = token.expiresOn.timeIntervalSince(self.clock.now)
        try demand(left > 0, "the token has expired when it is given")
        guard left < 1_000_000_000 else { return }
        self.clock.advance(by: .milliseconds(Int64(nearest: left * 1_000)) + .seconds(1))
        do {
            let next = try await credential.token(for: Self.request)
            try demand(next.expiresOn > self.clock.now, "a token was served after its end")
        } catch is CredentialError {
            // Having none to give is honest.
        }
    }

    private func refusesNoScope(_ credential: any TokenCredential) async throws {
        do {
            _ = try await credential.token(for: TokenRequest(scopes: []))
        } catch is CredentialError {
            try demand(self.service.calls == 0, "the service was asked for a token of no scope")
            return
        }
        throw Breach("a request without a scope got a token; throw a CredentialError with the code invalidArgument")
    }

    private func recovers(_ credential: any TokenCredential) async throws {
        guard try await refusal(credential) != nil else { return }
        self.service.become(.giving)
        _ = try await credential.token(for: Self.request)
    }

    private func hidesItsSecrets(_ credential: any TokenCredential) async throws {
        _ = try await credential.token(for: Self.request)
        var text = "\(credential) \(String(reflecting: credential)) "
        dump(credential, to: &text)
        try demand(
            !text.contains(ConformanceService.mark),
            "printing the credential shows a token; keep it in SecretBytes"
        )
        let error = try await refusal(credential, TokenRequest(scope: "https://refused.test/.default"))
        guard let error else { return }
        try demand(!"\(error) \(String(reflecting: error))".contains(ConformanceService.mark), "an error shows a token")
    }

    /// What the credential throws when the service refuses; nothing where it does not ask.
    private func refusal(
        _ credential: any TokenCredential,
        _ request: TokenRequest = ConformanceSubject.request
    ) async throws -> CredentialError? {
        let calls = self.service.calls
        self.service.become(.refusing)
        do {
            _ = try await credential.token(for: request)
        } catch let error as CredentialError {
            try demand(!error.message.isEmpty, "the error of a refusal has no message")
            return error
        } catch {
            throw Breach("a refusal became \(type(of: error)); throw a CredentialError")
        }
        try demand(self.service.calls == calls, "the service refused, and the credential gave a token")
        return nil
    }

    func demand(_ condition: Bool, _ explanation: String) throws(Breach) {
        guard condition else { throw Breach(explanation) }
    }
}
