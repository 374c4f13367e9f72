// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Recognises the one structure of a DER file by its shape and reads it.
enum DERBundleReader {
    static func read(_ bytes: [UInt8], unlocker: inout Unlocker) throws(CertificateError) -> BundleContents {
        var rest = bytes[...]
        let root = try BERElement.read(from: &rest)
        // Some tools pad their files; anything else after the end means that this is another kind of file.
        guard rest.allSatisfy({ $0 == 0 || $0 == 0x0A || $0 == 0x0D }) else { throw unknown() }
        guard let parts = try? root.sequence("the file"), let first = parts.first else { throw unknown() }
        let second = parts.dropFirst().first
        let third = parts.dropFirst(2).first
        var contents = BundleContents(format: .der)
        switch (first.tag, second?.tag, third?.tag) {
        case (Tag.sequence, Tag.sequence, Tag.bitString):
            try contents.add(certificate: root, alias: nil)
        case (Tag.sequence, .some(Tag.octetString), nil):
            contents.isEncrypted = true
            try contents.add(key: PrivateKeyReader.pkcs8(try unlocker.pkcs8(root)), alias: nil)
        case (Tag.integer, Tag.sequence, .some(Tag.octetString)):
            try contents.add(key: PrivateKeyReader.pkcs8(root), alias: nil)
        case (Tag.integer, Tag.integer, Tag.integer):
            try contents.add(key: PrivateKeyReader.pkcs1(root), alias: nil)
        case (Tag.integer, Tag.octetString, _):
            try contents.add(key: PrivateKeyReader.sec1(root, curve: nil), alias: nil)
        case (Tag.integer, Tag.sequence, _) where first.integer == 3:
            return try PFXReader.read(parts, unlocker: &unlocker)
        case (Tag.objectIdentifier, _, _):
            contents.format = .pkcs7
            try addCertificates(ofPKCS7: root, to: &contents)
        default:
            throw unknown()
        }
        return contents
    }

    /// Takes the certificates out of a PKCS #7 SignedData (RFC 5652 §5.1).
    static func addCertificates(
        ofPKCS7 root: BERElement,
        to contents: inout BundleContents
    ) throws(CertificateError) {
        let parts = try root.sequence("the PKCS #7 file")
        guard parts.count == 2, parts[0].objectIdentifier == ObjectIdentifier.signedData,
            let signed = try parts[1].children().first
        else {
            throw unknown()
        }
        let fields = try signed.sequence("the PKCS #7 content")
        guard let certificates = fields.first(where: { $0.tag == Tag.context(0) }) else { return }
        for certificate in try certificates.children() where certificate.tag == Tag.sequence {
            try contents.add(certificate: certificate, alias: nil)
        }
    }

    private static func unknown() -> CertificateError {
        CertificateError(
            .unrecognizedFormat,
            "the content is ASN.1, but neither a certificate nor a private key nor a PFX: check that this is the file you mean"
        )
    }
}
