// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The URL of a backend, taken apart once; behind one reference, since every call hands it on.
package final class ServiceURL: Sendable, Hashable {
    /// Why a text is no URL of a backend.
    package struct Malformed: Error, Sendable {
        package let reason: String
    }

    /// Where its connections go, with every check of the backend's certificate.
    package let endpoint: Endpoint
    /// The path without a slash at its end; empty for the root.
    package let path: String
    /// What the `Host` header says.
    package let authority: String
    /// The `Host` header.
    let hostLine: FieldLine?

    /// Whether the scheme is `https`.
    package var isTLS: Bool { self.endpoint.isTLS }
    /// The host, without the brackets of an IPv6 address.
    package var host: String { self.endpoint.host }
    /// The port, also where the scheme's own was meant.
    package var port: Int { self.endpoint.port }

    /// Reads `http://`, `https://`, `ws://` or `wss://`, a host, perhaps a port and a path.
    package init(_ text: String) throws(Malformed) {
        let text = text.filter { !$0.isWhitespace }
        let lowercased = text.lowercased()
        let isTLS: Bool
        let rest: Substring
        if let scheme = ["https://", "wss://"].first(where: lowercased.hasPrefix) {
            isTLS = true
            rest = text.dropFirst(scheme.count)
        } else if let scheme = ["http://", "ws://"].first(where: lowercased.hasPrefix) {
            isTLS = false
            rest = text.dropFirst(scheme.count)
        } else {
            throw Malformed(reason: "it does not begin with http:// or https:// (for WebSockets ws:// or wss://)")
        }
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.contains("@") else { throw Malformed(reason: "it holds a user name") }
        let (host, port) = try Self.hostAndPort(authority, default: isTLS ? 443 : 80)
        let bracketed = host.contains(":") ? "[\(host)]" : host
        self.authority = port == (isTLS ? 443 : 80) ? bracketed : "\(bracketed):\(port)"
        self.hostLine = FieldLine("Host", self.authority)
        self.endpoint = Endpoint(isTLS: isTLS, host: host, port: port, verification: .full)
        var path = rest[authority.endIndex...].prefix { $0 != "?" && $0 != "#" }
        while path.hasSuffix("/") { path.removeLast() }
        guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw Malformed(reason: "its path holds a character that must be percent-encoded")
        }
        self.path = String(path)
    }

    private static func hostAndPort(_ authority: Substring, default port: Int) throws(Malformed) -> (String, Int) {
        var host = authority
        var digits: Substring?
        if authority.hasPrefix("[") {
            guard let close = authority.firstIndex(of: "]") else { throw Malformed(reason: "its '[' is not closed") }
            host = authority[authority.index(after: authority.startIndex)..<close]
            let rest = authority[authority.index(after: close)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw Malformed(reason: "its host is malformed") }
            digits = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            digits = authority[authority.index(after: colon)...]
        }
        let allowed = host.utf8.allSatisfy { $0.isToken || $0 == UInt8(ascii: ":") }
        guard !host.isEmpty, allowed else { throw Malformed(reason: "it has no host") }
        guard let digits else { return (host.lowercased(), port) }
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits),
            (1...65_535).contains(number)
        else { throw Malformed(reason: "its port is not a number from 1 to 65535") }
        return (host.lowercased(), number)
    }

    /// The URL in its normal form.
    package var text: String { "\(self.isTLS ? "https" : "http")://\(self.authority)\(self.path)" }

    package static func == (left: ServiceURL, right: ServiceURL) -> Bool {
        left === right || left.endpoint == right.endpoint && left.path == right.path
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(self.endpoint)
        hasher.combine(self.path)
    }
}

/// Where connections go and how the server at their end is checked: connections of one endpoint are alike.
package final class Endpoint: Sendable, Hashable {
    /// How the backend's certificate is checked.
    package enum Verification: Sendable, Hashable {
        /// Chain and name.
        case full
        /// The chain only (`validateCertificateName` is false).
        case chainOnly
        /// Not at all (`validateCertificateChain` is false).
        case none
    }

    /// Whether the connection is encrypted.
    package let isTLS: Bool
    /// The host.
    package let host: String
    /// The port.
    package let port: Int
    /// How the backend's certificate is checked.
    package let verification: Verification

    package convenience init(_ url: ServiceURL, verification: Verification = .full) {
        self.init(
            isTLS: url.isTLS,
            host: url.host,
            port: url.port,
            verification: url.isTLS ? verification : .full
        )
    }

    init(isTLS: Bool, host: String, port: Int, verification: Verification) {
        self.isTLS = isTLS
        self.host = host
        self.port = port
        self.verification = verification
    }

    package static func == (left: Endpoint, right: Endpoint) -> Bool {
        left === right
            || left.isTLS == right.isTLS && left.port == right.port && left.verification == right.verification
                && left.host == right.host
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(self.isTLS)
        hasher.combine(self.host)
        hasher.combine(self.port)
        hasher.combine(self.verification)
    }
}
