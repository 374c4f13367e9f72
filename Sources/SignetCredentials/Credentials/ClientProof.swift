// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetAssertions
import SignetCore

/// How a client proves who it is, whatever it asks for.
enum ClientProof: Sendable {
    /// A certificate, through its rotations.
    case certificate(AssertionCertificate)
    /// Assertions that a closure brings.
    case assertion(ClientAssertionCredential.AssertionClosure)
    /// A secret.
    case secret(SecretBytes)
    /// Nothing: a public client.
    case publicClient

    /// Gets a token for a grant.
    func issue(_ grant: TokenServiceClient.Grant, from service: TokenServiceClient) async throws -> IssuedToken {
        switch self {
        case .certificate(let signer):
            let used = try signer.currentMinter()
            do {
                return try await service.token(for: grant, minter: used)
            } catch let error as CredentialError {
                guard let refusal = error.refusal, let other = signer.alternative(to: used, after: refusal) else {
                    throw error
                }
                return try await service.token(for: grant, minter: other)
            }
        case .assertion(let closure):
            return try await service.token(for: grant) { .assertion(try await Self.call(closure, $0)) }
        case .secret(let secret):
            return try await service.token(for: grant) { _ in .secret(secret) }
        case .publicClient:
            return try await service.token(for: grant) { _ in .none }
        }
    }

    private static func call(
        _ closure: ClientAssertionCredential.AssertionClosure,
        _ context: AssertionRequest
    ) async throws -> ClientAssertion {
        do {
            return try await closure(context)
        } catch {
            try Task.checkCancellation()
            if error is CancellationError || error is CredentialError { throw error }
            throw CredentialError(
                .credentialUnavailable,
                "the closure that brings the assertion failed with \(type(of: error)); its error is the cause",
                cause: error
            )
        }
    }
}

extension TokenServiceClient {
    fileprivate func token(for grant: Grant, minter: AssertionMinter) async throws -> IssuedToken {
        try await token(for: grant) { [clock] request in
            do throws(AssertionError) {
                return .assertion(
                    try minter.mint(clientID: request.clientID, audience: request.tokenEndpoint, at: clock.now)
                )
            } catch {
                throw CredentialError(.credentialUnavailable, error.message, cause: error)
            }
        }
    }
}
