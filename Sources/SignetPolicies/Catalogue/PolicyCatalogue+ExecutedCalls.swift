// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PolicyCatalogue {
    /// The policies that call others, or keep what others said.
    static let executedCalls: [PolicyDefinition] = [
        policy(
            "send-request",
            "iboe",
            [
                requestMode, .attribute("response-variable-name", required: true),
                .attribute("timeout", default: "60"), .flag("ignore-error", default: false),
            ],
            children: requestParts
        ),
        policy(
            "send-one-way-request",
            "iboe",
            [requestMode, .attribute("timeout", default: "60")],
            children: requestParts
        ),
        policy(
            "authentication-managed-identity",
            "i",
            [
                .attribute("resource", required: true), .attribute("client-id", expression: false),
                .attribute("output-token-variable-name", expression: false), .flag("ignore-error", default: false),
            ]
        ),
        policy(
            "authentication-basic",
            "i",
            [.attribute("username", required: true), .attribute("password", required: true)]
        ),
        policy(
            "cache-lookup-value",
            "iboe",
            [
                .attribute("key", required: true), .attribute("default-value"),
                .attribute("variable-name", required: true, expression: false), cachingType,
            ]
        ),
        policy(
            "cache-store-value",
            "iboe",
            [
                .attribute("key", required: true), .attribute("value", required: true),
                .attribute("duration", required: true), cachingType,
            ]
        ),
        policy("cache-remove-value", "iboe", [.attribute("key", required: true), cachingType]),
        policy(
            "cache-lookup",
            "i",
            [
                .flag("vary-by-developer", expression: true, default: false),
                .flag("vary-by-developer-groups", expression: true, default: false),
                .flag("allow-private-response-caching", expression: true, default: false),
                .attribute(
                    "downstream-caching-type",
                    values: CacheLookup.DownstreamCaching.allCases.map(\.rawValue),
                    default: "none"
                ),
                .flag("must-revalidate", expression: true, default: true), cachingType,
            ],
            children: [.any("vary-by-header"), .any("vary-by-query-parameter")]
        ),
        policy(
            "cache-store",
            "o",
            [.attribute("duration", required: true), .attribute("cache-response"), cachingType]
        ),
    ]

    private static let requestMode = PolicyAttributeDefinition.attribute(
        "mode",
        values: SendRequest.Mode.allCases.map(\.rawValue),
        default: "new"
    )

    private static let requestParts: [PolicyChildDefinition] = [
        .optional("set-url"), .optional("set-method"), .any("set-header"), .optional("set-body"),
        .optional("authentication-certificate"), .optional("authentication-managed-identity"),
        .optional("authentication-basic"), .optional("proxy"),
    ]

    private static let cachingType = PolicyAttributeDefinition.attribute(
        "caching-type",
        expression: false,
        values: ["internal", "external", "prefer-external"],
        default: "prefer-external"
    )
}
