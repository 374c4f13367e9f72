// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// An address that the platform may ask: `https`, or `http` on loopback.
struct RemoteAddress: Sendable, Equatable {
    private static let greatestLength = 600
    private static let loopback = ["localhost", "127.0.0.1", "[::1]"]

    let text: String
    /// Scheme, host and port, in lower case, the port always written.
    let origin: String

    /// Reads an address; `nil` for another scheme, user information, a fragment, or anything a host cannot hold.
    init?(_ text: String) {
        let isPrintable = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard isPrintable, text.utf8.count <= Self.greatestLength, !text.contains("#"), !text.contains("\\") else {
            return nil
        }
        let scheme = text.prefix { $0 != ":" }.lowercased()
        guard ["http", "https"].contains(scheme), text.dropFirst(scheme.count).hasPrefix("://") else { return nil }
        let authority = text.dropFirst(scheme.count + 3).prefix { $0 != "/" && $0 != "?" }.lowercased()
        guard let (host, port) = Self.split(authority, scheme == "https" ? 443 : 80) else { return nil }
        guard scheme == "https" || Self.loopback.contains(host) else { return nil }
        self.text = text
        self.origin = "\(scheme)://\(host):\(port)"
    }

    private static func split(_ authority: String, _ defaultPort: Int) -> (host: String, port: Int)? {
        var host = authority
        var port = defaultPort
        let end = authority.lastIndex(of: "]") ?? authority.startIndex
        if let colon = authority[end...].firstIndex(of: ":") {
            host = String(authority[..<colon])
            guard let number = UInt16(authority[authority.index(after: colon)...]), number > 0 else { return nil }
            port = Int(number)
        }
        let allowed = host.hasPrefix("[") ? "[]:.0123456789abcdef" : "-._0123456789abcdefghijklmnopqrstuvwxyz"
        guard !host.isEmpty, host.allSatisfy(allowed.contains) else { return nil }
        return (host, port)
    }
}
