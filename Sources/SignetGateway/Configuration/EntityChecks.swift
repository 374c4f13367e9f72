// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetPolicies

/// Proves what entities say of each other, and warns of what they surely do not mean.
enum EntityChecks {
    static func problems(in configuration: GatewayConfiguration) -> [ConfigurationProblem] {
        missingKeys(configuration) + unknownMembers(configuration) + lostCalls(configuration)
            + backendCertificates(configuration)
    }

    private static func missingKeys(_ configuration: GatewayConfiguration) -> [ConfigurationProblem] {
        guard configuration.subscriptions.isEmpty else { return [] }
        return configuration.apis.filter(\.subscriptionRequired)
            .map { api in
                ConfigurationProblem(
                    .warning,
                    "noSubscriptionKeys",
                    "The API '\(api.id)' needs a subscription key, but no subscription has one: its calls are "
                        + "answered 401. Add 'primaryKey' to a subscriptionInformation.json.",
                    file: "\(api.space.prefix)apis/\(api.id)/apiInformation.json"
                )
            }
    }

    /// Products and subscriptions that name what does not exist.
    private static func unknownMembers(_ configuration: GatewayConfiguration) -> [ConfigurationProblem] {
        let apis = Set(configuration.apis.map(\.baseID))
        var problems: [ConfigurationProblem] = []
        for product in configuration.products.values.sorted(by: { $0.id < $1.id }) {
            for api in product.apis.subtracting(apis).sorted() {
                problems.append(
                    ConfigurationProblem(
                        .warning,
                        "unknownAPI",
                        "The product names the API '\(api)', which does not exist.",
                        file: "products/\(product.folder)/productInformation.json"
                    )
                )
            }
        }
        for subscription in configuration.subscriptions.all {
            let missing: String?
            switch subscription.scope {
            case .api(let id): missing = apis.contains(id) ? nil : "API '\(id)'"
            case .product(let id): missing = configuration.products[id] == nil ? "product '\(id)'" : nil
            case .all, .workspace: missing = nil
            }
            guard let missing else { continue }
            problems.append(
                ConfigurationProblem(
                    .warning,
                    "unknownScope",
                    "The subscription is for the \(missing), which does not exist: its keys open nothing.",
                    file: "subscriptions/\(subscription.id)/subscriptionInformation.json"
                )
            )
        }
        return problems
    }

    /// APIs whose policy never calls the backend, which a forgotten `<base />` does.
    private static func lostCalls(_ configuration: GatewayConfiguration) -> [ConfigurationProblem] {
        configuration.entries
            .filter { entry in
                let plan = entry.unmatched
                return !plan.backend.flatMap(\.all).contains { $0.isForwarding }
                    && !plan.inbound.flatMap(\.all).contains { $0.isAnswering }
            }
            .map { entry in
                ConfigurationProblem(
                    .warning,
                    "noForwardRequest",
                    "The effective policy of the API '\(entry.api.id)' has no <forward-request /> in 'backend': its "
                        + "calls are answered 200 with nothing in it. Add <base /> or <forward-request />.",
                    file: "\(entry.api.space.prefix)apis/\(entry.api.id)/policy.xml"
                )
            }
    }

    /// The certificates of backends' credentials.
    private static func backendCertificates(_ configuration: GatewayConfiguration) -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        for backend in configuration.backends {
            do {
                switch backend.certificate {
                case .id(let id) where !configuration.certificates.isPending(id: id):
                    _ = try configuration.certificates.certificate(id: id)
                case .thumbprint(let thumbprint):
                    _ = try configuration.certificates.resolve(thumbprint: thumbprint)
                default: break
                }
            } catch {
                problems.append(
                    ConfigurationProblem(
                        .error,
                        "unknownCertificate",
                        error.message,
                        file: "backends/\(backend.id)/backendInformation.json"
                    )
                )
            }
        }
        return problems
    }
}

extension PlanStep {
    fileprivate var isForwarding: Bool {
        if case .forwardRequest = self.statement { true } else { false }
    }

    fileprivate var isAnswering: Bool {
        if case .returnResponse = self.statement { true } else { false }
    }
}
