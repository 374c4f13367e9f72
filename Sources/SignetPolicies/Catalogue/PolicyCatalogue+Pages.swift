// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PolicyCatalogue {
    /// What the reference says about a policy as a whole.
    struct Page: Sendable {
        /// What the policy does, in one sentence.
        let summary: String
        /// The name of Microsoft's page.
        let page: String
    }

    /// What each policy does; its page is named after it, unless it says otherwise.
    static let pages: [String: Page] = {
        var pages: [String: Page] = [
            "base": Page(
                summary: "Puts the same section of the next broader scope in.",
                page: "api-management-howto-policies"
            )
        ]
        for (name, summary) in summaries { pages[name] = Page(summary: summary, page: "\(name)-policy") }
        return pages
    }()

    /// The scopes of the policies that are not documented for all of them.
    static let narrowScopes: [String: Set<PolicyScope>] = {
        let organisational: Set<PolicyScope> = [.global, .product, .api, .operation]
        var scopes: [String: Set<PolicyScope>] = [
            "cross-domain": [.global], "quota": [.product], "rate-limit": [.product, .api, .operation],
            "llm-content-safety": [.global, .workspace, .product, .api],
            "validate-graphql-request": [.global, .workspace, .product, .api],
            "validate-odata-request": [.global, .workspace, .product, .api],
        ]
        for name in [
            "authentication-managed-identity", "check-header", "get-authorization-context", "invoke-dapr-binding",
            "llm-semantic-cache-lookup", "llm-semantic-cache-store", "azure-openai-semantic-cache-lookup",
            "azure-openai-semantic-cache-store", "log-to-eventhub", "publish-to-dapr", "send-service-bus-message",
        ] { scopes[name] = organisational }
        for name in resolverPolicies { scopes[name] = [] }
        return scopes
    }()

    /// The policies of GraphQL resolvers, which stand in documents of their own.
    static let resolverPolicies = ["sql-data-source", "cosmosdb-data-source", "http-data-source", "publish-event"]
}
