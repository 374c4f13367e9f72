// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras

/// `byte[].Encrypt` and `byte[].Decrypt`: AES in CBC mode with PKCS #7 padding, as .NET's defaults have it.
enum CipherLibrary {
    static func table() -> LibraryTable {
        LibraryTable(
            "byte[]",
            [
                .init("byte[] Encrypt(string alg, byte[] key, byte[] iv)") { state, a throws(ExpressionError) in
                    try run(&state, a, decrypts: false)
                },
                .init("byte[] Decrypt(string alg, byte[] key, byte[] iv)") { state, a throws(ExpressionError) in
                    try run(&state, a, decrypts: true)
                },
            ]
        )
    }

    private static let names: Set<String> = [
        "AES", "AESMANAGED", "AESCRYPTOSERVICEPROVIDER", "RIJNDAEL", "RIJNDAELMANAGED",
        "SYSTEM.SECURITY.CRYPTOGRAPHY.AES",
    ]

    private static func run(
        _ state: inout Evaluation,
        _ a: [ExpressionValue],
        decrypts: Bool
    ) throws(ExpressionError) -> ExpressionValue {
        let (data, key, vector) = (try a.bytes(0), try a.bytes(2), try a.bytes(3))
        guard self.names.contains(OrdinalText.upper(try a.text(1))) else {
            throw ExpressionError(
                .unsupported,
                "This version of Signet does not evaluate the algorithm '\(try a.text(1))' yet."
            )
        }
        try state.charge(data.count + 32)
        guard [16, 24, 32].contains(key.count) else {
            throw .exception(.cryptographic, "Specified key is not a valid size for this algorithm.")
        }
        guard vector.count == 16 else {
            throw .exception(
                .cryptographic,
                "Specified initialization vector (IV) does not match the block size for this algorithm."
            )
        }
        do {
            let secret = SymmetricKey(data: key)
            let iv = try AES._CBC.IV(ivBytes: vector)
            let result =
                decrypts
                ? try AES._CBC.decrypt(data, using: secret, iv: iv) : try AES._CBC.encrypt(data, using: secret, iv: iv)
            return .bytes(Array(result))
        } catch {
            throw .exception(
                .cryptographic,
                decrypts ? "Padding is invalid and cannot be removed." : "The data could not be encrypted."
            )
        }
    }
}
