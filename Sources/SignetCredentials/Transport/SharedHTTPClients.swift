// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import NIOCore
import Synchronization

/// The HTTP clients of the process: one without a proxy and one for each proxy, kept for the life of the process.
enum SharedHTTPClients {
    // The default client of the library follows redirects, which must not happen here.
    private static let direct = make(proxy: nil)
    private static let proxied = Mutex<[ProxyIdentity: HTTPClient]>([:])

    /// The client that goes through a proxy, or straight where there is none.
    static func client(_ proxy: ProxyConfiguration?) -> HTTPClient {
        guard let proxy else { return self.direct }
        return self.proxied.withLock { clients in
            if let known = clients[proxy.identity] { return known }
            let client = make(proxy: proxy.clientProxy)
            clients[proxy.identity] = client
            return client
        }
    }

    private static func make(proxy: HTTPClient.Configuration.Proxy?) -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(10), read: .seconds(30)),
            proxy: proxy,
            decompression: .disabled
        )
        // A refused connection is this library's affair to repeat, in time with everything else.
        configuration.connectionPool.retryConnectionEstablishment = false
        // The credential makes the spans, and the trace context goes to a token service only where it was asked for.
        configuration.tracing.tracer = nil
        return HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    }
}
