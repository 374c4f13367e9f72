// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

enum SubscriptionReading {
    static func subscription(
        id: String,
        _ document: EntityDocument,
        _ space: ConfigurationSpace
    ) throws(ConfigurationProblem) -> Subscription {
        let scope = try document.requiredString("scope")
        return Subscription(
            id: id,
            name: try document.string("displayName") ?? id,
            scope: try self.scope(scope, document, space),
            isActive: (try document.string("state") ?? "active").lowercased() == "active",
            startDate: try date("startDate", document),
            endDate: try endDate(document),
            allowsTracing: try document.bool("allowTracing") ?? false,
            primaryKey: try document.string("primaryKey").map { SecretBytes(utf8: $0) },
            secondaryKey: try document.string("secondaryKey").map { SecretBytes(utf8: $0) }
        )
    }

    private static func endDate(_ document: EntityDocument) throws(ConfigurationProblem) -> Date? {
        if let date = try date("expirationDate", document) { return date }
        return try date("endDate", document)
    }

    private static func date(_ member: String, _ document: EntityDocument) throws(ConfigurationProblem) -> Date? {
        guard let text = try document.string(member), !text.isEmpty else { return nil }
        // ARM writes seven decimals, which no strategy reads; a second is exact enough.
        let whole = text.split(separator: ".", maxSplits: 1).first.map(String.init) ?? text
        let stamp = whole.hasSuffix("Z") ? whole : "\(whole)Z"
        guard let date = try? Date(stamp, strategy: .iso8601) else {
            throw document.problem(
                "invalidValue",
                at: member,
                "'\(member)' must be a time such as 2026-11-21T10:00:00Z."
            )
        }
        return date
    }

    /// `/apis`, `/apis/{id}`, `/products/{id}`, also at the end of a resource ID of ARM, and the service or the workspace
    /// itself.
    private static func scope(
        _ text: String,
        _ document: EntityDocument,
        _ own: ConfigurationSpace
    ) throws(ConfigurationProblem) -> Subscription.Scope {
        let parts = text.lowercased().split(separator: "/").map(String.init)
        var space = own
        if let index = parts.firstIndex(of: "workspaces"), index + 1 < parts.count {
            space = ConfigurationSpace(workspace: parts[index + 1])
        }
        let all = space.workspace.map { Subscription.Scope.workspace($0.lowercased()) } ?? .all
        if parts.last == "apis" || parts.isEmpty { return all }
        if parts.count >= 2 {
            switch parts[parts.count - 2] {
            case "apis": return .api(space.key(String(parts[parts.count - 1].prefix { $0 != ";" })))
            case "products": return .product(space.key(parts[parts.count - 1]))
            case "service", "workspaces": return all
            default: break
            }
        }
        throw document.problem(
            "invalidScope",
            at: "scope",
            "The scope '\(text)' is not /apis, /apis/{id} or /products/{id}."
        )
    }
}

enum ProductReading {
    static func product(
        id: String,
        _ document: EntityDocument,
        _ folder: ConfigurationFolder,
        _ space: ConfigurationSpace
    ) throws(ConfigurationProblem) -> Product {
        var apis = folder.folders(in: "\(space.prefix)products/\(id)/apis")
        // Before version 6 APIOps wrote one list.
        let list = "\(space.prefix)products/\(id)/apis.json"
        if let bytes = try folder.content(of: list) {
            guard let members = (try? JSONValue.parse(bytes))?.array else {
                throw ConfigurationProblem(.error, "malformedJSON", "This is not a list in JSON.", file: list)
            }
            apis += members.compactMap { $0["name"]?.string ?? $0.string }
        }
        return Product(
            folder: id,
            space: space,
            name: try document.string("displayName") ?? id,
            isPublished: (try document.string("state") ?? "published").lowercased() == "published",
            subscriptionRequired: try document.bool("subscriptionRequired") ?? true,
            approvalRequired: try document.bool("approvalRequired") ?? false,
            subscriptionsLimit: document.properties["subscriptionsLimit"]?.integer,
            apis: Set(apis.map { space.key(String($0.prefix { $0 != ";" })) })
        )
    }
}
