// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Reads certificates and keys from PEM blocks in any order.
enum PEMBundleReader {
    static func read(_ bytes: [UInt8], unlocker: inout Unlocker) throws(CertificateError) -> BundleContents {
        var contents = BundleContents(format: .pem)
        var curve: String?
        for block in try PEMBlock.read(bytes) {
            switch block.label {
            case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE":
                // A trusted certificate has OpenSSL's own data after it.
                var rest = block.content[...]
                try contents.add(certificate: try BERElement.read(from: &rest), alias: block.friendlyName)
            case "PKCS7", "CMS":
                try DERBundleReader.addCertificates(ofPKCS7: try BERElement(block.content), to: &contents)
            case "EC PARAMETERS":
                guard let named = try BERElement(block.content).objectIdentifier else {
                    throw PrivateKeyReader.unnamedCurve()
                }
                curve = named
            case let label where label.hasSuffix("PRIVATE KEY"):
                let key = try key(block, curve: curve, unlocker: &unlocker, isEncrypted: &contents.isEncrypted)
                try contents.add(key: key, alias: block.friendlyName)
            default:
                continue
            }
        }
        return contents
    }

    private static func key(
        _ block: PEMBlock,
        curve: String?,
        unlocker: inout Unlocker,
        isEncrypted: inout Bool
    ) throws(CertificateError) -> PrivateKey {
        if block.label == "ENCRYPTED PRIVATE KEY" {
            isEncrypted = true
            return try PrivateKeyReader.pkcs8(try unlocker.pkcs8(try BERElement(block.content)))
        }
        var content = block.content
        if let information = block.headers["DEK-Info"] {
            isEncrypted = true
            content = try unlocker.traditional(content, information: information)
        }
        switch block.label {
        case "PRIVATE KEY": return try PrivateKeyReader.pkcs8(try BERElement(content))
        case "RSA PRIVATE KEY": return try PrivateKeyReader.pkcs1(try BERElement(content))
        case "EC PRIVATE KEY": return try PrivateKeyReader.sec1(try BERElement(content), curve: curve)
        case "OPENSSH PRIVATE KEY":
            throw CertificateError(
                .unsupportedKey,
                "the key is in OpenSSH's own form: convert it with ssh-keygen -p -m PKCS8 -f FILE"
            )
        case "DSA PRIVATE KEY":
            throw PrivateKeyReader.unsupported("1.2.840.10040.4.1")
        default:
            throw CertificateError(.unsupportedKey, "a PEM block \(block.label) holds no key of a supported kind")
        }
    }
}
