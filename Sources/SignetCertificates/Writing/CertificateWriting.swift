// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore

extension ClientCertificate {
    /// The key and the chain as PEM: PKCS #8 first, then the certificates from leaf to root.
    ///
    /// - Parameter password: Encrypts the key (PBES2, AES-256, PBKDF2 with HMAC-SHA-256); without it the key is in the clear.
    /// - Returns: The text, secret because of the key.
    /// - Throws: `creationFailed` where the library fails to encrypt.
    public func pem(password: SecretBytes? = nil) throws(CertificateError) -> SecretBytes {
        let key = self.privateKey.pkcs8DER
        let block: [UInt8]
        if let password, !password.isEmpty {
            let encrypted = try PasswordBasedWriter.encryptedKey(
                key,
                password: password,
                rounds: PasswordBasedWriter.rounds
            )
            block = PEMBlock.write("ENCRYPTED PRIVATE KEY", encrypted)
        } else {
            block = key.withExposedBytes { PEMBlock.write("PRIVATE KEY", $0) }
        }
        return SecretBytes(block + Array(self.certificatePEM.utf8))
    }

    /// The chain without the key as PEM: what an administrator uploads to the app registration.
    public var certificatePEM: String {
        String(decoding: self.derChain.flatMap { PEMBlock.write("CERTIFICATE", $0) }, as: UTF8.self)
    }

    /// The key and the chain as PFX: AES-256 (PBES2) and a MAC with SHA-256, as Windows, Java and OpenSSL read it.
    ///
    /// - Parameters:
    ///   - password: Encrypts key and certificates; an empty one gives a file without a secret.
    ///   - name: The friendly name of the pair.
    /// - Returns: The file's content.
    /// - Throws: `creationFailed` where the library fails to encrypt.
    public func pfx(password: SecretBytes, name: String) throws(CertificateError) -> SecretBytes {
        try PFXWriter(certificate: self, password: password, name: name).write()
    }

    /// The chain as PFX, with the key or without; see ``pfx(password:name:)``.
    package func pfx(
        password: SecretBytes,
        name: String,
        includingKey: Bool
    ) throws(CertificateError) -> SecretBytes {
        try PFXWriter(certificate: self, password: password, name: name, includesKey: includingKey).write()
    }

    /// Writes the key and the chain as PEM into a file that only its owner may read; see ``pem(password:)``.
    ///
    /// - Throws: `unwritableFile`, `creationFailed`.
    public func writePEM(to path: String, password: SecretBytes? = nil) throws(CertificateError) {
        try pem(password: password)
            .withExposedBytes { (bytes) throws(CertificateError) in
                try AtomicFile.write(bytes, to: path)
            }
    }

    /// Writes a PFX into a file that only its owner may read; see ``pfx(password:name:)``.
    ///
    /// - Throws: `unwritableFile`, `creationFailed`.
    public func writePFX(to path: String, password: SecretBytes, name: String) throws(CertificateError) {
        try pfx(password: password, name: name)
            .withExposedBytes { (bytes) throws(CertificateError) in
                try AtomicFile.write(bytes, to: path)
            }
    }
}
