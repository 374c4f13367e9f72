// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import CryptoExtras
import FoundationEssentials
import SignetAssertions
import SignetCertificates
import SignetCore

/// A key that signs access tokens, with everything that is made of it once and used for each token.
final class SigningKey: Sendable {
    /// The real service's keys bear this name.
    private static let subject = "CN=accounts.accesscontrol.windows.net"
    private static let validity: TimeInterval = 5 * 365 * 86_400

    /// The `kid`: the base64url SHA-1 thumbprint of the certificate.
    let keyID: String
    /// From when tokens are signed with it; it is published before.
    let activation: Date
    let certificate: ClientCertificate
    /// The signer of v1 tokens, whose header names the thumbprint as well.
    let signerOfV1: TokenSigner
    /// The signer of v2 tokens.
    let signerOfV2: TokenSigner
    /// The key as it verifies this platform's own tokens: RS256 and nothing else.
    let verificationKey: VerificationKey
    /// The public half as JSON Web Key, without `issuer`.
    let jsonWebKey: JSONObject

    init(_ certificate: ClientCertificate, activation: Date) throws(PlatformError) {
        guard let key = certificate.privateKey.rsa else {
            throw PlatformError(.unusableKey, "a signing key is of the kind \(certificate.privateKey.kind), not RSA")
        }
        let keyID = certificate.sha1Thumbprint.base64URL
        self.keyID = keyID
        self.activation = activation
        self.certificate = certificate
        self.signerOfV1 = TokenSigner(
            key: key,
            algorithm: .rs256,
            header: ["typ": "JWT", "alg": "RS256", "x5t": .string(keyID), "kid": .string(keyID)]
        )
        self.signerOfV2 = TokenSigner(
            key: key,
            algorithm: .rs256,
            header: ["typ": "JWT", "alg": "RS256", "kid": .string(keyID)]
        )
        self.verificationKey = VerificationKey(key.publicKey, algorithms: [.rs256])
        do {
            let numbers = try key.publicKey.getKeyPrimitives()
            self.jsonWebKey = [
                "kty": "RSA",
                "use": "sig",
                "kid": .string(keyID),
                "x5t": .string(keyID),
                "n": .string(Base64URL.encode(numbers.modulus)),
                "e": .string(Base64URL.encode(numbers.publicExponent)),
                "x5c": .array(certificate.derChain.prefix(1).map(JSONValue.base64)),
            ]
        } catch {
            throw PlatformError(.unusableKey, "the numbers of a signing key cannot be read", cause: error)
        }
    }

    /// Makes a key with a self-signed certificate, as the real service's are.
    static func generate(activation: Date, now: Date) throws(PlatformError) -> SigningKey {
        let template = CertificateTemplate(
            subject: self.subject,
            notBefore: now.addingTimeInterval(-300),
            notAfter: max(now, activation).addingTimeInterval(self.validity)
        )
        do {
            return try SigningKey(try ClientCertificate.create(template), activation: activation)
        } catch let error as PlatformError {
            throw error
        } catch {
            throw PlatformError(.unusableKey, "a signing key could not be made", cause: error)
        }
    }
}
