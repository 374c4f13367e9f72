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
    let credential: ClientAssertionCredential

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

    /// Creates a credential from what Microsoft Entra Workload ID puts into a container: `AZURE_TENANT_ID`, `AZURE_CLIENT_ID`,
    /// `AZURE_FEDERATED_TOKEN_FILE` and `AZURE_AUTHORITY_HOST`.
    ///
    /// - Parameters:
    ///   - environment: The variables.
    ///   - clientID: The client ID in place of `AZURE_CLIENT_ID`.
    ///   - options: Everything else; what they leave open the environment may say.
    /// - Throws: ``CredentialError``: ``CredentialError/Code/credentialUnavailable`` with the names of the variables that are
    ///   missing, ``CredentialError/Code/invalidArgument`` for values that cannot be right.
    public convenience init(
        environment: [String: String],
        clientID: String? = nil,
        options: CredentialOptions = CredentialOptions()
    ) throws(CredentialError) {
        let variables = AzureEnvironment(environment)
        guard let tenantID = variables["AZURE_TENANT_ID"],
            let clientID = clientID ?? variables["AZURE_CLIENT_ID"],
            let path = variables["AZURE_FEDERATED_TOKEN_FILE"]
        else {
            throw AzureEnvironment.unavailable(
                "WorkloadIdentityCredential",
                missing: Self.missing(in: environment, clientID: clientID)
            )
        }
        try self.init(
            tenantID: tenantID,
            clientID: clientID,
            tokenFilePath: path,
            options: options.filled(from: variables)
        )
    }

    /// The variables that are missing.
    static func missing(in environment: [String: String], clientID: String?) -> [String] {
        AzureEnvironment(environment)
            .missing(["AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_FEDERATED_TOKEN_FILE"])
            .filter { clientID == nil || $0 != "AZURE_CLIENT_ID" }
    }

    /// Gives a token, from memory where there is one.
    ///
    /// - Throws: ``CredentialError``, with ``CredentialError/Code/credentialUnavailable`` where the file gives no token;
    ///   `CancellationError` when the calling task is cancelled.
    public func token(for request: TokenRequest) async throws -> AccessToken {
        try await self.credential.token(for: request)
    }

    /// Ends the fetches that are under way, waits for them and forgets the tokens.
    public func close() async {
        await self.credential.close()
    }
}
