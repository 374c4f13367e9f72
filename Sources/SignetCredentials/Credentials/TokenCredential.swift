// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Gives access tokens.
///
/// Everything that calls a protected resource should take `any TokenCredential`.
///
/// ```swift
/// let token = try await credential.token(for: "https://graph.microsoft.com/.default")
/// ```
public protocol TokenCredential: Sendable {
    /// Gives a token, from memory where there is one.
    ///
    /// - Throws: ``CredentialError``; `CancellationError` when the calling task is cancelled.
    func token(for request: TokenRequest) async throws -> AccessToken

    /// Ends what runs in the background, and waits until it has ended; there are no tokens afterwards.
    ///
    /// For the end of a service or of a test: a credential that is simply let go ends its fetches too, without waiting for them.
    /// A transport that was given to the credential is not closed, because others may use it. Closing twice does no harm.
    func close() async
}

extension TokenCredential {
    /// Does nothing: for credentials that run nothing in the background.
    public func close() async {}
}

extension TokenCredential {
    /// Gives a token of one scope.
    ///
    /// - Parameters:
    ///   - scope: The resource with `/.default`.
    ///   - claims: Claims that the token must have, as JSON: what a claims challenge asked for.
    ///   - tenantID: The tenant to ask in place of the credential's own.
    ///   - enableCAE: Whether the caller can handle claims challenges (continuous access evaluation).
    /// - Returns: A token that has not expired.
    /// - Throws: ``CredentialError``; `CancellationError` when the calling task is cancelled.
    public func token(
        for scope: String,
        claims: String? = nil,
        tenantID: String? = nil,
        enableCAE: Bool = false
    ) async throws -> AccessToken {
        try await token(for: TokenRequest(scope: scope, claims: claims, tenantID: tenantID, enablesCAE: enableCAE))
    }

    /// Gives a token of several scopes of one resource; see ``token(for:claims:tenantID:enableCAE:)``.
    ///
    /// - Throws: ``CredentialError``; `CancellationError` when the calling task is cancelled.
    public func token(
        for scopes: String...,
        claims: String? = nil,
        tenantID: String? = nil,
        enableCAE: Bool = false
    ) async throws -> AccessToken {
        try await token(for: TokenRequest(scopes: scopes, claims: claims, tenantID: tenantID, enablesCAE: enableCAE))
    }
}
