// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import SignetPolicies

/// A whole configuration, proved and compiled: what calls are answered from, until the next one takes its place.
package final class GatewayConfiguration: Sendable {
    /// An API with everything to find its operations and what is done with their calls.
    struct Entry: Sendable {
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
    }

    let entries: [Entry]
    let table: APITable
    let subscriptions: SubscriptionTable
    let products: [String: Product]
    let backends: [String: Backend]
    /// The certificates as they are now.
    package let certificates: CertificateStore
    /// The certificates that policies bring along.
    package let inlineCertificates: InlineCertificates
    /// Takes the secret named values out of what calls say.
    package let redaction: SecretRedaction

    init(
        entries: [Entry],
        table: APITable,
        subscriptions: SubscriptionTable,
        products: [String: Product],
        backends: [String: Backend],
        certificates: CertificateStore,
        inlineCertificates: InlineCertificates,
        redaction: SecretRedaction
    ) {
        self.entries = entries
        self.table = table
        self.subscriptions = subscriptions
        self.products = products
        self.backends = backends
        self.certificates = certificates
        self.inlineCertificates = inlineCertificates
        self.redaction = redaction
    }

    /// The same configuration with other certificates.
    package func replacing(certificates: CertificateStore) -> GatewayConfiguration {
        GatewayConfiguration(
            entries: self.entries,
            table: self.table,
            subscriptions: self.subscriptions,
            products: self.products,
            backends: self.backends,
            certificates: certificates,
            inlineCertificates: self.inlineCertificates,
            redaction: self.redaction
        )
    }

    /// The APIs.
    package var apis: [API] { self.entries.map(\.api) }

    /// A backend entity by its ID; letter case does not matter.
    package func backend(id: String) -> Backend? { self.backends[id] ?? self.backends[id.lowercased()] }
}
