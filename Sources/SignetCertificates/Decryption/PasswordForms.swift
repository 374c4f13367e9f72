// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The two shapes in which one password enters a key derivation.
struct PasswordForms: Sendable {
    /// The bytes as they are: PBKDF2, scrypt and traditional PEM.
    let bytes: SecretBytes
    /// UTF-16 in big endian with two zero bytes at the end: PKCS #12 (RFC 7292 §B.1).
    let pkcs12: SecretBytes

    /// Takes the bytes of a password; those that are not UTF-8 are taken as Latin-1, as OpenSSL does.
    init(_ password: SecretBytes) {
        self.bytes = password
        self.pkcs12 = password.withExposedBytes { bytes in
            let text = String(validating: bytes, as: UTF8.self)
            let units = text.map { Array($0.utf16) } ?? bytes.map { UInt16($0) }
            return SecretBytes((units + [0]).flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
        }
    }

    private init(pkcs12: [UInt8]) {
        self.bytes = SecretBytes([])
        self.pkcs12 = SecretBytes(pkcs12)
    }

    /// What writers mean by "no password": the empty text with its zero, or nothing at all.
    static let none = [PasswordForms(pkcs12: [0, 0]), PasswordForms(pkcs12: [])]
}
