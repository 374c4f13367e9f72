// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PolicyCatalogue {
    /// Policies of GraphQL resolvers: they stand in documents of their own, in no section.
    static let resolvers: [PolicyDefinition] = [
        described(
            "http-data-source",
            "",
            [],
            children: [
                .one("http-request", [], children: httpRequest),
                .optional("backend", [], children: [.optional("forward-request")]),
                .optional(
                    "http-response",
                    [],
                    children: [
                        .optional("set-body"), .optional("xml-to-json"), .optional("find-and-replace"),
                        .optional("publish-event"), .any("include-fragment"),
                    ]
                ),
            ]
        ),
        described(
            "sql-data-source",
            "",
            [],
            children: [
                .one(
                    "connection-info",
                    [],
                    children: [
                        connectionString, .any("include-fragment"), .optional("authentication-certificate"),
                    ]
                ),
                .any("include-fragment"),
                .one("request", [.flag("single-result", expression: true, default: false)], children: sqlRequest),
                .optional("response", [], children: [.any("include-fragment")] + response),
            ]
        ),
        described(
            "cosmosdb-data-source",
            "",
            [],
            children: [
                .one(
                    "connection-info",
                    [],
                    children: [
                        connectionString, .text("database-name", atLeast: 1, atMost: 1),
                        .text("container-name", atLeast: 1, atMost: 1),
                    ]
                ),
                .optional(
                    "query-request",
                    [.attribute("enable-low-precision-order-by", .boolean, values: ["true", "false"])],
                    children: query
                ),
                .optional("read-request", [], children: [itemID(required: true), partitionKey]),
                .optional(
                    "delete-request",
                    consistency,
                    children: [entityTag, itemID(required: true), partitionKey]
                ),
                .optional(
                    "write-request",
                    writing,
                    children: [itemID(), partitionKey, entityTag, .optional("set-body")]
                ),
                .optional("response", [], children: response),
            ]
        ),
        described(
            "publish-event",
            "",
            [],
            children: [
                .one(
                    "targets",
                    [],
                    children: [
                        .any("graphql-subscription", atLeast: 1, [.attribute("id", required: true)], children: [])
                    ]
                )
            ]
        ),
    ]

    private static let httpRequest: [PolicyChildDefinition] = [
        .optional("get-authorization-context"), .optional("set-backend-service"), .any("include-fragment"),
        .one("set-method"), .text("set-url", atLeast: 1, atMost: 1), .any("set-header"), .optional("set-body"),
        .optional("authentication-certificate"),
    ]

    private static let response: [PolicyChildDefinition] = [.optional("set-body"), .optional("publish-event")]

    private static let connectionString = PolicyChildDefinition.one(
        "connection-string",
        [.flag("use-managed-identity", default: false)],
        children: [],
        holdsText: true
    )

    private static func parameter(_ attributes: [PolicyAttributeDefinition]) -> PolicyChildDefinition {
        .optional("parameters", [], children: [.any("parameter", attributes, children: [], holdsText: true)])
    }

    private static let sqlRequest: [PolicyChildDefinition] = [
        .any("include-fragment"), .optional("set-body"), .text("sql-statement", atLeast: 1, atMost: 1),
        parameter([.attribute("name", required: true), .attribute("sql-type")]),
    ]

    private static let liquid = PolicyAttributeDefinition.attribute("template", expression: false, values: ["liquid"])

    private static let query: [PolicyChildDefinition] = [
        .text("sql-statement", atMost: 1), parameter([.attribute("name", required: true)]), partitionKey,
        .optional(
            "paging",
            [],
            children: [
                .one("max-item-count", [liquid], children: [], holdsText: true),
                .one("continuation-token", [liquid], children: [], holdsText: true),
            ]
        ),
    ]

    private static func itemID(required: Bool = false) -> PolicyChildDefinition {
        required
            ? .one("id", [liquid], children: [], holdsText: true)
            : .optional("id", [liquid], children: [], holdsText: true)
    }

    private static let partitionKey = PolicyChildDefinition.optional(
        "partition-key",
        [
            .attribute("data-type", values: ["string", "number", "bool", "none", "null"], default: "string"),
            liquid,
        ],
        children: [],
        holdsText: true
    )

    private static let entityTag = PolicyChildDefinition.optional(
        "etag",
        [.attribute("type", values: ["match", "no-match"], default: "match"), liquid],
        children: [],
        holdsText: true
    )

    private static let consistency: [PolicyAttributeDefinition] = [
        .attribute(
            "consistency-level",
            values: ["bounded-staleness", "consistent-prefix", "eventual", "session", "strong"]
        ),
        .attribute("pre-trigger"), .attribute("post-trigger"),
    ]

    private static let writing =
        [
            PolicyAttributeDefinition.attribute(
                "type",
                values: ["insert", "replace", "upsert"],
                default: "upsert"
            ),
            .attribute("indexing-directive", default: "default"),
        ] + consistency
}
