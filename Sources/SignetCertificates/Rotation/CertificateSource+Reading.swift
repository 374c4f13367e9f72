// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension CertificateSource {
    /// Reads the certificate now, where that needs no waiting.
    ///
    /// - Returns: The certificate with its key.
    /// - Throws: ``CertificateError``: what ``ClientCertificate`` throws for the file or the bytes; `sourceUnavailable` for a
    ///   provider, which has to be waited for, and for a variable that is not set; `noPrivateKey` for a signer.
    public func load() throws(CertificateError) -> ClientCertificate {
        try loadMaterial().pair()
    }

    /// Reads the certificate now, waiting for it where that is necessary.
    ///
    /// - Returns: The certificate with its key.
    /// - Throws: ``CertificateError`` as ``load()`` does, with `sourceUnavailable` where a provider failed; its error is the cause.
    ///   `CancellationError` when the task is cancelled.
    public func read() async throws -> ClientCertificate {
        try await readMaterial().pair()
    }

    /// Reads what the source holds, where that needs no waiting.
    package func loadMaterial() throws(CertificateError) -> CertificateMaterial {
        switch self.origin {
        case .file(let path, let password, let selection):
            return .pair(try ClientCertificate(path: path, password: password, selecting: selection))
        case .files(let certificate, let key, let password, let selection):
            return .pair(
                try ClientCertificate(
                    certificatePath: certificate,
                    keyPath: key,
                    password: password,
                    selecting: selection
                )
            )
        case .bytes(let bytes, let password, let selection):
            let certificate = try bytes.withExposedBytes { (bytes) throws(CertificateError) in
                try ClientCertificate(bytes: bytes, password: password, selecting: selection)
            }
            return .pair(certificate)
        case .environment(let variable):
            return .pair(try variable.certificate())
        case .material(let material):
            return material
        case .awaited(let name, _, _):
            throw CertificateError(
                .sourceUnavailable,
                "the certificate of \(name) has to be waited for: use read(), or a credential, which waits by itself"
            )
        }
    }

    /// Reads what the source holds.
    package func readMaterial() async throws -> CertificateMaterial {
        guard case .awaited(let name, _, let provider) = self.origin else { return try loadMaterial() }
        do {
            return try await provider()
        } catch {
            try Task.checkCancellation()
            // A provider that gave its own work up did not bring a certificate, though nobody cancelled us.
            if let error = error as? CertificateError { throw error }
            throw CertificateError(
                .sourceUnavailable,
                "the certificate of \(name) could not be fetched: \(type(of: error)); its error is the cause",
                cause: error
            )
        }
    }

    /// The files whose change means that the source is to be read again.
    package var paths: [String] {
        switch self.origin {
        case .file(let path, _, _): [path]
        case .files(let certificate, let key, _, _): [certificate, key]
        case .bytes, .environment, .material, .awaited: []
        }
    }

    /// How long what was waited for is used before it is asked for again; nothing for a source that needs no waiting.
    package var interval: Duration? {
        guard case .awaited(_, let interval, _) = self.origin else { return nil }
        return interval
    }
}
