// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore

/// Where a client certificate comes from: a file that may be replaced while the service runs, bytes, or a ready value.
public struct CertificateSource: Sendable, CustomStringConvertible {
    enum Origin: Sendable {
        case file(path: String, password: SecretBytes?, selection: KeySelection)
        case bytes(SecretBytes, password: SecretBytes?, selection: KeySelection)
        case certificate(ClientCertificate)
    }

    let origin: Origin

    /// A PEM, DER or PFX file, which is read again whenever it changes.
    public static func file(
        _ path: String,
        password: SecretBytes? = nil,
        selecting selection: KeySelection = .only
    ) -> CertificateSource {
        CertificateSource(origin: .file(path: path, password: password, selection: selection))
    }

    /// The content of a PEM, DER or PFX file.
    public static func bytes(
        _ bytes: [UInt8],
        password: SecretBytes? = nil,
        selecting selection: KeySelection = .only
    ) -> CertificateSource {
        CertificateSource(origin: .bytes(SecretBytes(bytes), password: password, selection: selection))
    }

    /// A certificate that is already there.
    public static func certificate(_ certificate: ClientCertificate) -> CertificateSource {
        CertificateSource(origin: .certificate(certificate))
    }

    /// The path of the file, where there is one.
    public var path: String? {
        guard case .file(let path, _, _) = self.origin else { return nil }
        return path
    }

    /// Reads the certificate now.
    ///
    /// - Throws: What ``ClientCertificate`` throws for the file or the bytes.
    public func load() throws(CertificateError) -> ClientCertificate {
        switch self.origin {
        case .file(let path, let password, let selection):
            try ClientCertificate(path: path, password: password, selecting: selection)
        case .bytes(let bytes, let password, let selection):
            try bytes.withExposedBytes { (bytes) throws(CertificateError) in
                try ClientCertificate(bytes: bytes, password: password, selecting: selection)
            }
        case .certificate(let certificate):
            certificate
        }
    }

    /// The path, or what else it is; never content.
    public var description: String {
        switch self.origin {
        case .file(let path, _, _): "CertificateSource(\(path))"
        case .bytes: "CertificateSource(bytes)"
        case .certificate(let certificate): "CertificateSource(\(certificate))"
        }
    }
}
