// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import SignetCredentials
import SignetTesting
import Synchronization
import Testing

/// Our own credentials keep the contract, and each rule finds whoever breaks it.
@Suite(.timeLimit(.minutes(15))) struct TokenCredentialConformanceTests {
    private static let tenantID = "contoso.com"
    private static let clientID = "11111111-2222-4333-8444-555555555555"

    private static func options(_ service: ConformanceService, _ clock: any TimeSource) -> CredentialOptions {
        CredentialOptions(transport: service, clock: clock)
    }

    private static func secret(_ service: ConformanceService, _ clock: any TimeSource) throws -> ClientSecretCredential
    {
        try ClientSecretCredential(
            tenantID: Self.tenantID,
            clientID: Self.clientID,
            clientSecret: "s3cret",
            options: options(service, clock)
        )
    }

    private static let own: [(String, TokenCredentialConformance.Maker)] = [
        ("secret", { try secret($0, $1) }),
        (
            "certificate",
            {
                try CertificateCredential(
                    tenantID: tenantID,
                    clientID: clientID,
                    certificate: .certificate(try TestCertificates.client(at: $1.now)),
                    options: options($0, $1)
                )
            }
        ),
        (
            "assertion",
            {
                try ClientAssertionCredential(tenantID: tenantID, clientID: clientID, options: options($0, $1)) { _ in
                    ClientAssertion("a.b.c")
                }
            }
        ),
        (
            "on behalf of",
            {
                try OnBehalfOfCredential(
                    tenantID: tenantID,
                    clientID: clientID,
                    clientSecret: SecretBytes(utf8: "s3cret"),
                    userAssertion: SecretBytes(utf8: "u.s.r"),
                    options: options($0, $1)
                )
            }
        ),
        (
            "managed identity",
            { try ManagedIdentityCredential(endpoint: .instanceMetadata, options: options($0, $1)) }
        ),
        (
            "environment",
            {
                let variables = [
                    "AZURE_TENANT_ID": tenantID, "AZURE_CLIENT_ID": clientID, "AZURE_CLIENT_SECRET": "s3cret",
                ]
                return try EnvironmentCredential(environment: variables, options: options($0, $1))
            }
        ),
        (
            "default",
            {
                let variables = [
                    "AZURE_TENANT_ID": tenantID, "AZURE_CLIENT_ID": clientID, "AZURE_CLIENT_SECRET": "s3cret",
                ]
                return try DefaultAzureCredential(environment: variables, options: options($0, $1))
            }
        ),
        ("chain", { try ChainedTokenCredential(try secret($0, $1)) }),
    ]

    @Test(arguments: own.indices) func ourCredentialsKeepTheContract(index: Int) async throws {
        try await TokenCredentialConformance.check(Self.own[index].1)
    }

    @Test func anAuthorizationCodeKeepsTheContractButThatItHasOneUse() async throws {
        // Without a refresh token in the answers there is nothing for a second scope, nor after the first token's end.
        try await TokenCredentialConformance.check(excluding: [.keepsRequestsApart]) { service, clock in
            try AuthorizationCodeCredential(
                tenantID: Self.tenantID,
                clientID: Self.clientID,
                clientSecret: SecretBytes(utf8: "s3cret"),
                authorizationCode: AuthorizationCode(
                    code: SecretBytes(utf8: "c"),
                    redirectURI: "https://app.example/callback",
                    proofKey: ProofKey()
                ),
                options: Self.options(service, clock)
            )
        }
    }

    @Test func aStaticTokenKeepsTheContractButThatItTakesAnyRequest() async throws {
        try await TokenCredentialConformance.check(excluding: [.refusesNoScope]) { _, clock in
            let token = AccessToken(text: SecretBytes(utf8: "conformance-secret"), expiresOn: clock.now + 3_600)
            return StaticTokenCredential(token, clock: clock)
        }
    }

    @Test(arguments: TokenCredentialConformance.Rule.allCases)
    func eachRuleFindsWhoeverBreaksIt(rule: TokenCredentialConformance.Rule) async throws {
        let failure = await #expect(throws: ConformanceFailure.self) {
            try await TokenCredentialConformance.check(patience: .seconds(2)) { try FaultyCredential(rule, $0, $1) }
        }
        #expect(failure?.violations.contains { $0.rule == rule.rawValue } == true, "\(rule) was not found broken")
        #expect(failure?.description.contains("FaultyCredential breaks") == true)
        let others = Set(TokenCredentialConformance.Rule.allCases)
            .subtracting(
                failure?.violations.compactMap { TokenCredentialConformance.Rule(rawValue: $0.rule) } ?? []
            )
        // The rules that it keeps are not held against it.
        try await TokenCredentialConformance.check(
            excluding: Set(TokenCredentialConformance.Rule.allCases).subtracting(others)
        ) {
            try FaultyCredential(rule, $0, $1)
        }
    }
}

