// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore

// One reader for each kind of entity: from its document to the value.

enum BackendReading {
    static func backend(id: String, _ document: EntityDocument) throws(ConfigurationProblem) -> Backend {
        let text = try document.requiredString("url")
        let url: ServiceURL
        do { url = try ServiceURL(text) } catch {
            throw document.problem("invalidURL", at: "url", "The URL '\(text)' cannot be used: \(error.reason).")
        }
        if document.properties["pool"]?.object != nil || document.properties["circuitBreaker"]?.object != nil {
            throw document.problem(
                "unsupportedBackend",
                at: document.properties["pool"] == nil ? "circuitBreaker" : "pool",
                "Backend pools and circuit breakers are not executed yet."
            )
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
        return Backend(
            id: id,
            url: url,
            verification: verification(document.properties["tls"]),
            headers: headers,
            query: try lists("query", credentials, document)
        )
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

enum SubscriptionReading {
    static func subscription(id: String, _ document: EntityDocument) throws(ConfigurationProblem) -> Subscription {
        let scope = try document.requiredString("scope")
        return Subscription(
            id: id,
            name: try document.string("displayName") ?? id,
            scope: try self.scope(scope, document),
            isActive: (try document.string("state") ?? "active").lowercased() == "active",
            primaryKey: try document.string("primaryKey").map { SecretBytes(utf8: $0) },
            secondaryKey: try document.string("secondaryKey").map { SecretBytes(utf8: $0) }
        )
    }

    /// `/apis`, `/apis/{id}`, `/products/{id}`, also at the end of a resource ID of ARM.
    private static func scope(
        _ text: String,
        _ document: EntityDocument
    ) throws(ConfigurationProblem) -> Subscription.Scope {
        let parts = text.lowercased().split(separator: "/").map(String.init)
        if parts.last == "apis" { return .all }
        if parts.count >= 2 {
            if parts[parts.count - 2] == "apis" { return .api(parts[parts.count - 1]) }
            if parts[parts.count - 2] == "products" { return .product(parts[parts.count - 1]) }
        }
        throw document.problem(
            "invalidScope",
            at: "scope",
            "The scope '\(text)' is not /apis, /apis/{id} or /products/{id}."
        )
    }
}

enum CertificateReading {
    static func certificate(
        id: String,
        _ document: EntityDocument,
        folder: ConfigurationFolder,
        environment: (String) -> String?
    ) throws(ConfigurationProblem) -> StoredCertificate {
        let password = try password(document, environment)
        let source: CertificateSource
        var member = "data"
        if let data = try document.string("data") {
            guard let bytes = Base64.decodeLenient(data) else {
                throw document.problem("invalidValue", at: "data", "'data' must be base64.")
            }
            source = .bytes(bytes, password: password)
        } else if let path = try document.string("path") {
            member = "path"
            let directory = document.file.split(separator: "/").dropLast().joined(separator: "/")
            source = .file(path.hasPrefix("/") ? path : folder.absolute("\(directory)/\(path)"), password: password)
        } else if document.properties["keyVault"]?.object != nil {
            throw document.problem(
                "unsupportedCertificate",
                at: "keyVault",
                "Certificates from Key Vault are not read yet. Give 'path' or 'data' instead."
            )
        } else {
            throw document.problem("missingMember", "A certificate needs 'data' or 'path' in 'properties'.")
        }
        do {
            return try StoredCertificate(id: id, source: source)
        } catch {
            throw document.problem(
                "unusableCertificate",
                at: member,
                "The certificate '\(id)' cannot be used: \(error.message)"
            )
        }
    }

    /// The warning about a certificate whose time is over: it is used all the same, as API Management does.
    static func expiry(of certificate: StoredCertificate, at now: Date) -> ConfigurationProblem? {
        let end = certificate.version.certificate.notAfter
        guard end < now else { return nil }
        let file = "certificates/\(certificate.id)/certificateInformation.json"
        return ConfigurationProblem(
            .warning,
            "expiredCertificate",
            "The certificate '\(certificate.id)' in \(certificate.path ?? file) expired at \(Timestamp.iso8601(end)). It "
                + "is presented all the same; backends that check its dates refuse it. Replace it.",
            file: file
        )
    }

    private static func password(
        _ document: EntityDocument,
        _ environment: (String) -> String?
    ) throws(ConfigurationProblem) -> SecretBytes? {
        if let password = try document.string("password") { return SecretBytes(utf8: password) }
        guard let variable = try document.string("passwordEnvironmentVariable") else { return nil }
        guard let password = environment(variable) else {
            throw document.problem(
                "missingEnvironmentVariable",
                at: "passwordEnvironmentVariable",
                "The environment variable '\(variable)' is not set."
            )
        }
        return SecretBytes(utf8: password)
    }
}
