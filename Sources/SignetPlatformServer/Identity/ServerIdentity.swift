// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import NIOCore
import NIOSSL
import SignetCertificates
import SignetCore
import Synchronization

/// The certificate that the server shows: replaced while it runs, for the connections that come afterwards.
final class ServerIdentity: Sendable {
    private struct Pair: Sendable {
        let chain: [NIOSSLCertificateSource]
        let key: NIOSSLPrivateKeySource
        let end: Date

        init(_ certificate: ClientCertificate, withoutRoot: Bool) throws {
            let chain = withoutRoot ? Array(certificate.derChain.prefix(1)) : certificate.derChain
            self.chain = try chain.map { .certificate(try NIOSSLCertificate(bytes: $0, format: .der)) }
            let key = try certificate.privateKey.pkcs8DER.withExposedBytes {
                try NIOSSLPrivateKey(bytes: $0, format: .der)
            }
            self.key = .privateKey(key)
            self.end = certificate.notAfter
        }
    }

    private let pair: Mutex<Pair>

    /// A certificate with its key; one of the own authority goes without the authority, which clients have.
    init(_ certificate: ClientCertificate, withoutRoot: Bool) throws(PlatformServerError) {
        do {
            self.pair = Mutex(try Pair(certificate, withoutRoot: withoutRoot))
        } catch {
            throw Self.unusable(error)
        }
    }

    /// The end of the certificate that is shown now.
    var end: Date { self.pair.withLock { $0.end } }

    /// Shows another certificate from now on.
    func replace(_ certificate: ClientCertificate) throws(PlatformServerError) {
        do {
            let next = try Pair(certificate, withoutRoot: false)
            self.pair.withLock { $0 = next }
        } catch {
            throw Self.unusable(error)
        }
    }

    /// TLS 1.2 or later, HTTP/1.1; each handshake takes the certificate of its moment.
    var tlsConfiguration: TLSConfiguration {
        let first = self.pair.withLock { $0 }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: first.chain,
            privateKey: first.key
        )
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        configuration.sslContextCallback = { _, promise in
            let current = self.pair.withLock { $0 }
            var override = NIOSSLContextConfigurationOverride()
            override.certificateChain = current.chain
            override.privateKey = current.key
            promise.succeed(override)
        }
        return configuration
    }

    /// The same for a port at which clients are asked for a certificate.
    var mutualTLSConfiguration: TLSConfiguration {
        var configuration = self.tlsConfiguration
        configuration.certificateVerification = .optionalVerification
        return configuration
    }

    private static func unusable(_ error: any Error) -> PlatformServerError {
        PlatformServerError(
            .certificateUnusable,
            "the server's certificate cannot be used for TLS: \(error)",
            cause: error
        )
    }
}
