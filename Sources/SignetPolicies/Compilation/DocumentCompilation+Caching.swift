// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

extension DocumentCompilation {
    /// Compiles one of the caching policies.
    mutating func caching(_ element: PolicyElement) -> PolicyStatement? {
        guard checkCachingType(element) else {
            inspect(element)
            return nil
        }
        switch element.name {
        case "cache-lookup-value":
            let fallback = value(element, "default-value")
            guard let key = value(element, "key"), let variable = name(element, "variable-name") else { return nil }
            return .cacheLookupValue(CacheLookupValue(key: key, defaultValue: fallback, variableName: variable))
        case "cache-store-value":
            let key = value(element, "key")
            let stored = value(element, "value")
            guard let duration = integer(element, "duration", in: 0...Int(Int32.max)), let key, let stored else {
                return nil
            }
            return .cacheStoreValue(CacheStoreValue(key: key, value: stored, duration: duration))
        case "cache-remove-value": return value(element, "key").map(PolicyStatement.cacheRemoveValue)
        case "cache-lookup": return cacheLookup(element)
        default:
            let stores = flag(element, "cache-response")
            return integer(element, "duration", in: 0...Int(Int32.max))
                .map { .cacheStore(CacheStore(duration: $0, storesResponse: stores)) }
        }
    }

    private mutating func checkCachingType(_ element: PolicyElement) -> Bool {
        guard element.attribute("caching-type")?.value.string == "external" else { return true }
        report(
            element,
            .unsupportedForm,
            "An external cache (caching-type=\"external\") is not executed yet by this version of Signet; "
                + "'prefer-external' and 'internal' use the gateway's own cache.",
            severity: self.compiler.purpose == .execution ? .error : .warning,
            at: element.attribute("caching-type")?.offset,
            length: "caching-type".utf8.count
        )
        return false
    }

    private mutating func cacheLookup(_ element: PolicyElement) -> PolicyStatement? {
        let faults = self.diagnostics.count
        let byDeveloper = flag(element, "vary-by-developer")
        let byGroups = flag(element, "vary-by-developer-groups")
        let allowsPrivate = flag(element, "allow-private-response-caching")
        let downstream = setting(element, "downstream-caching-type") { CacheLookup.DownstreamCaching(rawValue: $0) }
        let mustRevalidate = flag(element, "must-revalidate")
        for required in ["vary-by-developer", "vary-by-developer-groups"] where element.attribute(required) == nil {
            report(element, .missingAttribute, "The required attribute '\(required)' is missing.")
        }
        let headers = texts(element, "vary-by-header")
        let parameters = texts(element, "vary-by-query-parameter")
        guard !hasErrors(since: faults) else { return nil }
        return .cacheLookup(
            CacheLookup(
                variesByDeveloper: byDeveloper ?? .literal(false),
                variesByDeveloperGroups: byGroups ?? .literal(false),
                allowsPrivateResponses: allowsPrivate ?? .literal(false),
                downstreamCaching: downstream ?? .literal(.none),
                mustRevalidate: mustRevalidate ?? .literal(true),
                headers: headers,
                parameters: parameters
            )
        )
    }
}
