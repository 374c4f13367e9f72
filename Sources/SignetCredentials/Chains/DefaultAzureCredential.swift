// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Signs a service in with what the place where it runs offers: its environment's secret or certificate, else workload
/// identity, else the machine's managed identity.
///
/// ```swift
/// let credential = try DefaultAzureCredential(environment: ProcessInfo.processInfo.environment)
/// ```
///
/// The first that gives a token answers from then on. `AZURE_TOKEN_CREDENTIALS` restricts the chain to one of
/// `EnvironmentCredential`, `WorkloadIdentityCredential` and `ManagedIdentityCredential`; `prod` means all of them. What the
/// environment configures wrongly is an error at once and not a reason to become somebody else.
public final class DefaultAzureCredential: TokenCredential {
    private let chain: ChainedTokenCredential

    /// Reads the variables.
    ///
    /// - Parameters:
    ///   - environment: The variables.
    ///   - managedIdentityClientID: The user-assigned managed identity in place of `AZURE_CLIENT_ID`.
    ///   - workloadIdentityClientID: The workload's client ID in place of `AZURE_CLIENT_ID`.
    ///   - options: Everything else; what they leave open the environment may say.
    /// - Throws: ``CredentialError``: ``CredentialError/Code/invalidArgument`` for values that cannot be right,
    ///   ``CredentialError/Code/credentialUnavailable`` for a certificate that cannot be used.
    public init(
        environment: [String: String],
        managedIdentityClientID: String? = nil,
        workloadIdentityClientID: String? = nil,
        options: CredentialOptions = CredentialOptions()
    ) throws(CredentialError) {
        let variables = AzureEnvironment(environment)
        let members = try TokenCredentialSelection(variables).members
        var links: [(name: String, credential: any TokenCredential)] = []
        for member in members {
            let credential: any TokenCredential
            switch member {
            case .environment:
                credential = try Self.environment(environment, options)
            case .workloadIdentity:
                credential = try Self.workloadIdentity(environment, workloadIdentityClientID, options)
            case .managedIdentity:
                credential = try Self.managedIdentity(
                    environment,
                    managedIdentityClientID ?? variables["AZURE_CLIENT_ID"],
                    // Alone it has nobody to pass the request on to, so it may take its time.
                    probeLimit: members.count > 1 ? .seconds(1) : nil,
                    options
                )
            }
            links.append((name: member.rawValue, credential: credential))
        }
        self.chain = ChainedTokenCredential(name: "DefaultAzureCredential", links)
    }

    /// The name of the credential that gave the first token, once there was one.
    public var selectedCredential: String? { self.chain.selectedCredential }

    /// Gives a token, from memory where there is one.
    ///
    /// - Throws: ``CredentialError`` that lists what every credential said; its `cause` is a ``ChainFailure``.
    ///   `CancellationError` when the calling task is cancelled.
    public func token(for request: TokenRequest) async throws -> AccessToken {
        try await self.chain.token(for: request)
    }

    /// Closes the credentials of the chain.
    public func close() async {
        await self.chain.close()
    }

    private static func environment(
        _ environment: [String: String],
        _ options: CredentialOptions
    ) throws(CredentialError) -> any TokenCredential {
        let missing = EnvironmentCredential.missing(in: environment)
        guard missing.isEmpty else { return unavailable("EnvironmentCredential", missing) }
        return try EnvironmentCredential(environment: environment, options: options)
    }

    private static func workloadIdentity(
        _ environment: [String: String],
        _ clientID: String?,
        _ options: CredentialOptions
    ) throws(CredentialError) -> any TokenCredential {
        let missing = WorkloadIdentityCredential.missing(in: environment, clientID: clientID)
        guard missing.isEmpty else { return unavailable("WorkloadIdentityCredential", missing) }
        return try WorkloadIdentityCredential(environment: environment, clientID: clientID, options: options)
    }

    private static func managedIdentity(
        _ environment: [String: String],
        _ clientID: String?,
        probeLimit: Duration?,
        _ options: CredentialOptions
    ) throws(CredentialError) -> any TokenCredential {
        let endpoint: ManagedIdentityEndpoint
        do {
            endpoint = try ManagedIdentityEndpoint(environment: environment)
        } catch {
            guard error.code == .credentialUnavailable else { throw error }
            return UnavailableCredential(reason: error)
        }
        return try ManagedIdentityCredential(
            identity: clientID.map { .clientID($0) } ?? .systemAssigned,
            endpoint: endpoint,
            probeLimit: probeLimit,
            options: options
        )
    }

    private static func unavailable(_ name: String, _ missing: [String]) -> UnavailableCredential {
        UnavailableCredential(reason: AzureEnvironment.unavailable(name, missing: missing))
    }
}
