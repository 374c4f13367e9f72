// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials
import SignetCore

/// Writes a PFX (PKCS #12, RFC 7292): the certificates encrypted as one, the key on its own, a MAC over both.
struct PFXWriter {
    let certificate: ClientCertificate
    let password: SecretBytes
    let name: String
    /// Without the key, the file is a bag of certificates.
    var includesKey = true
    /// The iteration count of each derivation; the MAC's is no cheaper, or the password would be guessed there.
    private static let rounds = 20_000

    func write() throws(CertificateError) -> SecretBytes {
        let encrypted = try PasswordBasedWriter.encrypt(
            SecretBytes(certificateBags()),
            password: self.password,
            rounds: Self.rounds
        )
        let information = DERWriter.sequence(
            DERWriter.objectIdentifier(ObjectIdentifier.data),
            encrypted.algorithm,
            DERWriter.element(Tag.contextPrimitive(0), encrypted.ciphertext)
        )
        let certificates = content(
            ObjectIdentifier.encryptedData,
            DERWriter.sequence(DERWriter.integer(0), information)
        )
        let keys = self.includesKey ? content(ObjectIdentifier.data, DERWriter.octets(try keyBags())) : []
        let authenticated = DERWriter.sequence(certificates, keys)
        return SecretBytes(
            DERWriter.sequence(
                DERWriter.integer(3),
                content(ObjectIdentifier.data, DERWriter.octets(authenticated)),
                integrity(authenticated)
            )
        )
    }

    private func certificateBags() -> [UInt8] {
        let bags = self.certificate.derChain.enumerated()
            .map { index, der in
                bag(
                    ObjectIdentifier.certificateBag,
                    DERWriter.sequence(
                        DERWriter.objectIdentifier(ObjectIdentifier.x509Certificate),
                        DERWriter.explicit(0, DERWriter.octets(der))
                    ),
                    attributes: index == 0 ? self.attributes : []
                )
            }
        return DERWriter.element(Tag.sequence, bags.flatMap { $0 })
    }

    private func keyBags() throws(CertificateError) -> [UInt8] {
        let key = try PasswordBasedWriter.encryptedKey(
            self.certificate.privateKey.pkcs8DER,
            password: self.password,
            rounds: Self.rounds
        )
        return DERWriter.sequence(bag(ObjectIdentifier.shroudedKeyBag, key, attributes: self.attributes))
    }

    /// The friendly name, and the identifier that ties key and certificate together.
    private var attributes: [UInt8] {
        let identifier = DERWriter.octets(self.certificate.sha1Thumbprint.bytes)
        return DERWriter.set([
            DERWriter.sequence(
                DERWriter.objectIdentifier(ObjectIdentifier.friendlyName),
                DERWriter.set([DERWriter.bmpString(self.name)])
            ),
            DERWriter.sequence(
                DERWriter.objectIdentifier(ObjectIdentifier.localKeyID),
                DERWriter.set([identifier])
            ),
        ])
    }

    private func bag(_ identifier: String, _ value: [UInt8], attributes: [UInt8]) -> [UInt8] {
        DERWriter.sequence(DERWriter.objectIdentifier(identifier), DERWriter.explicit(0, value), attributes)
    }

    private func content(_ identifier: String, _ value: [UInt8]) -> [UInt8] {
        DERWriter.sequence(DERWriter.objectIdentifier(identifier), DERWriter.explicit(0, value))
    }

    private func integrity(_ authenticated: [UInt8]) -> [UInt8] {
        let salt = PasswordBasedWriter.random(16)
        let key = PKCS12KeyDerivation.derive(
            SHA256.self,
            .mac,
            password: PasswordForms(self.password).pkcs12,
            salt: salt,
            rounds: Self.rounds,
            size: SHA256.byteCount
        )
        let code = HMAC<SHA256>.authenticationCode(for: authenticated, using: SymmetricKey(data: key))
        let digest = DERWriter.sequence(
            DERWriter.algorithm(ObjectIdentifier.sha256, DERWriter.null),
            DERWriter.octets(Array(code))
        )
        return DERWriter.sequence(digest, DERWriter.octets(salt), DERWriter.integer(Self.rounds))
    }
}
