// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCertificates

extension CertificateSource {
    /// A certificate whose key a signer holds: every credential that takes a certificate takes it.
    ///
    /// ```swift
    /// let certificate = try PublicCertificate(path: "client.crt")
    /// let credential = try CertificateCredential(
    ///     tenantID: tenant, clientID: client, certificate: .signer(module, certificate: certificate))
    /// ```
    ///
    /// - Parameters:
    ///   - signer: Signs for the certificate.
    ///   - certificate: The public part; what the signer signs is checked against it.
    /// - Returns: The source.
    public static func signer(_ signer: any AssertionSigner, certificate: PublicCertificate) -> CertificateSource {
        .external(certificate, SignerKey(signer: signer))
    }

    /// Brings a signer and the certificate for which it signs.
    public typealias SignerProvider =
        @Sendable () async throws -> (signer: any AssertionSigner, certificate: PublicCertificate)

    /// A closure that brings the signer with its certificate, so that both roll: a vault whose key has a new version.
    ///
    /// The closure is called as that of ``provider(_:every:_:)``. A signer that comes again with the certificate in use does not
    /// replace the one in use, whose assertions serve on.
    ///
    /// - Parameters:
    ///   - name: What events, errors and logs call the source.
    ///   - interval: How long a signer is used before the closure is called again, give or take a tenth.
    ///   - provider: Brings the signer and the certificate.
    /// - Returns: The source.
    public static func signerProvider(
        _ name: String = "signer",
        every interval: Duration = .seconds(3_600),
        _ provider: @escaping SignerProvider
    ) -> CertificateSource {
        .awaiting(name, every: interval) {
            let brought = try await provider()
            return .external(brought.certificate, SignerKey(signer: brought.signer))
        }
    }
}

/// A key that is reached through its signer.
struct SignerKey: ExternalKey {
    let signer: any AssertionSigner
}

extension AssertionIssuer: RotatingPair {
    /// Prepares the assertions of what a source gives.
    ///
    /// - Throws: `unsuitableForAssertion`, with an ``AssertionError`` as cause.
    package convenience init(
        _ material: CertificateMaterial,
        algorithm: AssertionAlgorithm,
        sendsChain: Bool
    ) throws(CertificateError) {
        do throws(AssertionError) {
            switch material {
            case .pair(let certificate):
                try self.init(certificate: certificate, algorithm: algorithm, sendsChain: sendsChain)
            case .external(let certificate, let key):
                guard let key = key as? SignerKey else {
                    throw AssertionError(.unsuitableKey, "the key of \(certificate) signs no assertions")
                }
                try self.init(
                    certificate: certificate,
                    signer: key.signer,
                    algorithm: algorithm,
                    sendsChain: sendsChain
                )
            }
        } catch {
            throw CertificateError(.unsuitableForAssertion, error.message, cause: error)
        }
    }
}
