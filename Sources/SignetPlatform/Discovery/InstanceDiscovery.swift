// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The answer to clients that ask whether an authority is one of a known cloud's.
struct InstanceDiscovery: Sendable {
    /// The origins under which the platform is reached, the first being its own.
    let origins: [String]

    /// Judges an authority by its authorization endpoint.
    ///
    /// - Throws: AADSTS900144 without the parameter, AADSTS50049 for an authority that is not this platform.
    func document(_ query: FormParameters) throws(TokenRefusal) -> JSONValue {
        guard let endpoint = query["authorization_endpoint"] else {
            throw TokenRefusal(.missingParameter, ["name": "authorization_endpoint"])
        }
        let folded = endpoint.lowercased()
        let parts = endpoint.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 3, parts[0].lowercased() == "https:", parts[1].isEmpty,
            let origin = self.origins.first(where: { Self.isMeant($0, by: parts[2].lowercased()) }),
            Tenant.isWellFormed(String(parts[3])) || ["common", "organizations", "consumers"].contains(parts[3])
        else { throw TokenRefusal(.unknownInstance) }
        let tenant = parts[3]
        let host = JSONValue.string(Self.host(origin))
        let version = folded.contains("/v2.0/") ? "/v2.0" : ""
        return [
            "tenant_discovery_endpoint": .string("\(origin)/\(tenant)\(version)/.well-known/openid-configuration"),
            "api-version": .string(query["api-version"] == "1.0" ? "1.0" : "1.1"),
            "metadata": [["preferred_network": host, "preferred_cache": host, "aliases": [host]]],
        ]
    }

    /// MSAL for Python leaves the port out.
    private static func isMeant(_ origin: String, by name: String) -> Bool {
        let host = host(origin.lowercased())
        let withoutPort = host.lastIndex(of: ":").map { String(host[..<$0]) } ?? host
        return name == host || name == withoutPort
    }

    private static func host(_ origin: String) -> String { String(origin.drop { $0 != "/" }.dropFirst(2)) }
}
