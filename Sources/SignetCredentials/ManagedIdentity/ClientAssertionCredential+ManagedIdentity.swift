// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension ClientAssertionCredential {
    /// Signs an app registration in with the machine's managed identity as its federated identity credential: no secret, and
    /// other tenants can be reached.
    ///
    /// - Parameters:
    ///   - tenantID: The tenant: a GUID or a verified domain.
    ///   - clientID: The app registration's client ID.
    ///   - managedIdentity: The identity that the app registration trusts.
    ///   - options: Everything else; the authority decides the audience of the exchange.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for identifiers that cannot be right.
    public convenience init(
        tenantID: String,
        clientID: String,
        managedIdentity: ManagedIdentityCredential,
        options: CredentialOptions = CredentialOptions()
    ) throws(CredentialError) {
        let audience =
            switch options.authority {
            case .usGovernment: "api://AzureADTokenExchangeUSGov"
            case .china: "api://AzureADTokenExchangeChina"
            default: "api://AzureADTokenExchange"
            }
        try self.init(tenantID: tenantID, clientID: clientID, options: options) { _ in
            ClientAssertion(try await managedIdentity.token(for: "\(audience)/.default").exposedText)
        }
    }
}
