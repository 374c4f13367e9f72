// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

/// `IUrl`.
enum URLContext {
    static func record(scheme: String, host: String, port: Int, path: String, query: String) -> ContextRecord {
        let isDefault = port == (scheme == "https" ? 443 : 80)
        let authority = isDefault ? host : "\(host):\(port)"
        let queryString = query.isEmpty ? "" : "?\(query)"
        return ContextRecord("IUrl", text: "\(scheme)://\(authority)\(path)\(queryString)") { member in
            switch member {
            case .scheme: .string(scheme)
            case .host: .string(host)
            case .port: .int(Int32(truncatingIfNeeded: port))
            case .path: .string(path)
            case .queryString: .string(queryString)
            case .query: .object(lookup(query))
            default: .null
            }
        }
    }

    private static func lookup(_ query: String) -> ContextLookup {
        let parameters = QueryParameters(Array(query.utf8))
        return ContextLookup(
            keys: {
                var names: [String] = []
                for item in parameters.items where !names.contains(item.name) { names.append(item.name) }
                return names
            },
            value: { name in
                let values = parameters.values(name)
                return values.isEmpty ? nil : .strings(values)
            }
        )
    }

    /// The URL of a service alone.
    static func record(_ service: ServiceURL) -> ContextRecord {
        record(
            scheme: service.isTLS ? "https" : "http",
            host: service.host,
            port: service.port,
            path: service.path.isEmpty ? "/" : service.path,
            query: ""
        )
    }
}
