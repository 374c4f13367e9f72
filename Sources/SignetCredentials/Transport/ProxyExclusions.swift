// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The hosts that are reached without a proxy: the list of `NO_PROXY`.
struct ProxyExclusions: Sendable, Hashable {
    private enum Rule: Sendable, Hashable {
        case all
        /// A domain with everything below it, or an address; at one port where one is named.
        case domain(String, port: Int?)
        /// A range of IPv4 addresses.
        case range(base: UInt32, mask: UInt32)
    }

    private let rules: [Rule]

    /// Reads a list that is divided by commas or blanks: `*`, hosts, `.domain`, `host:port`, `10.0.0.0/8`.
    init(_ list: String) {
        self.rules = list.lowercased().split { ", \t".contains($0) }.compactMap(Self.rule)
    }

    private static func rule(_ entry: Substring) -> Rule? {
        if entry == "*" { return .all }
        if let slash = entry.firstIndex(of: "/") {
            guard let base = address(entry[..<slash]), let bits = Int(entry[entry.index(after: slash)...]),
                (0...32).contains(bits)
            else { return nil }
            let mask = bits == 0 ? 0 : UInt32.max << (32 - bits)
            return .range(base: base & mask, mask: mask)
        }
        var name = entry
        var port: Int?
        if let colon = entry.lastIndex(of: ":"), entry.firstIndex(of: ":") == colon || entry.contains("]:") {
            port = Int(entry[entry.index(after: colon)...])
            name = entry[..<colon]
        }
        if name.hasPrefix("*.") { name = name.dropFirst(2) }
        if name.hasPrefix(".") { name = name.dropFirst() }
        name = name.drop { $0 == "[" }
        if name.hasSuffix("]") { name = name.dropLast() }
        return name.isEmpty ? nil : .domain(String(name), port: port)
    }

    /// Whether a host is reached without the proxy.
    ///
    /// - Parameters:
    ///   - host: The name or address, without brackets.
    ///   - port: The port.
    /// - Returns: Whether it is on the list.
    func contains(host: String, port: Int) -> Bool {
        let host = host.lowercased()
        return self.rules.contains { rule in
            switch rule {
            case .all: true
            case .domain(let name, let wanted):
                (wanted == nil || wanted == port) && (host == name || host.hasSuffix("." + name))
            case .range(let base, let mask): Self.address(host[...]).map { $0 & mask == base } ?? false
            }
        }
    }

    private static func address(_ text: Substring) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard parts.count == 4 else { return nil }
        var address: UInt32 = 0
        for part in parts {
            guard let part else { return nil }
            address = address << 8 | UInt32(part)
        }
        return address
    }
}
