// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import SignetCertificates
import SignetCore

/// A backend that demands a client certificate and answers with what it saw: HTTP/1.1 over mutual TLS on loopback.
struct DemoBackend {
    /// The port that the system chose.
    let port: Int
    private let channel: any Channel

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - certificate: The server's certificate with its key.
    ///   - authority: The certificate authority whose client certificates it accepts.
    /// - Returns: The running backend.
    /// - Throws: Where TLS cannot be configured or no port is free.
    static func start(certificate: ClientCertificate, authority: ClientCertificate) async throws -> DemoBackend {
        let chain = try certificate.derChain.map { try NIOSSLCertificate(bytes: $0, format: .der) }
        let key = try certificate.privateKey.pkcs8DER.withExposedBytes { bytes in
            try NIOSSLPrivateKey(bytes: bytes, format: .der)
        }
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        tls.certificateVerification = .noHostnameVerification
        tls.trustRoots = .certificates([try NIOSSLCertificate(bytes: authority.derChain[0], format: .der)])
        let context = try NIOSSLContext(configuration: tls)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    try child.pipeline.syncOperations.configureHTTPServerPipeline()
                    try child.pipeline.syncOperations.addHandler(WitnessHandler())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return DemoBackend(port: channel.localAddress?.port ?? 0, channel: channel)
    }

    /// Stops listening.
    func stop() async throws {
        try await self.channel.close()
    }
}

/// Answers every request with the client certificate of its connection and whether a bearer token came along.
private final class WitnessHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private var hasBearer = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.hasBearer = head.headers.first(name: "Authorization")?.hasPrefix("Bearer ") ?? false
        case .body:
            break
        case .end:
            answer(context)
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        let handler = try? context.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self)
        let certificate = (handler?.peerCertificate).flatMap { try? $0.toDERBytes() }
        let seen: JSONValue = [
            "clientCertificate": .optional(certificate.map { Thumbprint.sha1(ofDER: $0).hexadecimal }),
            "bearerToken": .bool(self.hasBearer),
        ]
        let body = seen.serialized
        var head = HTTPResponseHead(version: .http1_1, status: .ok)
        head.headers.add(name: "Content-Type", value: "application/json")
        head.headers.add(name: "Content-Length", value: String(body.count))
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
