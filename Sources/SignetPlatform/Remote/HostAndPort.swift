// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The host and port of an address, in lower case.
package struct HostAndPort: Sendable, Equatable {
    /// The host, an address of version 6 in brackets.
    package let host: String
    /// The port, 1 to 65535.
    package let port: Int

    /// Reads `host` or `host:port`; `nil` for user information, a path, or anything else a host cannot hold.
    ///
    /// - Parameters:
    ///   - text: The text between `://` and the path.
    ///   - defaultPort: The port that is meant where none stands there.
    package init?(_ text: some StringProtocol, defaultPort: Int) {
        let text = text.lowercased()
        let end = text.lastIndex(of: "]") ?? text.startIndex
        let colon = text[end...].firstIndex(of: ":")
        let host = text[..<(colon ?? text.endIndex)]
        let allowed = host.hasPrefix("[") ? "[]:.0123456789abcdef" : "-._0123456789abcdefghijklmnopqrstuvwxyz"
        guard !host.isEmpty, host.allSatisfy(allowed.contains) else { return nil }
        self.host = String(host)
        guard let colon else {
            self.port = defaultPort
            return
        }
        guard let port = UInt16(text[text.index(after: colon)...]), port > 0 else { return nil }
        self.port = Int(port)
    }
}