/// A credential with one fault planted for each rule; otherwise it does what a simple one does.
private final class FaultyCredential: TokenCredential {
    private struct Ill: Error {}

    private let fault: TokenCredentialConformance.Rule
    private let base: ClientSecretCredential
    private let service: ConformanceService
    private let kept = Mutex<[TokenRequest: AccessToken]>([:])
    private let failure = Mutex<(any Error)?>(nil)
    private let seen = Mutex("")

    init(_ fault: TokenCredentialConformance.Rule, _ service: ConformanceService, _ clock: any TimeSource) throws {
        self.fault = fault
        self.service = service
        self.base = try ClientSecretCredential(
            tenantID: "contoso.com",
            clientID: "11111111-2222-4333-8444-555555555555",
            clientSecret: "s3cret",
            options: CredentialOptions(transport: service, clock: clock)
        )
    }

    func close() async {
        if self.fault != .endsWhenClosed { await self.base.close() }
    }

    func token(for request: TokenRequest) async throws -> AccessToken {
        switch self.fault {
        case .givesLivingTokens:
            return AccessToken(text: SecretBytes([]), expiresOn: Date(timeIntervalSince1970: 0))
        case .servesFromMemory, .sharesOneFetch: return try await self.service.token()
        case .keepsRequestsApart: return try await self.base.token(for: TokenRequest(scope: "always"))
        case .servesNothingExpired: return try await forEver(request)
        case .refusesNoScope:
            return try await self.base.token(for: request.scopes.isEmpty ? TokenRequest(scope: "a") : request)
        case .endsWithItsCaller: return try await unstructured(request)
        case .endsWhenClosed: return try await self.base.token(for: request)
        case .isolatesCancellation: return try await firstCallersFetch(request)
        case .failsWithCredentialErrors:
            do { return try await self.base.token(for: request) } catch is CredentialError { throw Ill() }
        case .recovers: return try await rememberingFailures(request)
        case .hidesItsSecrets:
            let token = try await self.base.token(for: request)
            self.seen.withLock { $0 = token.exposedText }
            return token
        }
    }

    private func forEver(_ request: TokenRequest) async throws -> AccessToken {
        if let token = self.kept.withLock({ $0[request] }) { return token }
        let token = try await self.base.token(for: request)
        self.kept.withLock { $0[request] = token }
        return token
    }

    /// A task of its own does not hear of the caller's end.
    private func unstructured(_ request: TokenRequest) async throws -> AccessToken {
        try await Task { [base] in try await base.token(for: request) }.value
    }

    private let shared = Mutex<Task<AccessToken, any Error>?>(nil)

    /// Everybody waits for a fetch that ends with the first caller.
    private func firstCallersFetch(_ request: TokenRequest) async throws -> AccessToken {
        let (task, isMine) = self.shared.withLock { shared in
            if let shared { return (shared, false) }
            let task = Task { [base] in try await base.token(for: request) }
            shared = task
            return (task, true)
        }
        guard isMine else { return try await task.value }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    private func rememberingFailures(_ request: TokenRequest) async throws -> AccessToken {
        if let error = self.failure.withLock({ $0 }) { throw error }
        do {
            return try await self.base.token(for: request)
        } catch {
            self.failure.withLock { $0 = error }
            throw error
        }
    }
}

extension FaultyCredential: CustomStringConvertible {
    var description: String { "FaultyCredential(\(self.seen.withLock { $0 }))" }
}
