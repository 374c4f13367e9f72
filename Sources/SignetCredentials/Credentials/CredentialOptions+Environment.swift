// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension CredentialOptions {
    /// These options, with what the environment says wherever they say nothing themselves.
    ///
    /// - Throws: `invalidArgument` for an authority without TLS and for a switch that is none.
    func filled(from environment: AzureEnvironment) throws(CredentialError) -> CredentialOptions {
        var filled = self
        if self.authority == .publicCloud, let host = environment["AZURE_AUTHORITY_HOST"] {
            filled.authority = try Authority(host)
        }
        if self.additionallyAllowedTenants.isEmpty {
            filled.additionallyAllowedTenants = environment.list("AZURE_ADDITIONALLY_ALLOWED_TENANTS")
        }
        if try environment.flag("AZURE_IDENTITY_DISABLE_MULTITENANTAUTH") {
            filled.disablesMultitenantAuthentication = true
        }
        if self.regionalAuthority == nil {
            filled.regionalAuthority = try RegionalAuthority(environment: environment.values)
        }
        if let transport = self.transport as? AsyncHTTPClientTransport {
            filled.transport = try transport.filled(from: environment.values)
        }
        return filled
    }
}
