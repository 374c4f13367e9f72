// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import SignetCore

/// Reads one secret of a key vault.
package struct KeyVaultSecretReader: Sendable {
    private let identifier: KeyVaultIdentifier
    private let client: KeyVaultClient

    /// - Throws: ``CredentialError`` with `invalidArgument` for what names no secret.
    package init(
        _ identifier: String,
        credential: any TokenCredential,
        options: KeyVaultOptions
    ) throws(CredentialError) {
        self.identifier = try KeyVaultIdentifier(identifier)
        self.client = KeyVaultClient(self.identifier, credential: credential, options: options)
    }

    /// Whether the host of an identifier is this machine, whose vault can name any resource.
    package static func isLocal(_ identifier: String) -> Bool {
        guard let host = try? KeyVaultIdentifier(identifier).host else { return false }
        return ["localhost", "127.0.0.1", "[::1]"].contains(host)
    }

    /// Asks the vault.
    ///
    /// - Throws: ``CredentialError``, or `CancellationError`.
    package func read() async throws -> (identifier: String, value: SecretBytes, contentType: String?) {
        let secret = try await self.client.get(self.identifier.path(in: self.identifier.collection))
        guard let value = secret["value"]?.string ?? secret["cer"]?.string else {
            throw CredentialError(.unexpectedReply, "\(self.identifier) has no value")
        }
        // A vault that gives no versions is asked each time as if it were another one.
        let identifier = secret["id"]?.string ?? self.identifier.description
        return (identifier, SecretBytes(utf8: value), secret["contentType"]?.string)
    }
}
