// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// A certificate in a variable of the environment: what a container gets where it has no files.
struct EnvironmentVariable: Sendable {
    let name: String
    let value: SecretBytes?
    let password: SecretBytes?
    let selection: KeySelection

    /// Reads the certificate.
    ///
    /// - Throws: `sourceUnavailable` for a variable that is not set; else what the content is refused for, under its name.
    func certificate() throws(CertificateError) -> ClientCertificate {
        try CertificateBundle.named("the variable \(self.name)") { () throws(CertificateError) in
            try ClientCertificate(bundle: try bundle(), selecting: self.selection)
        }
    }

    /// Everything that the variable holds.
    func bundle() throws(CertificateError) -> CertificateBundle {
        guard let value = self.value, !value.isEmpty else {
            throw CertificateError(
                .sourceUnavailable,
                "it is not set; put the PEM into it, or the PFX in base64"
            )
        }
        let content = value.withExposedBytes { Self.content($0) }
        return try CertificateBundle(bytes: content, password: self.password)
    }

    /// The file that the text stands for.
    private static func content(_ text: [UInt8]) -> [UInt8] {
        if PEMBlock.occurs(in: text) { return unescaped(text) }
        guard let decoded = Base64.decodeLenient(text), !decoded.isEmpty else { return text }
        return decoded
    }

    /// Many a tool can put one line only into a variable, and writes the ends of lines as `\n`.
    private static func unescaped(_ text: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            let next = index + 1 < text.count ? text[index + 1] : 0
            if text[index] == UInt8(ascii: "\\"), next == UInt8(ascii: "n") || next == UInt8(ascii: "r") {
                out.append(next == UInt8(ascii: "n") ? 0x0A : 0x0D)
                index += 2
            } else {
                out.append(text[index])
                index += 1
            }
        }
        return out
    }
}

extension CertificateBundle {
    /// Runs a reading and puts the name of what is read before the message of its error.
    static func named<Result>(
        _ name: String,
        _ body: () throws(CertificateError) -> Result
    ) throws(CertificateError) -> Result {
        do {
            return try body()
        } catch {
            throw error.inFile(name)
        }
    }
}
