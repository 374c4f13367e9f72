// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetPlatform

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
        var authority = text.dropFirst(scheme.count)
        if authority.hasSuffix("/") { authority = authority.dropLast() }
        guard let place = HostAndPort(authority, defaultPort: 443) else { return nil }
        self.host = place.host
        self.text = place.port == 443 ? scheme + place.host : "\(scheme)\(place.host):\(place.port)"
    }
}
