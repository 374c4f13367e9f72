// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Opens the encrypted parts of one file with one password, and remembers whether it was of use.
struct Unlocker {
    let password: SecretBytes?
    private var isUsed = false
    private var budget: DerivationBudget

    /// Takes a password; an empty one counts as none.
    init(password: SecretBytes?, budget: DerivationBudget) {
        self.budget = budget
        self.password = password.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether a password was given and nothing needed it.
    var hasUnusedPassword: Bool { self.password != nil && !self.isUsed }

    /// The shapes in which the password may have entered a PFX.
    var pfxForms: [PasswordForms] { self.password.map { [PasswordForms($0)] } ?? PasswordForms.none }

    /// Notes that the password was needed.
    mutating func markUsed() { self.isUsed = true }

    /// Opens an EncryptedPrivateKeyInfo (RFC 5958 §3) of a PEM or DER file.
    ///
    /// - Returns: The PKCS #8 structure inside.
    mutating func pkcs8(_ element: BERElement) throws(CertificateError) -> BERElement {
        guard let password = self.password else { throw Self.required() }
        self.isUsed = true
        let decrypted = try decryptKey(element, form: PasswordForms(password))
        guard let decrypted else { throw Self.wrong() }
        return decrypted
    }

    /// Opens an EncryptedPrivateKeyInfo with one form of the password.
    ///
    /// - Returns: `nil` where this form does not open it.
    mutating func decryptKey(_ element: BERElement, form: PasswordForms) throws(CertificateError) -> BERElement? {
        let parts = try element.sequence("the encrypted key")
        guard parts.count == 2, let ciphertext = parts[1].octets else {
            throw CertificateError(.malformed, "the encrypted key lacks a part")
        }
        let plaintext = try decrypt(ciphertext, algorithm: parts[0], form: form)
        return plaintext.flatMap { try? BERElement($0) }.flatMap { $0.tag == Tag.sequence ? $0 : nil }
    }

    /// Decrypts with one form of the password.
    ///
    /// - Returns: `nil` where the padding shows that it is the wrong one.
    mutating func decrypt(
        _ ciphertext: [UInt8],
        algorithm: BERElement,
        form: PasswordForms
    ) throws(CertificateError) -> [UInt8]? {
        try PasswordBasedEncryption.decrypt(ciphertext, algorithm: algorithm, password: form, budget: &self.budget)
    }

    /// Runs PBKDF2 or scrypt for the integrity check of a PFX.
    mutating func derive(
        _ algorithm: BERElement,
        form: PasswordForms,
        size: Int
    ) throws(CertificateError) -> [UInt8] {
        try PasswordBasedEncryption.derive(algorithm, form.bytes, size: size, budget: &self.budget)
    }

    /// Takes rounds off the file's budget for a derivation that the caller does.
    mutating func spend(_ rounds: Int?) throws(CertificateError) { try self.budget.spend(rounds) }

    /// Opens a traditional PEM body whose `DEK-Info` header names cipher and vector.
    mutating func traditional(_ ciphertext: [UInt8], information: String) throws(CertificateError) -> [UInt8] {
        guard let password = self.password else { throw Self.required() }
        self.isUsed = true
        let fields = information.split(separator: ",", maxSplits: 1)
        guard fields.count == 2, let vector = Hexadecimal.decode(fields[1].filter { !$0.isWhitespace }) else {
            throw CertificateError(.malformed, "the DEK-Info line of the key is not valid")
        }
        let sizes = ["AES-128-CBC": 16, "AES-192-CBC": 24, "AES-256-CBC": 32, "DES-EDE3-CBC": 24]
        guard let size = sizes[fields[0].uppercased()] else {
            throw CertificateError(
                .unsupportedEncryption,
                "the cipher \(fields[0]) is not supported: write the key again with openssl pkcs8 -topk8 -v2 aes-256-cbc"
            )
        }
        let isAES = fields[0].uppercased().hasPrefix("AES")
        guard vector.count == (isAES ? 16 : 8) else {
            throw CertificateError(.malformed, "the vector in the DEK-Info line has a wrong size")
        }
        let key = KeyDerivation.traditional(password, salt: vector.prefix(8), size: size)
        let plaintext =
            isAES
            ? CipherBlockChaining.decryptAES(ciphertext, key: key, vector: vector)
            : TripleDES(key: key).flatMap { CipherBlockChaining.decrypt(ciphertext, with: $0, vector: vector) }
        guard let plaintext, let element = try? BERElement(plaintext), element.tag == Tag.sequence else {
            throw Self.wrong()
        }
        return plaintext
    }

    /// The error for encrypted content without a password.
    static func required() -> CertificateError {
        CertificateError(.passwordRequired, "the private key is encrypted: give the password of the file")
    }

    /// The error for a password that opens nothing.
    static func wrong() -> CertificateError {
        CertificateError(
            .wrongPassword,
            "the password does not open the file: check the password (no line end after it?), or the file is damaged"
        )
    }
}
