// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Signs a workload in with the token that its platform puts into a file: Kubernetes with Microsoft Entra Workload ID.
///
/// The file's token goes to the token service as the assertion of a federated identity credential. For each new access token
/// the file is looked at, and read again where it was replaced; there is no time in which a stale one is used.
public final class WorkloadIdentityCredential: TokenCredential {
    private let credential: ClientAssertionCredential

    /// Creates a credential.
    ///
    /// - Parameters:
    ///   - tenantID: The tenant: a GUID or a verified domain.
    ///   - clientID: The client ID of the app registration or the user-assigned managed identity that trusts the issuer.
    ///   - tokenFilePath: The file; it need not be there yet.
    ///   - options: Everything else.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for identifiers that cannot be right.
    public init(
        tenantID: String,
        clientID: String,
        tokenFilePath: String,
        options: CredentialOptions = CredentialOptions()
    ) throws(CredentialError) {
        let file = FederatedTokenFile(path: tokenFilePath)
        self.credential = try ClientAssertionCredential(tenantID: tenantID, clientID: clientID, options: options) { _ in
            try file.assertion()
        }
    }

    /// Gives a token, from memory where there is one.
    ///
    /// - Throws: ``CredentialError``, with ``CredentialError/Code/credentialUnavailable`` where the file gives no token;
    ///   `CancellationError` when the calling task is cancelled.
    public func token(for request: TokenRequest) async throws -> AccessToken {
        try await self.credential.token(for: request)
    }
}
