// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore

/// An address that the platform may ask: `https`, or `http` on loopback; never a machine's link-local services, where
/// clouds keep their metadata, whatever the spelling of their number.
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
        let authority = text.dropFirst(scheme.count + 3).prefix { $0 != "/" && $0 != "?" }
        guard let place = HostAndPort(authority, defaultPort: scheme == "https" ? 443 : 80) else { return nil }
        guard scheme == "https" ? Self.isOrdinary(place.host) : Self.loopback.contains(place.host) else { return nil }
        self.text = text
        self.origin = "\(scheme)://\(place.host):\(place.port)"
    }

    /// Whether a host is a name, or a number in its usual form that is somebody's address.
    private static func isOrdinary(_ host: String) -> Bool {
        guard !host.hasPrefix("[") else {
            let number = try? AddressParser.parse(String(host.dropFirst().dropLast()))
            return host.hasSuffix("]") && number.map { Self.isOrdinary(version6: $0) } ?? false
        }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        // A last label of digits makes a number of the whole; resolvers read many forms of those, one of which will do.
        let last = labels.last { !$0.isEmpty } ?? ""
        guard last.utf8.allSatisfy({ (0x30...0x39).contains($0) }) || last.hasPrefix("0x") else { return true }
        let numbers = labels.compactMap { $0.hasPrefix("0") && $0.utf8.count > 1 ? nil : UInt8($0) }
        guard numbers.count == 4, labels.count == 4 else { return false }
        return numbers[0] != 0 && numbers[0] < 224 && (numbers[0], numbers[1]) != (169, 254)
    }

    /// Whether a number of version 6 is somebody's, and stands for none of version 4 (RFC 4291, 6052, 3056).
    private static func isOrdinary(version6 bytes: [UInt8]) -> Bool {
        guard bytes.count == 16 else { return false }
        guard !bytes.dropLast().allSatisfy({ $0 == 0 }) else { return bytes[15] == 1 }
        let standsForAnother =
            bytes.prefix(8).allSatisfy { $0 == 0 } || bytes.starts(with: [0x00, 0x64, 0xFF, 0x9B])
            || bytes.starts(with: [0x20, 0x02])
        let isLinkLocal = bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80
        return !standsForAnother && !isLinkLocal && bytes[0] != 0xFF
    }
}
