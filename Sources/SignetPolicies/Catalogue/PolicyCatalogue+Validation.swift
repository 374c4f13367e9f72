// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PolicyCatalogue {
    /// Policies that hold messages against the description of an API, and are not executed yet.
    static let validation: [PolicyDefinition] = [
        described(
            "validate-content",
            "ioe",
            [
                action("unspecified-content-type-action", required: true),
                .attribute("max-size", .integer, required: true, range: 0...4_194_304, note: "bytes"),
                action("size-exceeded-action", required: true), errors("errors-variable-name"),
            ],
            children: [.optional("content-type-map", contentTypeMap, children: contentTypes), .any("content", content)]
        ),
        described(
            "validate-parameters",
            "i",
            parameterActions(required: true) + [errors("errors-variable-name")],
            children: [
                .optional("headers", parameterActions(), children: parameters),
                .optional("query", parameterActions(), children: parameters),
                .optional("path", [action("specified-parameter-action")], children: parameters),
            ]
        ),
        described(
            "validate-headers",
            "oe",
            [
                action("specified-header-action", required: true),
                action("unspecified-header-action", required: true), errors("errors-variable-name"),
            ],
            children: [
                .any("header", [.attribute("name", required: true), action("action", required: true)], children: [])
            ]
        ),
        described(
            "validate-status-code",
            "oe",
            [action("unspecified-status-code-action", required: true), errors("errors-variable-name")],
            children: [
                .any(
                    "status-code",
                    [
                        .attribute("code", .integer, required: true, expression: false, range: 100...999),
                        action("action", required: true),
                    ],
                    children: []
                )
            ]
        ),
        described(
            "validate-graphql-request",
            "i",
            [
                .attribute("error-variable-name", .variable),
                .attribute("max-size", .integer, required: true, range: 0...102_400, note: "bytes"),
                .attribute("max-depth", .integer, default: "6", range: 1...Int(Int32.max)),
            ],
            children: [
                .optional(
                    "authorize",
                    [],
                    children: [.any("rule", [.attribute("path", required: true), graphAction], children: [])]
                )
            ]
        ),
        described(
            "validate-odata-request",
            "i",
            [
                .attribute("error-variable-name", .variable), .attribute("default-odata-version", default: "4.0"),
                .attribute("min-odata-version"), .attribute("max-odata-version"),
                .attribute("max-size", .integer, range: 0...Int(Int32.max), note: "bytes"),
            ]
        ),
    ]

    private static func action(_ name: String, required: Bool = false) -> PolicyAttributeDefinition {
        .attribute(name, required: required, values: ["ignore", "prevent", "detect"])
    }

    private static func errors(_ name: String) -> PolicyAttributeDefinition {
        .attribute(name, .variable, expression: false)
    }

    private static func parameterActions(required: Bool = false) -> [PolicyAttributeDefinition] {
        [
            action("specified-parameter-action", required: required),
            action("unspecified-parameter-action", required: required),
        ]
    }

    private static let parameters: [PolicyChildDefinition] = [
        .any("parameter", [.attribute("name", required: true), action("action", required: true)], children: [])
    ]

    private static let contentTypeMap: [PolicyAttributeDefinition] = [
        .attribute("any-content-type-value", expression: false),
        .attribute("missing-content-type-value", expression: false),
    ]

    private static let contentTypes: [PolicyChildDefinition] = [
        .any(
            "type",
            [
                .attribute("from", expression: false, note: "this or `when`"),
                .attribute("when", .boolean), .attribute("to", required: true, expression: false),
            ],
            children: []
        )
    ]

    private static let content: [PolicyAttributeDefinition] = [
        .attribute("type", expression: false),
        .attribute("validate-as", required: true, expression: false, values: ["json", "xml", "soap"]),
        .attribute("schema-id", expression: false), .attribute("schema-ref", expression: false),
        action("action", required: true), .flag("allow-additional-properties", expression: true, default: true),
        .flag("case-insensitive-property-names", expression: true, default: false),
    ]

    private static let graphAction = PolicyAttributeDefinition.attribute(
        "action",
        values: ["allow", "remove", "reject", "ignore"],
        default: "allow"
    )
}
