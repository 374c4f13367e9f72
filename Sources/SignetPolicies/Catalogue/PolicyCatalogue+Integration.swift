// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PolicyCatalogue {
    /// Policies that talk to other services and are not executed yet.
    static let integration: [PolicyDefinition] = [
        described(
            "log-to-eventhub",
            "iboe",
            [
                .attribute("logger-id", required: true, expression: false),
                .attribute("partition-id", expression: false, note: "not together with `partition-key`"),
                .attribute("partition-key"),
            ],
            holdsText: true
        ),
        described(
            "emit-metric",
            "iboe",
            [
                .attribute("name", required: true, expression: false), .attribute("value", .number, default: "1"),
                .attribute("namespace", expression: false, default: "API Management"),
            ],
            children: [dimension]
        ),
        described(
            "get-authorization-context",
            "i",
            [
                .attribute("provider-id", required: true), .attribute("authorization-id", required: true),
                .attribute("context-variable-name", .variable, required: true),
                .attribute("identity-type", values: ["managed", "jwt"], default: "managed"),
                .attribute("identity", note: "with `identity-type=\"jwt\"` only"),
                .flag("ignore-error", expression: true, default: false),
            ]
        ),
        described(
            "send-service-bus-message",
            "ioe",
            [
                .attribute("queue-name", note: "this or `topic-name`"), .attribute("topic-name"),
                .attribute("namespace"), .attribute("client-id"),
            ],
            children: [
                .optional(
                    "message-properties",
                    [],
                    children: [
                        .any("message-property", [.attribute("name", required: true)], children: [], holdsText: true)
                    ]
                ),
                .text("payload", atLeast: 1, atMost: 1),
            ]
        ),
        described(
            "invoke-dapr-binding",
            "ioe",
            [.attribute("name", required: true), .attribute("operation", expression: false)] + daprCall,
            children: [
                .optional(
                    "metadata",
                    [],
                    children: [.any("item", [.attribute("key", required: true)], children: [], holdsText: true)]
                ),
                .text("data", atMost: 1),
            ]
        ),
        described(
            "publish-to-dapr",
            "i",
            [.attribute("pubsub-name"), .attribute("topic", required: true)] + daprCall,
            children: nil,
            holdsText: true
        ),
    ]

    /// A dimension of a metric.
    static let dimension = PolicyChildDefinition.any(
        "dimension",
        atLeast: 1,
        [.attribute("name", required: true), .attribute("value", note: "may be left out for a default dimension")],
        children: []
    )

    private static let daprCall: [PolicyAttributeDefinition] = [
        .flag("ignore-error", default: false), .attribute("response-variable-name", .variable, expression: false),
        .attribute("timeout", .integer, default: "5", range: 1...240, note: "seconds"),
        .attribute("template", expression: false, values: ["Liquid", "liquid"]),
        .attribute("content-type", expression: false, values: ["application/json"]),
    ]
}
