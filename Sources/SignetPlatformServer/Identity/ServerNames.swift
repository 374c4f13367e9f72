// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Under which names a server is reached that listens on a host.
struct ServerNames: Sendable, Equatable {
    /// The host in the origin: `localhost` for a host of this machine alone or for all its addresses.
    let originHost: String
    let dnsNames: [String]
    let ipAddresses: [String]

    private static let local = ["localhost", "127.0.0.1", "::1"]
    private static let everywhere = ["0.0.0.0", "::"]

    init(listeningOn host: String) {
        let isLocal = Self.local.contains(host) || Self.everywhere.contains(host)
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        self.originHost = isLocal ? "localhost" : Self.inOrigin(host)
        self.dnsNames = ["localhost"] + (isLocal || isAddress ? [] : [host])
        self.ipAddresses = ["127.0.0.1", "::1"] + (isLocal || !isAddress ? [] : [host])
    }

    /// The origin on a port, and the other origins that reach the same server.
    func origins(port: Int) -> (origin: String, aliases: [String]) {
        let hosts = self.dnsNames + self.ipAddresses.map(Self.inOrigin)
        return ("https://\(self.originHost):\(port)", hosts.map { "https://\($0):\(port)" })
    }

    private static func inOrigin(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }
}
