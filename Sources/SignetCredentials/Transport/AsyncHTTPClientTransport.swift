// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL
import SignetCore

/// Carries token requests over AsyncHTTPClient, on connections that the whole process shares.
///
/// TLS 1.2 or newer, certificates always verified, no redirects followed, answers of 1 MiB at most. There is nothing to shut
/// down.
public struct AsyncHTTPClientTransport: TokenTransport {
    /// The answer is larger than a token service's can be.
    public struct AnswerTooLarge: PermanentTransportFailure, Sendable, CustomStringConvertible {
        /// The limit.
        public let limit: Int
        /// Names the limit.
        public var description: String { "the answer is larger than \(self.limit) bytes" }
    }

    /// Whose certificates are trusted.
    public struct TrustRoots: Sendable {
        fileprivate let certificates: [NIOSSLCertificate]?

        /// The machine's.
        public static let system = TrustRoots(certificates: nil)

        /// The ones of a PEM file, and no others: for a platform with an authority of its own.
        ///
        /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` where the file holds no certificate.
        public static func file(_ path: String) throws(CredentialError) -> TrustRoots {
            do {
                return TrustRoots(certificates: try NIOSSLCertificate.fromPEMFile(path))
            } catch {
                throw CredentialError(
                    .invalidArgument,
                    "\(path) holds no certificate in PEM that could be read; name the file of the certificate authority",
                    cause: error
                )
            }
        }
    }

    /// The largest answer that is read.
    public static let answerLimit = 1_024 * 1_024

    private let ownClient: HTTPClient?
    private var proxy: ProxyConfiguration?
    private let tls: TLSConfiguration
    private let timeout: TimeAmount

    /// Creates a transport.
    ///
    /// - Parameters:
    ///   - trustRoots: Whose certificates are trusted.
    ///   - timeout: For how long one answer may keep us waiting.
    ///   - proxy: Through which proxy requests go; ``ProxyConfiguration/environment(_:)`` reads it from variables.
    ///   - client: A client of your own; make it without redirects, and shut it down yourself.
    public init(
        trustRoots: TrustRoots = .system,
        timeout: Duration = .seconds(30),
        proxy: ProxyConfiguration? = nil,
        client: HTTPClient? = nil
    ) {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let certificates = trustRoots.certificates { tls.trustRoots = .certificates(certificates) }
        self.tls = tls
        self.timeout = .bounded(timeout)
        self.ownClient = client
        self.proxy = proxy
    }

    /// The same transport through the proxy of some variables, unless it has a proxy or a client already.
    func filled(from environment: [String: String]) throws(CredentialError) -> AsyncHTTPClientTransport {
        guard self.proxy == nil, self.ownClient == nil else { return self }
        var filled = self
        filled.proxy = try ProxyConfiguration.environment(environment)
        return filled
    }

    /// Sends a request and reads the answer.
    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        var message = HTTPClientRequest(url: request.url)
        message.method = HTTPMethod(rawValue: request.method)
        message.tlsConfiguration = self.tls
        for field in request.headers { message.headers.add(name: field.name, value: field.value) }
        if !request.body.isEmpty {
            message.body = .bytes(request.body.withExposedBytes { ByteBuffer(bytes: $0) })
        }
        let proxy = self.proxy.flatMap { $0.carries(request.url) ? $0 : nil }
        let client = self.ownClient ?? SharedHTTPClients.client(proxy)
        let answer = try await client.execute(message, timeout: self.timeout)
        do {
            let body = try await answer.body.collect(upTo: Self.answerLimit)
            return TransportResponse(
                status: Int(answer.status.code),
                headers: answer.headers.map { (name: $0.name, value: $0.value) },
                body: SecretBytes(body.readableBytesView)
            )
        } catch is NIOTooManyBytesError {
            throw AnswerTooLarge(limit: Self.answerLimit)
        }
    }
}
