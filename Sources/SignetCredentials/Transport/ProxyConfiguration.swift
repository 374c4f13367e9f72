// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import SignetCore

/// Through which proxy token requests go, and which hosts are reached without it.
///
/// Only https goes through it, by `CONNECT`: the endpoints of managed identities are the machine's own.
public struct ProxyConfiguration: Sendable, Hashable {
    let host: String
    let port: Int
    let isSOCKS: Bool
    private let credentials: Credentials?
    let exclusions: ProxyExclusions

    private struct Credentials: Sendable, Hashable {
        let user: String
        let password: String
    }

    /// Reads a proxy's address.
    ///
    /// - Parameters:
    ///   - url: `http://host:port`, with `user:password@` before the host where the proxy wants it, percent-encoded; or
    ///     `socks5://host:port`. The scheme may be left out; the port is 80, or 1080, where none is named.
    ///   - exclusions: The hosts that are reached without it, in the form of `NO_PROXY`.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for what is no such address.
    public init(url: String, exclusions: String = "") throws(CredentialError) {
        var (scheme, rest) = ("http", url[...])
        if let end = url.firstIndex(of: ":"), url[end...].hasPrefix("://") {
            scheme = url[..<end].lowercased()
            rest = url[end...].dropFirst(3)
        }
        guard ["http", "socks5", "socks5h"].contains(scheme) else {
            throw Self.invalid("a proxy is spoken to by http:// or socks5://, whatever it carries")
        }
        self.isSOCKS = scheme != "http"
        let authority = rest.prefix { $0 != "/" }
        var place = authority
        if let at = authority.lastIndex(of: "@") {
            let parts = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard let user = PercentEncoding.decode(parts[0], plusIsSpace: false),
                let password = PercentEncoding.decode(parts.count > 1 ? parts[1] : "", plusIsSpace: false)
            else {
                throw Self.invalid("its user or password is not percent-encoded UTF-8")
            }
            guard !self.isSOCKS else { throw Self.invalid("a SOCKS proxy takes no user here") }
            self.credentials = Credentials(user: user, password: password)
            place = authority[authority.index(after: at)...]
        } else {
            self.credentials = nil
        }
        guard let (host, port) = Self.hostAndPort(place, defaultPort: self.isSOCKS ? 1_080 : 80) else {
            throw Self.invalid("write it as http://host:port")
        }
        self.host = host
        self.port = port
        self.exclusions = ProxyExclusions(exclusions)
    }

    /// The proxy of the variables `HTTPS_PROXY` and `NO_PROXY`; their names in small letters go first.
    ///
    /// - Parameter environment: The variables.
    /// - Returns: The proxy, or `nil` where no variable names one.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for what is no address of a proxy.
    public static func environment(_ environment: [String: String]) throws(CredentialError) -> ProxyConfiguration? {
        func value(_ name: String) -> String? {
            (environment[name.lowercased()] ?? environment[name]).flatMap { $0.isEmpty ? nil : $0 }
        }
        guard let url = value("HTTPS_PROXY") else { return nil }
        return try ProxyConfiguration(url: url, exclusions: value("NO_PROXY") ?? "")
    }

    /// Whether a request to an address goes through the proxy.
    func carries(_ url: String) -> Bool {
        guard url.lowercased().hasPrefix("https://") else { return false }
        let authority = url.dropFirst("https://".count).prefix { $0 != "/" && $0 != "?" }
        guard let (host, port) = Self.hostAndPort(authority, defaultPort: 443) else { return true }
        return !self.exclusions.contains(host: host, port: port)
    }

    /// The form of the HTTP client.
    var clientProxy: HTTPClient.Configuration.Proxy {
        if self.isSOCKS { return .socksServer(host: self.host, port: self.port) }
        guard let credentials = self.credentials else { return .server(host: self.host, port: self.port) }
        return .server(
            host: self.host,
            port: self.port,
            authorization: .basic(username: credentials.user, password: credentials.password)
        )
    }

    /// Which proxy it is, whatever it excludes.
    var identity: ProxyIdentity {
        ProxyIdentity(
            host: self.host,
            port: self.port,
            isSOCKS: self.isSOCKS,
            account: self.credentials.map { $0.user + "\n" + $0.password }
        )
    }

    private static func invalid(_ reason: String) -> CredentialError {
        // The address itself may hold a password.
        CredentialError(.invalidArgument, "the address of the proxy (HTTPS_PROXY) cannot be used: \(reason)")
    }

    private static func hostAndPort(_ text: Substring, defaultPort: Int) -> (String, Int)? {
        var (host, port) = (text, defaultPort)
        if let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") {
            let digits = text[text.index(after: colon)...]
            guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits),
                (1...65_535).contains(number)
            else { return nil }
            (host, port) = (text[..<colon], number)
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        let isName = host.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"/\\@[]\"<>".utf8.contains($0) }
        return host.isEmpty || !isName ? nil : (String(host), port)
    }
}

/// What tells one proxy from another.
struct ProxyIdentity: Sendable, Hashable {
    let host: String
    let port: Int
    let isSOCKS: Bool
    let account: String?
}

extension ProxyConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Host and port, never user or password.
    public var description: String { "ProxyConfiguration(\(self.host):\(self.port))" }
    /// The same as ``description``.
    public var debugDescription: String { self.description }
    /// A mirror without children, so that `dump` shows no password.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
