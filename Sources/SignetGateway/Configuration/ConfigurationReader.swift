// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore
import SignetPolicies

/// Reads an APIOps folder and proves it: every entity, reference and policy, all problems in one go.
package struct ConfigurationReader: Sendable {
    private let folder: ConfigurationFolder
    private let sources: ConfigurationSources

    /// - Parameters:
    ///   - path: The folder.
    ///   - sources: What reading needs from outside.
    package init(path: String, sources: ConfigurationSources) {
        self.folder = ConfigurationFolder(path: path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path)
        self.sources = sources
    }

    /// The state of the folder.
    package func signature() -> ConfigurationSignature { ConfigurationSignature(files: self.folder.signature()) }

    /// Reads the folder.
    ///
    /// - Parameter former: The configuration in use, whose certificates keep their identity where they are the same.
    /// - Returns: The configuration, unless one of the problems is an error.
    package func read(
        replacing former: LoadedConfiguration? = nil
    ) -> (configuration: LoadedConfiguration?, problems: [ConfigurationProblem]) {
        var reading = ConfigurationReading(folder: self.folder, sources: self.sources)
        let loaded = reading.run(replacing: former)
        let problems = reading.problems
        return (problems.contains { $0.severity == .error } ? nil : loaded, problems)
    }
}

/// One reading of a folder.
struct ConfigurationReading {
    let folder: ConfigurationFolder
    let sources: ConfigurationSources
    var problems: [ConfigurationProblem] = []

    init(folder: ConfigurationFolder, sources: ConfigurationSources) {
        self.folder = folder
        self.sources = sources
    }

    mutating func run(replacing former: LoadedConfiguration?) -> LoadedConfiguration? {
        guard isThere() else { return nil }
        let certificates = certificates(replacing: former)
        var store = CertificateStore()
        for certificate in certificates { store.set(certificate.version, forID: certificate.id) }
        if let former { store.remember(former.configuration.certificates) }
        let backends = entities("backends", "backendInformation.json") { id, document throws(ConfigurationProblem) in
            try BackendReading.backend(id: id, document)
        }
        let products = self.products()
        var subscriptions = SubscriptionTable()
        let hasSubscriptions = self.subscriptions(&subscriptions)
        var policies = PolicyLibrary(folder: self.folder)
        let apis = APIReading(
            folder: self.folder,
            sources: self.sources,
            hasSubscriptions: hasSubscriptions,
            products: products
        )
        .read(&policies, &self.problems)
        let configuration = GatewayConfiguration(
            entries: apis.entries,
            table: apis.table,
            subscriptions: subscriptions,
            products: Dictionary(products.map { ($0.id.lowercased(), $0) }) { first, _ in first },
            backends: Dictionary(backends.map { ($0.id.lowercased(), $0) }) { first, _ in first },
            certificates: store,
            inlineCertificates: former?.configuration.inlineCertificates ?? InlineCertificates(),
            redaction: policies.redaction
        )
        self.problems += policies.problems
        self.problems += ReferenceChecks.problems(in: configuration)
        if subscriptions.isEmpty { warnOfMissingKeys(configuration.apis) }
        return LoadedConfiguration(configuration: configuration, certificates: certificates)
    }

    private mutating func isThere() -> Bool {
        if self.folder.exists { return true }
        self.problems.append(
            ConfigurationProblem(
                .error,
                "missingFolder",
                "The folder of the configuration does not exist.",
                file: self.folder.path
            )
        )
        return false
    }

    private mutating func warnOfMissingKeys(_ apis: [API]) {
        for api in apis where api.subscriptionRequired {
            self.problems.append(
                ConfigurationProblem(
                    .warning,
                    "noSubscriptionKeys",
                    "The API '\(api.id)' needs a subscription key, but no subscription has one: its calls are "
                        + "answered 401. Add 'primaryKey' to a subscriptionInformation.json.",
                    file: "apis/\(api.id)/apiInformation.json"
                )
            )
        }
    }

    /// Reads all entities of a kind; what is wrong with one does not keep the others from being read.
    mutating func entities<Entity>(
        _ kind: String,
        _ file: String,
        _ read: (String, EntityDocument) throws(ConfigurationProblem) -> Entity
    ) -> [Entity] {
        var entities: [Entity] = []
        for id in self.folder.folders(in: kind) {
            do throws(ConfigurationProblem) {
                guard let document = try self.folder.document("\(kind)/\(id)/\(file)") else {
                    throw ConfigurationProblem(
                        .error,
                        "missingFile",
                        "The folder holds no \(file).",
                        file: "\(kind)/\(id)"
                    )
                }
                entities.append(try read(id, document))
            } catch {
                self.problems.append(error)
            }
        }
        return entities
    }

    private mutating func certificates(replacing former: LoadedConfiguration?) -> [StoredCertificate] {
        let (folder, environment) = (self.folder, self.sources.environment)
        var certificates = entities("certificates", "certificateInformation.json") {
            id,
            document throws(ConfigurationProblem) in
            try CertificateReading.certificate(id: id, document, folder: folder, environment: environment)
        }
        for index in certificates.indices {
            if let known = former?.configuration.certificates[id: certificates[index].id] {
                certificates[index].adopt(known)
            }
        }
        let now = self.sources.clock.now
        self.problems += certificates.compactMap { CertificateReading.expiry(of: $0, at: now) }
        return certificates
    }

    private mutating func products() -> [Product] {
        let folder = self.folder
        return entities("products", "productInformation.json") { id, document throws(ConfigurationProblem) in
            Product(
                folder: id,
                name: try document.string("displayName") ?? id,
                isPublished: (try document.string("state") ?? "published").lowercased() == "published",
                subscriptionRequired: try document.bool("subscriptionRequired") ?? true,
                apis: Set(folder.folders(in: "products/\(id)/apis").map { $0.prefix { $0 != ";" }.lowercased() })
            )
        }
    }

    private mutating func subscriptions(_ table: inout SubscriptionTable) -> Bool {
        let subscriptions = entities("subscriptions", "subscriptionInformation.json") {
            id,
            document throws(ConfigurationProblem) in
            try SubscriptionReading.subscription(id: id, document)
        }
        for subscription in subscriptions where !table.insert(subscription) {
            self.problems.append(
                ConfigurationProblem(
                    .error,
                    "duplicateKey",
                    "Another subscription has the same key.",
                    file: "subscriptions/\(subscription.id)/subscriptionInformation.json"
                )
            )
        }
        return !subscriptions.isEmpty
    }
}
