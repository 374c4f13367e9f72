// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore

/// Everything that a certificate file holds, with or without a key: for looking at files as well as for loading them.
///
/// The format is recognised by the content. Use ``ClientCertificate`` to sign in with what a file holds.
public struct CertificateBundle: Sendable {
    /// The form in which certificates and keys were written.
    public enum Format: String, Sendable, Hashable, CustomStringConvertible {
        /// Text blocks (RFC 7468).
        case pem = "PEM"
        /// One structure in DER.
        case der = "DER"
        /// PKCS #12 (RFC 7292).
        case pfx = "PFX"
        /// PKCS #7 with certificates and no key.
        case pkcs7 = "PKCS7"

        /// The format's usual name.
        public var description: String { self.rawValue }
    }

    /// One certificate of the file.
    public struct CertificateEntry: Sendable {
        /// What the certificate says.
        public let details: CertificateDetails
        /// The name that the file gives it (`friendlyName`).
        public let alias: String?
    }

    /// One private key of the file.
    public struct KeyEntry: Sendable {
        /// The key.
        public let key: PrivateKey
        /// The name that the file gives it (`friendlyName`).
        public let alias: String?
    }

    /// The form of the file.
    public let format: Format
    /// Whether anything in the file was encrypted.
    public let isEncrypted: Bool
    /// The certificates, each once, in the order of the file.
    public let certificates: [CertificateEntry]
    /// The keys, each once, in the order of the file.
    public let keys: [KeyEntry]

    /// Reads what bytes hold.
    ///
    /// - Parameters:
    ///   - bytes: The content of a PEM, DER, PFX or PKCS #7 file.
    ///   - password: The bytes that open it, where it is encrypted; an empty one counts as none.
    /// - Throws: ``CertificateError``: `unrecognizedFormat`, `truncated`, `malformed`, `passwordRequired`, `wrongPassword`,
    ///   `superfluousPassword`, `unsupportedEncryption`, `unsupportedKey`, `fileTooLarge`.
    public init(bytes: [UInt8], password: SecretBytes? = nil) throws(CertificateError) {
        try self.init(bytes: bytes, password: password, budget: DerivationBudget())
    }

    init(bytes: [UInt8], password: SecretBytes?, budget: DerivationBudget) throws(CertificateError) {
        guard bytes.count <= FileContent.maximumSize else {
            throw CertificateError(.fileTooLarge, "the content is larger than 16 MiB, so it is no certificate")
        }
        var contents = try BundleReader.read(bytes, password: password, budget: budget)
        contents.removeDuplicates()
        self.format = contents.format
        self.isEncrypted = contents.isEncrypted
        self.certificates = contents.certificates
        self.keys = contents.keys
    }

    init(format: Format, isEncrypted: Bool, certificates: [CertificateEntry], keys: [KeyEntry]) {
        self.format = format
        self.isEncrypted = isEncrypted
        self.certificates = certificates
        self.keys = keys
    }

    /// Reads a file; see ``init(bytes:password:)``.
    ///
    /// - Throws: ``CertificateError``, also `unreadableFile`; the message names the file.
    public init(path: String, password: SecretBytes? = nil) throws(CertificateError) {
        let content = try FileContent(path: path)
        do {
            try self.init(bytes: content.bytes, password: password)
        } catch {
            throw error.inFile(path)
        }
    }
}

/// What a reader has collected so far.
struct BundleContents {
    var format: CertificateBundle.Format
    var isEncrypted = false
    var certificates: [CertificateBundle.CertificateEntry] = []
    var keys: [CertificateBundle.KeyEntry] = []

    /// A list of all public authorities has about 150.
    static let maximumCertificates = 1000
    /// Each costs a check of its numbers.
    static let maximumKeys = 100

    init(format: CertificateBundle.Format) {
        self.format = format
    }

    mutating func add(certificate der: BERElement, alias: String?) throws(CertificateError) {
        guard self.certificates.count < Self.maximumCertificates else {
            throw CertificateError(.malformed, "the file holds more than \(Self.maximumCertificates) certificates")
        }
        self.certificates.append(.init(details: try CertificateDetails(der), alias: alias))
    }

    mutating func add(key: PrivateKey, alias: String?) throws(CertificateError) {
        guard self.keys.count < Self.maximumKeys else {
            throw CertificateError(.malformed, "the file holds more than \(Self.maximumKeys) private keys")
        }
        self.keys.append(.init(key: key, alias: alias))
    }

    /// Keeps each certificate and each key once.
    mutating func removeDuplicates() {
        var certificates: Set<[UInt8]> = []
        self.certificates.removeAll { !certificates.insert($0.details.der).inserted }
        var keys: Set<SubjectPublicKey> = []
        self.keys.removeAll { !keys.insert($0.key.publicKey).inserted }
    }
}
