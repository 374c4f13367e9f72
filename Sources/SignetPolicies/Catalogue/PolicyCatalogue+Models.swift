// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PolicyCatalogue {
    /// Policies for language models, none of them executed yet.
    static let models: [PolicyDefinition] =
        ["azure-openai", "llm"]
        .flatMap { family in
            [
                described("\(family)-token-limit", "i", tokenLimit),
                described(
                    "\(family)-emit-token-metric",
                    "i",
                    [.attribute("namespace", expression: false, default: "API Management")],
                    children: [dimension]
                ),
                described(
                    "\(family)-semantic-cache-lookup",
                    "i",
                    [
                        .attribute("score-threshold", .number, required: true, note: "0.0 to 1.0"),
                        .attribute("embeddings-backend-id", required: true),
                        .attribute("embeddings-backend-auth", required: true, values: ["system-assigned"]),
                        .flag("ignore-system-messages", expression: true, default: false),
                        .attribute("max-message-count", .integer, range: 0...Int(Int32.max)),
                    ],
                    children: [.text("vary-by")]
                ),
                described(
                    "\(family)-semantic-cache-store",
                    "o",
                    [
                        .attribute("duration", .integer, required: true, range: 0...Int(Int32.max), note: "seconds"),
                        .flag("cache-response", expression: true, default: false),
                    ]
                ),
            ]
        } + [contentSafety]

    private static let tokenLimit: [PolicyAttributeDefinition] = [
        .attribute("counter-key", required: true),
        .attribute(
            "tokens-per-minute",
            .integer,
            range: 0...Int(Int32.max),
            note: "this, or `token-quota` with its period, or both"
        ),
        .attribute("token-quota", .integer, range: 0...Int.max),
        .attribute("token-quota-period", values: ["Hourly", "Daily", "Weekly", "Monthly", "Yearly"]),
        .attribute("estimate-prompt-tokens", .boolean, required: true, values: ["true", "false"]),
        .attribute("retry-after-header-name", expression: false, default: "Retry-After"),
        .attribute("retry-after-variable-name", .variable, expression: false),
        .attribute("remaining-quota-tokens-header-name", expression: false),
        .attribute("remaining-quota-tokens-variable-name", .variable, expression: false),
        .attribute("remaining-tokens-header-name", expression: false),
        .attribute("remaining-tokens-variable-name", .variable, expression: false),
        .attribute("tokens-consumed-header-name", expression: false),
        .attribute("tokens-consumed-variable-name", .variable, expression: false),
    ]

    private static let contentSafety = described(
        "llm-content-safety",
        "io",
        [
            .attribute("backend-id", required: true), .flag("shield-prompt", expression: true, default: false),
            .flag("enforce-on-completions", expression: true, default: false),
            .attribute("window-size", .integer, default: "1000", range: 1...10_000, note: "characters, of responses"),
            .attribute("window-overlap-size", .integer, range: 0...10_000, note: "characters"),
        ],
        children: [
            .optional(
                "categories",
                [.attribute("output-type", values: ["FourSeverityLevels", "EightSeverityLevels"])],
                children: [
                    .any(
                        "category",
                        [
                            .attribute("name", required: true, values: ["Hate", "SelfHarm", "Sexual", "Violence"]),
                            .attribute("threshold", .integer, required: true, range: 0...7),
                        ],
                        children: []
                    )
                ]
            ),
            .optional("blocklists", [], children: [.text("id")]),
        ]
    )
}
