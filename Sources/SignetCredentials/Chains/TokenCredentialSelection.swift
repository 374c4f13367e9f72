// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Which credentials of the default chain take part: `AZURE_TOKEN_CREDENTIALS`.
struct TokenCredentialSelection {
    /// A credential of the default chain for servers, in its order.
    enum Member: String, CaseIterable {
        case environment = "EnvironmentCredential"
        case workloadIdentity = "WorkloadIdentityCredential"
        case managedIdentity = "ManagedIdentityCredential"
    }

    let members: [Member]

    /// Reads the variable.
    ///
    /// - Throws: `credentialUnavailable` for `dev`, because the tools of developers are not part of a server's chain;
    ///   `invalidArgument` for a name that is unknown.
    init(_ environment: AzureEnvironment) throws(CredentialError) {
        let variable = "AZURE_TOKEN_CREDENTIALS"
        let value = environment[variable] ?? "prod"
        let name = value.lowercased()
        if name == "prod" {
            self.members = Member.allCases
        } else if let member = Member.allCases.first(where: { $0.rawValue.lowercased() == name }) {
            self.members = [member]
        } else {
            let valid = (["prod"] + Member.allCases.map(\.rawValue)).joined(separator: ", ")
            guard name == "dev" else {
                throw CredentialError(
                    .invalidArgument,
                    "Invalid value for \(variable): \(Redaction.scrub(value, limit: 100)). Valid values are: \(valid)"
                )
            }
            throw CredentialError(
                .credentialUnavailable,
                """
                \(variable) is 'dev', and the credentials of developer tools are not part of this chain for servers. Valid \
                values are: \(valid)
                """
            )
        }
    }
}
