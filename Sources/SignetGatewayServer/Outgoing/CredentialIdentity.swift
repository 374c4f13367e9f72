// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetCredentials
import SignetGateway

/// The tokens of `authentication-managed-identity`, by the credential that key vaults are read with too.
struct CredentialIdentity: GatewayIdentity {
    let access: KeyVaultAccess

    func token(for resource: String, clientID: String?) async throws(OutgoingFailure) -> IdentityToken {
        do {
            let credential = try self.access.credential(for: clientID)
            let token = try await credential.token(for: "\(resource)/.default")
            return IdentityToken(
                secret: token.withExposedBytes { SecretBytes($0) },
                expires: token.expiresOn
            )
        } catch {
            // The text of a credential's error never holds a secret; it is for the operator, not for the caller.
            throw OutgoingFailure("No token could be had for the resource '\(resource)'.", detail: "\(error)")
        }
    }
}
