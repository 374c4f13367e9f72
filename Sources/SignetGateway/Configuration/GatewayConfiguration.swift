// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
package import SignetPolicies

/// A whole configuration, proved and compiled: what calls are answered from, until the next one takes its place.
package final class GatewayConfiguration: Sendable {
    /// An API with everything to find its operations and what is done with their calls.
    ///
    /// Behind one reference, since every call looks into it.
    final class Entry: Sendable {
        let api: API
        let operations: OperationTable
        /// What is done with calls that meet no operation: the API's own `on-error` sees them.
        let unmatched: CallPlan
        /// What is done with the calls of each operation that belong to no product.
        let plans: [CallPlan]
        /// The same for each product that the API is in.
        let productPlans: [String: [CallPlan]]
        /// The published products that need no key.
        let openProducts: [Product]

        init(
            api: API,
            operations: OperationTable,
            unmatched: CallPlan,
            plans: [CallPlan],
            productPlans: [String: [CallPlan]],
            openProducts: [Product]
        ) {
            self.api = api
            self.operations = operations
            self.unmatched = unmatched
            self.plans = plans
            self.productPlans = productPlans
            self.openProducts = openProducts
        }
    }

    /// What a configuration is made of.
    struct Parts: Sendable {
        var entries: [Entry] = []
        /// Leads from paths to places.
        var table = APITable()
        var places: [APIPlace] = []
        var subscriptions = SubscriptionTable()
        var products: [String: Product] = [:]
        var backends: [String: Backend] = [:]
        var certificates = CertificateStore()
        var inlineCertificates = InlineCertificates()
        var redaction = SecretRedaction()
        var hostnames: [GatewayHostname] = []
        var authorities: [[UInt8]] = []
        var traceKeys: [SecretBytes] = []
    }

    let parts: Parts

    init(_ parts: Parts) {
        self.parts = parts
    }

    var entries: [Entry] { self.parts.entries }
    var table: APITable { self.parts.table }
    var subscriptions: SubscriptionTable { self.parts.subscriptions }
    var products: [String: Product] { self.parts.products }
    /// The certificates as they are now.
    package var certificates: CertificateStore { self.parts.certificates }
    /// The certificates that policies bring along.
    package var inlineCertificates: InlineCertificates { self.parts.inlineCertificates }
    /// Takes the secret named values out of what calls say.
    package var redaction: SecretRedaction { self.parts.redaction }
    /// The hostnames with certificates of their own.
    package var hostnames: [GatewayHostname] { self.parts.hostnames }
    /// The authorities, as DER, that backends and callers are trusted by beside those of the system.
    package var authorities: [[UInt8]] { self.parts.authorities }
    /// The keys with which a call may ask for a trace.
    var traceKeys: [SecretBytes] { self.parts.traceKeys }
    /// All backend entities.
    package var backends: [Backend] { self.parts.backends.values.sorted { $0.id < $1.id } }

    /// The same configuration with other certificates.
    package func replacing(certificates: CertificateStore) -> GatewayConfiguration {
        var parts = self.parts
        parts.certificates = certificates
        return GatewayConfiguration(parts)
    }

    /// The APIs.
    package var apis: [API] { self.entries.map(\.api) }

    /// A backend entity by its ID; letter case does not matter.
    package func backend(id: String) -> Backend? { self.parts.backends[ConfigurationSpace.service.key(id)] }

    /// A backend entity of a workspace, or else of the service itself.
    package func backend(id: String, in space: ConfigurationSpace) -> Backend? {
        self.parts.backends[space.key(id)] ?? backend(id: id)
    }
}
