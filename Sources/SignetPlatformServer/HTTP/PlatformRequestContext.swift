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
