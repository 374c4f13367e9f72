// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Logging
import NIOSSL
import SignetCertificates
import SignetCore

/// The TLS context that callers meet.
enum ServerContext {
    /// The given certificate, or one made for this start.
    static func certificate(
        _ source: CertificateSource?,
        now: Date,
        logger: Logger
    ) throws(GatewayError) -> ClientCertificate {
        do {
            let certificate = try source?.load() ?? selfSigned(now)
            if source == nil {
                logger.info(
                    "A self-signed certificate for localhost was made for this start.",
                    metadata: ["thumbprint": "\(certificate.sha1Thumbprint.hexadecimal)"]
                )
            }
            return certificate
        } catch {
            throw unusable(error)
        }
    }

    /// Makes the context for a certificate.
    ///
    /// - Parameters:
    ///   - certificate: The certificate that callers see.
    ///   - negotiates: Whether callers are asked for a certificate of theirs.
    ///   - offersHTTP2: Whether HTTP/2 is negotiated.
    /// - Returns: The context.
    /// - Throws: ``GatewayError`` for a certificate that TLS cannot use.
    static func make(
        _ certificate: ClientCertificate,
        negotiates: Bool,
        offersHTTP2: Bool
    ) throws(GatewayError) -> NIOSSLContext {
        do {
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: try certificate.derChain
                    .map { .certificate(try NIOSSLCertificate(bytes: $0, format: .der)) },
                privateKey: .privateKey(
                    try certificate.privateKey.pkcs8DER
                        .withExposedBytes { try NIOSSLPrivateKey(bytes: $0, format: .der) }
                )
            )
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = offersHTTP2 ? ["h2", "http/1.1"] : ["http/1.1"]
            // Whoever presents one is let in: policies decide what it is worth, as in API Management.
            if negotiates { configuration.certificateVerification = .optionalVerification }
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw unusable(error)
        }
    }

    private static func unusable(_ error: any Error) -> GatewayError {
        GatewayError(.unusableCertificate, "The gateway's own certificate cannot be used: \(error)", cause: error)
    }

    private static func selfSigned(_ now: Date) throws(CertificateError) -> ClientCertificate {
        var template = CertificateTemplate(
            subject: "CN=localhost,O=Signet gateway",
            notBefore: now.addingTimeInterval(-300),
            notAfter: now.addingTimeInterval(825 * 86_400)
        )
        template.dnsNames = ["localhost"]
        template.ipAddresses = ["127.0.0.1", "::1"]
        template.key = .p256
        template.usages = [.serverAuthentication]
        return try .create(template)
    }
}
