// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Under which names a server is reached that listens on a host.
struct ServerNames: Sendable, Equatable {
    /// The origin that its owner gives it.
    private let publicOrigin: PublicOrigin?
    /// The host in the origin otherwise: `localhost` for a host of this machine alone or for all its addresses.
    private let originHost: String
    let dnsNames: [String]
    let ipAddresses: [String]

    private static let local = ["localhost", "127.0.0.1", "::1"]
    private static let everywhere = ["0.0.0.0", "::"]

    init(listeningOn host: String, publicOrigin: PublicOrigin? = nil) {
        self.publicOrigin = publicOrigin
        let isLocal = Self.local.contains(host) || Self.everywhere.contains(host)
        self.originHost = isLocal ? "localhost" : Self.inOrigin(host)
        var (names, addresses) = (["localhost"], ["127.0.0.1", "::1"])
        for host in [host, publicOrigin.map { $0.host.filter { !"[]".contains($0) } }].compactMap(\.self)
        where !Self.everywhere.contains(host) && !(names + addresses).contains(host) {
            let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
            if isAddress { addresses.append(host) } else { names.append(host) }
        }
        self.dnsNames = names
        self.ipAddresses = addresses
    }

    /// The origin of a server on a port, and the other origins that reach it.
    func origins(port: Int) -> (origin: String, aliases: [String]) {
        let hosts = self.dnsNames + self.ipAddresses.map(Self.inOrigin)
        let origin = self.publicOrigin?.text ?? "https://\(self.originHost):\(port)"
        return (origin, hosts.map { "https://\($0):\(port)" })
    }

    /// The origin of the same server at its second port, which no origin of the owner's speaks of.
    func secondOrigin(port: Int) -> String { "https://\(self.publicOrigin?.host ?? self.originHost):\(port)" }

    private static func inOrigin(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }
}
