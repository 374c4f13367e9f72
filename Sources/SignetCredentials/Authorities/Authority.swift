// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The token service of a cloud: an https origin, with a path where a service needs one.
///
/// Microsoft's own are known. Any other host, but this machine, is looked up once by instance discovery before the first
/// assertion goes there; ``CredentialOptions/disablesInstanceDiscovery`` switches that off for a service of one's own.
public struct Authority: Sendable, Hashable, CustomStringConvertible {
    /// The URL without a slash at the end, such as `https://login.microsoftonline.com`.
    public let url: String

    init(trusted url: String) {
        self.url = url
    }

    /// Microsoft's public cloud.
    public static let publicCloud = Authority(trusted: "https://login.microsoftonline.com")
    /// Microsoft Azure Government.
    public static let usGovernment = Authority(trusted: "https://login.microsoftonline.us")
    /// Microsoft Azure operated by 21Vianet.
    public static let china = Authority(trusted: "https://login.chinacloudapi.cn")

    /// Names a token service of one's own, such as a Signet platform at `https://localhost:8443`.
    ///
    /// - Parameter url: An https URL of host, port and path; `https://` may be left out.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for another scheme (an assertion never
    ///   travels in the clear), user information, a query, a fragment, or what no host name or path may hold.
    public init(_ url: String) throws(CredentialError) {
        var rest = url[...]
        if let scheme = url.range(ofText: "://") {
            guard url[..<scheme.lowerBound].lowercased() == "https" else {
                throw CredentialError(
                    .invalidArgument,
                    "'\(url)' is an invalid authority. The value must be a TLS protected (https) URL."
                )
            }
            rest = url[scheme.upperBound...]
        }
        while rest.hasSuffix("/") { rest.removeLast() }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let path = rest[slash...]
        guard Self.isHostAndPort(rest[..<slash]), path.utf8.allSatisfy(Self.isPathCharacter) else {
            throw CredentialError(
                .invalidArgument,
                "'\(url)' is an invalid authority. Write it as https://host, https://host:port or https://host/path."
            )
        }
        self.url = "https://" + rest[..<slash].lowercased() + path
    }

    /// The address to which token requests of a tenant are sent, and the audience of their assertions.
    public func tokenEndpoint(tenantID: String) -> String { "\(self.url)/\(tenantID)/oauth2/v2.0/token" }

    /// The host, with the port where one is named.
    var host: String { String(self.url.dropFirst("https://".count).prefix { $0 != "/" }) }

    /// The host without a port.
    var hostWithoutPort: Substring {
        let host = self.host[...]
        guard let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") else { return host }
        return host[..<colon]
    }

    /// The URL.
    public var description: String { self.url }

    private static func isHostAndPort(_ text: Substring) -> Bool {
        var host = text
        if let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") {
            guard let port = Int(text[text.index(after: colon)...]), (1...65_535).contains(port) else { return false }
            host = text[..<colon]
        }
        if host.hasPrefix("["), host.hasSuffix("]") {
            return host.dropFirst().dropLast().utf8.allSatisfy { isHexadecimal($0) || $0 == UInt8(ascii: ":") }
        }
        return !host.isEmpty && host.utf8.count <= 253
            && host.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    }

    private static func isPathCharacter(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || "/-._~%".utf8.contains(byte)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isHexadecimal(byte) || (UInt8(ascii: "g")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }
}

extension String {
    /// Finds an ASCII text without Foundation's collation.
    fileprivate func range(ofText text: String) -> Range<Index>? {
        var start = self.startIndex
        while start < self.endIndex {
            if self[start...].hasPrefix(text) { return start..<self.index(start, offsetBy: text.count) }
            start = self.index(after: start)
        }
        return nil
    }
}
