// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// Reads backends: single ones with their credentials and circuit breakers, and pools.
enum BackendReading {
    /// Whether an entity is a pool.
    static func isPool(_ document: EntityDocument) -> Bool {
        document.properties["pool"]?.object != nil || document.properties["type"]?.string?.lowercased() == "pool"
    }

    static func backend(
        id: String,
        _ document: EntityDocument,
        former: Backend?
    ) throws(ConfigurationProblem) -> Backend {
        let text = try document.requiredString("url")
        let url: ServiceURL
        do { url = try ServiceURL(text) } catch {
            throw document.problem("invalidURL", at: "url", "The URL '\(text)' cannot be used: \(error.reason).")
        }
        if document.properties["proxy"]?.object != nil {
            throw document.problem("unsupportedBackend", at: "proxy", "Proxies of backends are not executed yet.")
        }
        let credentials = document.properties["credentials"]
        var headers = try lists("header", credentials, document)
        if let authorization = credentials?["authorization"]?.object {
            let scheme = authorization["scheme"]?.string ?? ""
            let parameter = authorization["parameter"]?.string ?? ""
            headers.append(
                ("Authorization", [SecretBytes(utf8: parameter.isEmpty ? scheme : "\(scheme) \(parameter)")])
            )
        }
        for (name, values) in headers {
            let fits = values.allSatisfy { $0.withExposedBytes { MessageHead.isFieldValue($0) } }
            guard fits, !name.isEmpty, name.utf8.allSatisfy(\.isToken) else {
                throw document.problem("invalidHeader", at: "header", "The header '\(name)' cannot be sent.")
            }
        }
        let rules = try CircuitBreakerReading.rules(document)
        return Backend(
            id: id,
            url: url,
            verification: verification(document.properties["tls"]),
            headers: headers,
            query: try lists("query", credentials, document),
            certificate: try certificate(credentials, document),
            health: rules.isEmpty
                ? nil
                : former?.health.flatMap { $0.rules == rules ? $0 : nil }
                    ?? BackendHealth(rules: rules)
        )
    }

    private static func certificate(
        _ credentials: JSONValue?,
        _ document: EntityDocument
    ) throws(ConfigurationProblem) -> Backend.CertificateName? {
        let ids = credentials?["certificateIds"]?.array?.compactMap(\.string) ?? []
        let thumbprints = credentials?["certificate"]?.array?.compactMap(\.string) ?? []
        guard ids.count + thumbprints.count < 2 else {
            throw document.problem(
                "unsupportedBackend",
                at: ids.isEmpty ? "certificate" : "certificateIds",
                "A call presents one certificate: name one, not \(ids.count + thumbprints.count)."
            )
        }
        if let id = ids.first { return .id(id.split(separator: "/").last.map(String.init) ?? id) }
        return thumbprints.first.map { .thumbprint($0) }
    }

    private static func verification(_ tls: JSONValue?) -> Endpoint.Verification {
        if tls?["validateCertificateChain"]?.bool == false || tls?["skipCertificateChainValidation"]?.bool == true {
            return .none
        }
        if tls?["validateCertificateName"]?.bool == false || tls?["skipCertificateNameValidation"]?.bool == true {
            return .chainOnly
        }
        return .full
    }

    private static func lists(
        _ member: String,
        _ credentials: JSONValue?,
        _ document: EntityDocument
    ) throws(ConfigurationProblem) -> [(name: String, values: [SecretBytes])] {
        var lists: [(name: String, values: [SecretBytes])] = []
        for item in credentials?[member]?.object?.members ?? [] {
            let values = item.value.array?.compactMap(\.string) ?? item.value.string.map { [$0] }
            guard let values else {
                throw document.problem("invalidValue", at: item.name, "'\(item.name)' must be a list of texts.")
            }
            lists.append((item.name, values.map { SecretBytes(utf8: $0) }))
        }
        return lists
    }
}

extension BackendReading {
    /// Reads a pool.
    ///
    /// - Parameters:
    ///   - id: The pool's own ID.
    ///   - document: Its file.
    ///   - find: The single backend of an ID.
    /// - Returns: The pool as a backend.
    /// - Throws: ``ConfigurationProblem`` with the place.
    static func pool(
        id: String,
        _ document: EntityDocument,
        find: (String) -> Backend?
    ) throws(ConfigurationProblem) -> Backend {
        var members: [BackendPool.Member] = []
        for service in document.properties["pool"]?["services"]?.array ?? [] {
            let reference = service["id"]?.string ?? ""
            let name = reference.split(separator: "/").last.map(String.init) ?? reference
            // API Management's own words.
            guard let backend = find(name) else {
                throw document.problem("unknownBackend", at: "services", "Backend Entity '\(name)' not found.")
            }
            let priority = service["priority"]?.integer ?? 0
            let weight = service["weight"]?.integer ?? 0
            guard (0...100).contains(priority), (0...100).contains(weight) else {
                throw document.problem(
                    "invalidValue",
                    at: (0...100).contains(priority) ? "weight" : "priority",
                    "'priority' and 'weight' of '\(name)' must be from 0 to 100."
                )
            }
            members.append(BackendPool.Member(backend: backend, priority: priority, weight: weight))
        }
        guard let first = members.first?.backend, members.count <= 30 else {
            throw document.problem("invalidValue", at: "pool", "A pool has from 1 to 30 backends in 'services'.")
        }
        return Backend(id: id, first: first, pool: BackendPool(members, sessionCookie: try cookie(document)))
    }

    private static func cookie(_ document: EntityDocument) throws(ConfigurationProblem) -> String? {
        guard let session = document.properties["pool"]?["sessionAffinity"]?["sessionId"]?.object else { return nil }
        let name = session["name"]?.string ?? "SessionId"
        guard (session["source"]?.string ?? "cookie").lowercased() == "cookie", !name.isEmpty,
            name.utf8.allSatisfy(\.isToken)
        else {
            throw document.problem(
                "invalidValue",
                at: "sessionAffinity",
                "'sessionId' needs the source 'cookie' and a 'name' that a cookie can have."
            )
        }
        return name
    }
}
