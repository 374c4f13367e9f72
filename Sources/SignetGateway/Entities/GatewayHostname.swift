// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A hostname that the gateway serves with a certificate of its own: ARM's `hostnameConfigurations` of a gateway.
package struct GatewayHostname: Sendable, Hashable {
    /// The name, or `*.domain`, in lower case.
    package let hostname: String
    /// The ID of the certificate that is presented.
    package let certificateID: String
    /// Whether callers are asked for a certificate.
    package let negotiatesClientCertificate: Bool
    /// Whether HTTP/2 is offered.
    package let offersHTTP2: Bool

    package init(
        hostname: String,
        certificateID: String,
        negotiatesClientCertificate: Bool,
        offersHTTP2: Bool
    ) {
        self.hostname = hostname.lowercased()
        self.certificateID = certificateID
        self.negotiatesClientCertificate = negotiatesClientCertificate
        self.offersHTTP2 = offersHTTP2
    }

    /// Whether a name that a caller asks for is this one: a star stands for one label.
    package func matches(_ name: String) -> Bool {
        let name = name.lowercased()
        guard self.hostname.hasPrefix("*.") else { return name == self.hostname }
        let rest = self.hostname.dropFirst()
        return name.hasSuffix(rest) && !name.dropLast(rest.count).isEmpty && !name.dropLast(rest.count).contains(".")
    }
}
