// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore

extension ConfigurationReading {
    mutating func readCertificates(_ space: ConfigurationSpace) {
        let reading = CertificateReading(
            folder: self.folder,
            space: space,
            environment: self.sources.environment,
            vault: self.vault,
            former: self.former
        )
        let read = entities("\(space.prefix)certificates", "certificateInformation.json") {
            id,
            document throws(ConfigurationProblem) in
            try reading.certificate(id: id, document)
        }
        let now = self.sources.clock.now
        for reading in read {
            self.problems += reading.problems
            if let reference = reading.vault { self.vaultReferences.append(reference) }
            guard var stored = reading.stored else {
                self.parts.certificates.setPending(reading.id, in: space, reason: reading.reason)
                continue
            }
            if let known = self.former?.configuration.certificates.entry(id: stored.id, in: space)?.version {
                stored.adopt(known)
            }
            stored.enter(into: &self.parts.certificates)
            self.certificates.append(stored)
            if let problem = CertificateReading.expiry(of: stored, at: now) { self.problems.append(problem) }
        }
    }

    mutating func readAuthorities() {
        let folder = self.folder
        let authorities = entities("ca certificates", "caCertificateInformation.json") {
            _,
            document throws(ConfigurationProblem) in
            try AuthorityReading.authorities(document, folder)
        }
        self.parts.authorities = authorities.flatMap { $0 }
    }

    mutating func readHostnames() {
        for gateway in self.folder.folders(in: "gateways") {
            let certificates = self.parts.certificates
            let hostnames = entities(
                "gateways/\(gateway)/hostnameConfigurations",
                "hostnameConfigurationInformation.json"
            ) { _, document throws(ConfigurationProblem) in
                try HostnameReading.hostname(document, certificates)
            }
            self.parts.hostnames += hostnames
        }
    }

    mutating func readBackends(_ space: ConfigurationSpace) {
        let kind = "\(space.prefix)backends"
        let former = self.former?.configuration
        var pools: [(id: String, document: EntityDocument)] = []
        let singles = entities(kind, "backendInformation.json") { id, document throws(ConfigurationProblem) in
            if BackendReading.isPool(document) {
                pools.append((id, document))
                return Backend?.none
            }
            return try BackendReading.backend(id: id, document, former: former?.backend(id: id, in: space))
        }
        for backend in singles { self.parts.backends[space.key(backend.id)] = backend }
        for (id, document) in pools {
            do throws(ConfigurationProblem) {
                let known = self.parts.backends
                self.parts.backends[space.key(id)] = try BackendReading.pool(id: id, document) { member in
                    known[space.key(member)]
                }
            } catch {
                self.problems.append(error)
            }
        }
    }

    mutating func readProducts(_ space: ConfigurationSpace) {
        let folder = self.folder
        let products = entities("\(space.prefix)products", "productInformation.json") {
            id,
            document throws(ConfigurationProblem) in
            try ProductReading.product(id: id, document, folder, space)
        }
        for product in products { self.parts.products[product.id] = product }
    }

    /// - Returns: Whether there is a subscription.
    mutating func readSubscriptions(_ space: ConfigurationSpace) -> Bool {
        let kind = "\(space.prefix)subscriptions"
        let subscriptions = entities(kind, "subscriptionInformation.json") {
            id,
            document throws(ConfigurationProblem) in
            try SubscriptionReading.subscription(id: id, document, space)
        }
        for subscription in subscriptions where !self.parts.subscriptions.insert(subscription) {
            self.problems.append(
                ConfigurationProblem(
                    .error,
                    "duplicateKey",
                    "Another subscription has the same key.",
                    file: "\(kind)/\(subscription.id)/subscriptionInformation.json"
                )
            )
        }
        return !subscriptions.isEmpty
    }
}
