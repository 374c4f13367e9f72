// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The origin under which clients reach a server that does not listen there itself: `https`, a host, a port.
struct PublicOrigin: Sendable, Equatable {
    /// The origin as it stands in tokens and documents; the port of https is not written.
    let text: String
    /// The host, an address of version 6 in brackets.
    let host: String

    /// Reads an origin; `nil` for anything else, such as one with a path.
    init?(_ text: String) {
        let scheme = "https://"
        guard text.lowercased().hasPrefix(scheme) else { return nil }
        var authority = text.lowercased().dropFirst(scheme.count)
        if authority.hasSuffix("/") { authority = authority.dropLast() }
        let end = authority.lastIndex(of: "]") ?? authority.startIndex
        let colon = authority[end...].firstIndex(of: ":")
        let host = authority[..<(colon ?? authority.endIndex)]
        let letters = host.hasPrefix("[") ? "[]:.0123456789abcdef" : "-._0123456789abcdefghijklmnopqrstuvwxyz"
        guard !host.isEmpty, host.utf8.count <= 253, host.allSatisfy(letters.contains) else { return nil }
        self.host = String(host)
        guard let colon else {
            self.text = scheme + host
            return
        }
        guard let port = UInt16(authority[authority.index(after: colon)...]), port > 0 else { return nil }
        self.text = port == 443 ? scheme + host : "\(scheme)\(host):\(port)"
    }
}
