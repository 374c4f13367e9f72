// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// An application or a service principal, as the actions that both have name it.
enum GraphHolder: Sendable {
    case application(GraphTarget.Key)
    case servicePrincipal(GraphTarget.Key)

    /// The type as error texts name it.
    var type: String {
        switch self {
        case .application: "Application"
        case .servicePrincipal: "ServicePrincipal"
        }
    }

    /// The collection in which it stands.
    var collection: String {
        switch self {
        case .application: "applications"
        case .servicePrincipal: "servicePrincipals"
        }
    }
}

extension GraphDirectory {
    func holder(_ holder: GraphHolder) async throws -> any CredentialHolder {
        switch holder {
        case .application(let key): try await application(key).value
        case .servicePrincipal(let key): try await servicePrincipal(key).value
        }
    }

    /// Changes the credentials and owners of an application or a service principal.
    @discardableResult
    func change<Result>(
        holder: GraphHolder,
        _ body: (inout any CredentialHolder) throws -> Result
    ) async throws -> Result {
        switch holder {
        case .application(let key):
            try await change(application: key) { application in
                let result = try Self.edit(&application, body)
                try application.requireManifestSize()
                return result
            }
        case .servicePrincipal(let key): try await change(servicePrincipal: key) { try Self.edit(&$0, body) }
        }
    }

    private static func edit<Holder: CredentialHolder, Result>(
        _ holder: inout Holder,
        _ body: (inout any CredentialHolder) throws -> Result
    ) throws -> Result {
        var edited: any CredentialHolder = holder
        let result = try body(&edited)
        holder.keyCredentials = edited.keyCredentials
        holder.passwordCredentials = edited.passwordCredentials
        holder.owners = edited.owners
        return result
    }
}
