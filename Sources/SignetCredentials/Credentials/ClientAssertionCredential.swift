// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Signs in with assertions that a closure brings: a projected service account token, a key vault that signs, another cloud's
/// identity.
///
/// ```swift
/// let credential = try ClientAssertionCredential(tenantID: tenant, clientID: client) { request in
///     ClientAssertion(try await issuer.token(audience: "api://AzureADTokenExchange"))
/// }
/// ```
public final class ClientAssertionCredential: TokenCredential {
    /// Brings an assertion; called for each request to the token service, never for a token from memory.
    public typealias AssertionClosure = @Sendable (AssertionRequest) async throws -> ClientAssertion

    let client: ConfidentialClient
    private let assertion: AssertionClosure

    /// Creates a credential.
    ///
    /// - Parameters:
    ///   - tenantID: The tenant: a GUID or a verified domain.
    ///   - clientID: The app registration's client ID.
    ///   - options: Everything else.
    ///   - assertion: Brings an assertion for a request.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for identifiers that cannot be right.
    public init(
        tenantID: String,
        clientID: String,
        options: CredentialOptions = CredentialOptions(),
        assertion: @escaping AssertionClosure
    ) throws(CredentialError) {
        self.client = try ConfidentialClient(tenantID: tenantID, clientID: clientID, options: options)
        self.assertion = assertion
    }

    /// Gives a token, from memory where there is one.
    ///
    /// - Throws: ``CredentialError``, with ``CredentialError/Code/credentialUnavailable`` where the closure failed.
    public func token(for request: TokenRequest) async throws -> AccessToken {
        try await self.client.token(for: request, proof: .assertion(self.assertion))
    }

    /// Ends the fetches that are under way, waits for them and forgets the tokens.
    public func close() async {
        await self.client.close()
    }
}
