// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCredentials
import SignetGateway
import Synchronization

/// How a gateway reads the certificates and named values that its configuration keeps in key vaults.
public struct KeyVaultAccess: Sendable {
    /// How long a secret is used before its vault is asked again, give or take a tenth.
    public var interval = Duration.seconds(60)
    /// How vaults are asked.
    public var options: KeyVaultOptions
    private let credential: @Sendable (_ identityClientID: String?) throws -> any TokenCredential
    private let readers = Readers()

    private final class Readers: Sendable {
        let known = Mutex<[VaultReference: KeyVaultSecretReader]>([:])
        let credentials = Mutex<[String: any TokenCredential]>([:])
    }

    /// Creates the access.
    ///
    /// - Parameters:
    ///   - options: How vaults are asked.
    ///   - credential: Gives the credential for an `identityClientId` of the configuration, or for `nil` the gateway's own.
    public init(
        options: KeyVaultOptions = KeyVaultOptions(),
        credential: @escaping @Sendable (_ identityClientID: String?) throws -> any TokenCredential
    ) {
        self.options = options
        self.credential = credential
    }

    /// Reads a secret.
    func read(_ reference: VaultReference) async throws -> VaultSecret {
        let secret = try await reader(reference).read()
        return VaultSecret(identifier: secret.identifier, value: secret.value, contentType: secret.contentType)
    }

    private func reader(_ reference: VaultReference) throws -> KeyVaultSecretReader {
        if let known = self.readers.known.withLock({ $0[reference] }) { return known }
        var options = self.options
        // A vault on this machine is the developer's own, and its name is no vault's domain.
        if KeyVaultSecretReader.isLocal(reference.secretIdentifier) { options.verifiesChallengeResource = false }
        let reader = try KeyVaultSecretReader(
            reference.secretIdentifier,
            credential: try credential(for: reference.identityClientID),
            options: options
        )
        self.readers.known.withLock { $0[reference] = reader }
        return reader
    }

    func credential(for identity: String?) throws -> any TokenCredential {
        let key = identity ?? ""
        if let known = self.readers.credentials.withLock({ $0[key] }) { return known }
        let made = try self.credential(identity)
        return self.readers.credentials.withLock { credentials in
            let kept = credentials[key] ?? made
            credentials[key] = kept
            return kept
        }
    }
}
