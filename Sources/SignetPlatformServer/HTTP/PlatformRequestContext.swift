// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import NIOCore
import NIOSSL

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What Hummingbird makes for each request: here, the connection.
struct PlatformRequestContext: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        self.channel = source.channel
    }

    /// The client's address.
    var address: String { self.channel.remoteAddress?.ipAddress ?? "" }

    /// The certificates with which the client connected, in DER, the leaf first.
    ///
    /// A session that is taken up again knows the leaf only.
    func clientCertificates() async throws -> [[UInt8]] {
        let channel = self.channel
        return try await channel.eventLoop
            .submit {
                let handler = try channel.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self)
                let chain = handler.peerValidatedCertificateChain.map(Array.init)
                return try (chain ?? [handler.peerCertificate].compactMap(\.self)).map { try $0.toDERBytes() }
            }
            .get()
    }

    /// Ends the connection with a TCP reset, without TLS's farewell.
    func reset() async {
        let options = self.channel as? any SocketOptionProvider
        try? await options?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        let channel = self.channel
        try? await channel.eventLoop
            .submit {
                try channel.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self).close(promise: nil)
            }
            .get()
    }
}
