// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore

/// Signs a service in with what its environment says: a client secret, or else a certificate.
///
/// ```swift
/// let credential = try EnvironmentCredential(environment: ProcessInfo.processInfo.environment)
/// ```
///
/// | variable | what it says |
/// |---|---|
/// | `AZURE_TENANT_ID`, `AZURE_CLIENT_ID` | the tenant and the app registration |
/// | `AZURE_CLIENT_SECRET` | the secret; it goes before a certificate |
/// | `AZURE_CLIENT_CERTIFICATE_PATH`, `AZURE_CLIENT_CERTIFICATE_PASSWORD` | the certificate's file, which is watched, and its password |
/// | `AZURE_CLIENT_SEND_CERTIFICATE_CHAIN` | whether assertions carry the chain: `true`, `1`, `false` or `0` |
/// | `AZURE_AUTHORITY_HOST` | the token service, where the options name none but the public cloud |
/// | `AZURE_ADDITIONALLY_ALLOWED_TENANTS` | further tenants, divided by semicolons, where the options name none |
/// | `AZURE_IDENTITY_DISABLE_MULTITENANTAUTH` | whether every request is answered for the own tenant |
public final class EnvironmentCredential: TokenCredential {
    private let credential: any TokenCredential

    /// Reads the variables.
    ///
    /// - Parameters:
    ///   - environment: The variables; one that is empty counts as missing.
    ///   - options: Everything else.
    /// - Throws: ``CredentialError``: ``CredentialError/Code/credentialUnavailable`` with the names of the variables that are
    ///   missing, or where the certificate cannot be used; ``CredentialError/Code/invalidArgument`` for values that cannot be
    ///   right.
    public init(
        environment: [String: String],
        options: CredentialOptions = CredentialOptions()
    ) throws(CredentialError) {
        let variables = AzureEnvironment(environment)
        guard let tenantID = variables["AZURE_TENANT_ID"], let clientID = variables["AZURE_CLIENT_ID"],
            variables["AZURE_CLIENT_SECRET"] != nil || variables["AZURE_CLIENT_CERTIFICATE_PATH"] != nil
        else {
            throw AzureEnvironment.unavailable("EnvironmentCredential", missing: Self.missing(in: environment))
        }
        let options = try options.filled(from: variables)
        if let secret = variables["AZURE_CLIENT_SECRET"] {
            self.credential = try ClientSecretCredential(
                tenantID: tenantID,
                clientID: clientID,
                clientSecret: secret,
                options: options
            )
        } else {
            self.credential = try CertificateCredential(
                tenantID: tenantID,
                clientID: clientID,
                certificate: .file(
                    variables["AZURE_CLIENT_CERTIFICATE_PATH"] ?? "",
                    password: variables["AZURE_CLIENT_CERTIFICATE_PASSWORD"].map { SecretBytes(utf8: $0) }
                ),
                sendsChain: try variables.flag("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"),
                options: options
            )
        }
    }

    /// The variables that are missing.
    static func missing(in environment: [String: String]) -> [String] {
        let variables = AzureEnvironment(environment)
        let proofs = ["AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH"]
        let missing = variables.missing(["AZURE_TENANT_ID", "AZURE_CLIENT_ID"])
        guard variables.missing(proofs).count == proofs.count else { return missing }
        return missing + [proofs.joined(separator: " or ")]
    }

    /// Gives a token, from memory where there is one.
    ///
    /// - Throws: ``CredentialError``; `CancellationError` when the calling task is cancelled.
    public func token(for request: TokenRequest) async throws -> AccessToken {
        try await self.credential.token(for: request)
    }

    /// Closes the credential that the environment configures.
    public func close() async {
        await self.credential.close()
    }
}
