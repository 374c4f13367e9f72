// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore

extension ClientCertificate {
    /// Reads a certificate from one file and its key from another.
    ///
    /// - Parameters:
    ///   - certificatePath: The certificates: PEM, DER or PKCS #7; a key among them is left alone.
    ///   - keyPath: The private key: PEM or DER, or a file that holds more.
    ///   - password: The bytes that open the key, where it is encrypted.
    ///   - selection: Which key is meant, where there are several.
    /// - Throws: ``CertificateError``; the message names the file, or both.
    public init(
        certificatePath: String,
        keyPath: String,
        password: SecretBytes? = nil,
        selecting selection: KeySelection = .only
    ) throws(CertificateError) {
        let bundle = try CertificateBundle(certificatePath: certificatePath, keyPath: keyPath, password: password)
        do {
            try self.init(bundle: bundle, selecting: selection)
        } catch {
            throw error.inFile("\(certificatePath) and \(keyPath)")
        }
    }
}

extension CertificateBundle {
    /// Reads the certificates of one file and the keys of another.
    ///
    /// - Throws: ``CertificateError``; the message names the file.
    init(certificatePath: String, keyPath: String, password: SecretBytes?) throws(CertificateError) {
        let keys = try CertificateBundle(path: keyPath, password: password)
        let certificates: CertificateBundle
        do {
            certificates = try CertificateBundle(path: certificatePath)
        } catch {
            // The password is the key's; but where the certificates are in a PFX they may need it too.
            guard error.code == .passwordRequired, password != nil else { throw error }
            certificates = try CertificateBundle(path: certificatePath, password: password)
        }
        guard !keys.keys.isEmpty else {
            throw CertificateError(.noPrivateKey, "it holds no private key; give the file of the key").inFile(keyPath)
        }
        guard !certificates.certificates.isEmpty else {
            throw CertificateError(.noCertificate, "it holds no certificate; give the file of the certificate")
                .inFile(certificatePath)
        }
        self.init(
            format: certificates.format,
            isEncrypted: keys.isEncrypted || certificates.isEncrypted,
            certificates: certificates.certificates,
            keys: keys.keys
        )
    }

    /// What a certificate is together with its key, as if a file had held them.
    init(_ certificate: ClientCertificate) {
        self.init(
            format: .pem,
            isEncrypted: false,
            certificates: certificate.derChain.compactMap { der in
                (try? CertificateDetails(der: der)).map { CertificateEntry(details: $0, alias: nil) }
            },
            keys: [KeyEntry(key: certificate.privateKey, alias: nil)]
        )
    }

    /// What a certificate is without its key.
    init(_ certificate: PublicCertificate) {
        self.init(
            format: .pem,
            isEncrypted: false,
            certificates: certificate.derChain.compactMap { der in
                (try? CertificateDetails(der: der)).map { CertificateEntry(details: $0, alias: nil) }
            },
            keys: []
        )
    }
}
