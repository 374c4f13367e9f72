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
        guard let origin = self.origins.first(where: { folded.hasPrefix($0.lowercased() + "/") }),
            let tenant = endpoint.dropFirst(origin.count + 1).split(separator: "/").first,
            Tenant.isWellFormed(String(tenant)) || ["common", "organizations", "consumers"].contains(tenant)
        else { throw TokenRefusal(.unknownInstance) }
        let host = JSONValue.string(String(origin.drop { $0 != "/" }.dropFirst(2)))
        let version = folded.contains("/v2.0/") ? "/v2.0" : ""
        return [
            "tenant_discovery_endpoint": .string("\(origin)/\(tenant)\(version)/.well-known/openid-configuration"),
            "api-version": .string(query["api-version"] == "1.0" ? "1.0" : "1.1"),
            "metadata": [["preferred_network": host, "preferred_cache": host, "aliases": [host]]],
        ]
    }
}
