// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// An address to which answers about people are sent, with the platform under which it was registered.
struct RedirectURI: Sendable, Equatable {
    /// The platforms of a registration's addresses; they decide whether the client proves itself and how long its
    /// refresh tokens live.
    enum Platform: String, Sendable, CaseIterable {
        case web
        /// A single-page application: public, redeems its codes from the browser (`Origin`).
        case spa
        /// Desktop and mobile.
        case publicClient
    }

    let platform: Platform
    let text: String

    /// Whether a request's address is this one.
    ///
    /// Addresses are compared exactly; only the port of a loopback address may differ, because a desktop application
    /// cannot know it in advance (RFC 8252 §7.3).
    func matches(_ requested: String) -> Bool {
        // Byte by byte: Swift takes some marks for the letters that look like them.
        if requested.utf8.elementsEqual(self.text.utf8) { return true }
        guard self.platform != .spa, let own = Self.loopback(self.text), let other = Self.loopback(requested) else {
            return false
        }
        return own.utf8.elementsEqual(other.utf8)
    }

    /// A loopback address without its port; `nil` for any other.
    private static func loopback(_ text: String) -> String? {
        for host in ["http://localhost", "http://127.0.0.1", "http://[::1]"] where text.hasPrefix(host) {
            let rest = text.dropFirst(host.count)
            let path = rest.drop { $0 != "/" }
            let port = rest.prefix { $0 != "/" }
            guard port.isEmpty || (port.first == ":" && port.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) })
            else {
                return nil
            }
            return host + path
        }
        return nil
    }

    /// Whether a text can be registered: absolute, without fragment or wildcard, https unless it is loopback or an
    /// application's own scheme.
    static func isAcceptable(_ text: String, on platform: Platform) -> Bool {
        let bytes = Array(text.utf8)
        guard (1...2_048).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7E).contains($0) }),
            !text.contains("#"), !text.contains("*"), !text.contains("\\"), !text.contains("\""), !text.contains("<"),
            let colon = text.firstIndex(of: ":")
        else { return false }
        let scheme = text[..<colon].lowercased()
        guard let first = scheme.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first),
            scheme.utf8.allSatisfy({
                ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || "+-.".utf8.contains($0)
            })
        else { return false }
        switch scheme {
        case "https":
            let authority = text.dropFirst("https://".count).prefix { $0 != "/" && $0 != "?" }
            return text.lowercased().hasPrefix("https://") && !authority.isEmpty && !authority.contains("@")
        case "http": return loopback(text) != nil
        case "javascript", "data", "vbscript", "file", "blob", "about": return false
        default: return platform == .publicClient || (platform == .web && scheme == "urn")
        }
    }
}
