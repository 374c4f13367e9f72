// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Logging
import SignetAssertions
import SignetCertificates
import SignetCore
import SignetCredentials

/// Which of the library's credentials signs in.
enum CredentialChoice: String, CaseIterable, ExpressibleByArgument {
    case certificate
    case environment
    case workloadIdentity = "workload-identity"
    case managedIdentity = "managed-identity"
    case defaultChain = "default"
}

/// Makes the credential of a command line: its options go before the variables of azure-identity.
struct CredentialMaker {
    let identity: IdentityOptions
    let certificate: CertificateOptions
    let signing: SigningOptions
    let environment: CommandEnvironment

    /// Makes the credential that was named; without a name that of the certificate that was given, else that of the secret or
    /// the certificate of the environment.
    func credential(_ choice: CredentialChoice?) throws -> any TokenCredential {
        let isSecret = self.certificate.certificate == nil && self.environment["AZURE_CLIENT_SECRET"] != nil
        let options = try options()
        switch choice ?? (isSecret ? .environment : .certificate) {
        case .certificate: return try certificateCredential()
        case .environment: return try EnvironmentCredential(environment: self.variables, options: options)
        case .workloadIdentity: return try WorkloadIdentityCredential(environment: self.variables, options: options)
        case .defaultChain: return try DefaultAzureCredential(environment: self.variables, options: options)
        case .managedIdentity:
            return try ManagedIdentityCredential(
                identity: self.identity.client.map { .clientID($0) } ?? .systemAssigned,
                endpoint: ManagedIdentityEndpoint(environment: self.variables),
                options: options
            )
        }
    }

    /// Makes the credential of a service that acts for a user.
    func onBehalf(ofUser assertion: SecretBytes) throws -> OnBehalfOfCredential {
        let tenantID = try self.identity.tenant(self.environment)
        let clientID = try self.identity.clientID(self.environment)
        if self.certificate.certificate == nil, let secret = self.environment["AZURE_CLIENT_SECRET"] {
            return try OnBehalfOfCredential(
                tenantID: tenantID,
                clientID: clientID,
                clientSecret: SecretBytes(utf8: secret),
                userAssertion: assertion,
                options: try options()
            )
        }
        return try OnBehalfOfCredential(
            tenantID: tenantID,
            clientID: clientID,
            certificate: try self.certificate.source(self.environment),
            sendsChain: self.signing.sendChain || self.environment.sendsChain,
            algorithm: self.signing.algorithm,
            userAssertion: assertion,
            options: try options()
        )
    }

    private func certificateCredential() throws -> CertificateCredential {
        try CertificateCredential(
            tenantID: try self.identity.tenant(self.environment),
            clientID: try self.identity.clientID(self.environment),
            certificate: try self.certificate.source(self.environment),
            sendsChain: self.signing.sendChain || self.environment.sendsChain,
            algorithm: self.signing.algorithm,
            options: try options()
        )
    }

    private func options() throws -> CredentialOptions {
        Self.quiet(try self.identity.credentialOptions(self.environment))
    }

    /// The command tells its failure itself.
    private static func quiet(_ options: CredentialOptions) -> CredentialOptions {
        var options = options
        options.logger.logLevel = .error
        return options
    }

    /// The environment as the options change it, for the credentials that read it themselves.
    private var variables: [String: String] {
        var changes: [String: String?] = [
            "AZURE_TENANT_ID": self.identity.tenantID, "AZURE_CLIENT_ID": self.identity.client,
            "AZURE_AUTHORITY_HOST": self.identity.authorityURL, "AZURE_REGIONAL_AUTHORITY_NAME": self.identity.region,
        ]
        if let certificate = self.certificate.certificate {
            changes["AZURE_CLIENT_CERTIFICATE_PATH"] = certificate
            // The certificate that was named goes before a secret that is there by chance.
            changes["AZURE_CLIENT_SECRET"] = ""
        }
        return self.environment.merging(changes)
    }
}
