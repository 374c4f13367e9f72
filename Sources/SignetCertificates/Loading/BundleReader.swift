// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Recognises the format of a certificate file by its content.
enum BundleReader {
    static func read(
        _ bytes: [UInt8],
        password: SecretBytes?,
        budget: DerivationBudget
    ) throws(CertificateError) -> BundleContents {
        var unlocker = Unlocker(password: password, budget: budget)
        let contents = try read(plainText(bytes), unlocker: &unlocker, mayBeBase64: true)
        guard !unlocker.hasUnusedPassword else {
            throw CertificateError(
                .superfluousPassword,
                "a password was given, but nothing in the file is encrypted: leave the password out, or check that this is the file you mean"
            )
        }
        return contents
    }

    private static func read(
        _ bytes: [UInt8],
        unlocker: inout Unlocker,
        mayBeBase64: Bool
    ) throws(CertificateError) -> BundleContents {
        // The length of a large structure cannot be text, but a friendly name inside could look like PEM.
        if bytes.first == Tag.sequence, bytes.count > 1, bytes[1] & 0x80 != 0 {
            return try DERBundleReader.read(bytes, unlocker: &unlocker)
        }
        if PEMBlock.occurs(in: bytes) {
            return try PEMBundleReader.read(bytes, unlocker: &unlocker)
        }
        if bytes.first == Tag.sequence {
            return try DERBundleReader.read(bytes, unlocker: &unlocker)
        }
        // Key Vault and API Management hand out DER and PFX as bare base64.
        if mayBeBase64, let decoded = Base64.decodeLenient(bytes), decoded.first == Tag.sequence {
            return try read(decoded, unlocker: &unlocker, mayBeBase64: false)
        }
        throw unrecognized(bytes)
    }

    private static func unrecognized(_ bytes: [UInt8]) -> CertificateError {
        if bytes.isEmpty {
            return CertificateError(.unrecognizedFormat, "the file is empty; give a PEM, DER or PFX file")
        }
        if bytes.starts(with: [0xFE, 0xED, 0xFE, 0xED]) {
            return CertificateError(
                .unrecognizedFormat,
                "the file is a Java keystore (JKS): convert it with keytool -importkeystore -deststoretype pkcs12"
            )
        }
        return CertificateError(
            .unrecognizedFormat,
            "the content is neither PEM nor DER nor PFX: it is no certificate file, or it was damaged on the way"
        )
    }

    /// Turns UTF-16 text, which PowerShell writes, into UTF-8, and drops a byte order mark.
    private static func plainText(_ bytes: [UInt8]) -> [UInt8] {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(bytes.dropFirst(3)) }
        let littleEndian = bytes.starts(with: [0xFF, 0xFE])
        guard littleEndian || bytes.starts(with: [0xFE, 0xFF]) else { return bytes }
        var units: [UInt16] = []
        for index in stride(from: 2, to: bytes.count - 1, by: 2) {
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            units.append(littleEndian ? second << 8 | first : first << 8 | second)
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }
}
