// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetAssertions
import SignetCertificates
import SignetCore

/// Signs assertions with a key that never leaves its vault, not even one that cannot be exported.
///
/// ```swift
/// let credential = try CertificateCredential(
///     tenantID: tenant, clientID: client,
///     certificate: try .keyVaultSigner("https://contoso.vault.azure.net/certificates/client", credential: identity))
/// ```
public struct KeyVaultSigner: AssertionSigner {
    private let client: KeyVaultClient
    private let path: String

    /// Names a key.
    ///
    /// - Parameters:
    ///   - identifier: The key with its version: `https://contoso.vault.azure.net/keys/client/0123…`; without one the newest signs,
    ///     which may be another than the certificate's.
    ///   - credential: Who may sign with it; not the credential for which it signs.
    ///   - options: How the vault is asked.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for what names no key.
    public init(
        _ identifier: String,
        credential: any TokenCredential,
        options: KeyVaultOptions = KeyVaultOptions()
    ) throws(CredentialError) {
        let identifier = try KeyVaultIdentifier(identifier)
        self.init(
            KeyVaultClient(identifier, credential: credential, options: options),
            path: identifier.path(in: .keys)
        )
    }

    init(_ client: KeyVaultClient, path: String) {
        self.client = client
        self.path = path
    }

    /// Asks the vault to sign.
    ///
    /// - Throws: ``CredentialError`` with the vault's words; `AssertionError.unsupportedAlgorithm` where the key has other
    ///   algorithms; `CancellationError`.
    public func signature(ofDigest digest: [UInt8], algorithm: AssertionAlgorithm) async throws -> [UInt8] {
        let answer: JSONObject
        do {
            answer = try await self.client.post(
                self.path + "/sign",
                ["alg": .string(algorithm.rawValue), "value": .string(Base64URL.encode(digest))]
            )
        } catch let error as CredentialError where error.refusal?.status == 400 {
            throw AssertionError.unsupportedAlgorithm(algorithm, cause: error)
        }
        guard let value = answer["value"]?.string, let signature = Base64URL.decode(value) else {
            throw CredentialError(.unexpectedReply, "the vault's answer has no signature")
        }
        return signature
    }
}

/// The certificate of a vault together with the signer of its key.
struct KeyVaultSigningCertificate: Sendable {
    let client: KeyVaultClient
    let identifier: KeyVaultIdentifier

    /// Asks for the newest version.
    ///
    /// - Throws: `CertificateError`, or `CancellationError`.
    func fetch() async throws -> (signer: any AssertionSigner, certificate: PublicCertificate) {
        let answer: JSONObject
        do {
            answer = try await self.client.get(self.identifier.path(in: .certificates))
        } catch let error as CredentialError {
            throw CertificateError(.sourceUnavailable, error.message, cause: error)
        }
        guard let der = answer["cer"]?.string.flatMap({ Base64.decodeLenient(Array($0.utf8)) }),
            let key = answer["kid"]?.string, let named = try? KeyVaultIdentifier(key),
            named.vault == self.identifier.vault
        else {
            throw CertificateError(
                .sourceUnavailable,
                "\(self.identifier) has no certificate ('cer') with a key ('kid') of the same vault"
            )
        }
        return (
            signer: KeyVaultSigner(self.client, path: named.path(in: .keys)),
            certificate: try PublicCertificate(bytes: der)
        )
    }
}
