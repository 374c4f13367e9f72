// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetAssertions
import SignetCertificates
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

    /// A certificate that a source brings, as credentials are given it.
    ///
    /// - Throws: `credentialUnavailable` where it cannot be read or used.
    static func certificate(
        _ source: CertificateSource,
        sendsChain: Bool,
        algorithm: AssertionAlgorithm,
        options: CredentialOptions
    ) throws(CredentialError) -> ClientProof {
        .certificate(
            try AssertionCertificate(source: source, algorithm: algorithm, sendsChain: sendsChain, options: options)
        )
    }

    /// A secret as credentials are given it.
    ///
    /// - Throws: `invalidArgument` where it is empty.
    static func clientSecret(_ secret: SecretBytes) throws(CredentialError) -> ClientProof {
        guard !secret.isEmpty else {
            throw CredentialError(.invalidArgument, "the client secret is empty; use the secret's value, not its ID")
        }
        return .secret(secret)
    }

    /// Whose tokens are those of the cache: another certificate's are not, where the options say so.
    var generation: Int {
        guard case .certificate(let signer) = self else { return 0 }
        return signer.generation
    }

    /// Gets a token for a grant.
    func issue(_ grant: TokenServiceClient.Grant, from service: TokenServiceClient) async throws -> IssuedToken {
        switch self {
        case .certificate(let signer):
            let used = try await signer.issuer()
            do {
                return try await service.token(for: grant, issuer: used)
            } catch let error as CredentialError {
                guard let refusal = error.refusal,
                    let other = try await signer.alternative(to: used, after: refusal)
                else { throw error }
                return try await service.token(for: grant, issuer: other)
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
    fileprivate func token(for grant: Grant, issuer: AssertionIssuer) async throws -> IssuedToken {
        do {
            return try await token(for: grant) { request in
                .assertion(try await issuer.assertion(for: request))
            }
        } catch let error as CredentialError where error.refusal?.error == "invalid_client" {
            // What was refused once is not sent again, though it may have minutes to live.
            let audience = self.authority.tokenEndpoint(tenantID: grant.tenantID)
            issuer.discardAssertion(clientID: self.clientID, audience: audience)
            throw error
        }
    }
}

extension AssertionIssuer {
    fileprivate func assertion(for request: AssertionRequest) async throws -> ClientAssertion {
        do {
            return try await assertion(clientID: request.clientID, audience: request.tokenEndpoint, at: request.date)
        } catch let error as AssertionError {
            throw CredentialError(.credentialUnavailable, error.message, cause: error)
        }
    }
}
