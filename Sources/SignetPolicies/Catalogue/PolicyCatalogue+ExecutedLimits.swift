// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PolicyCatalogue {
    /// The policies that limit calls.
    static let executedLimits: [PolicyDefinition] = [
        policy(
            "rate-limit",
            "i",
            [
                .attribute("calls", required: true, expression: false),
                .attribute("renewal-period", required: true, expression: false),
            ] + rateOutputs,
            children: [.any("api")]
        ),
        policy(
            "rate-limit-by-key",
            "i",
            [
                .attribute("calls", required: true), .attribute("renewal-period", required: true),
                .attribute("counter-key", required: true), .attribute("increment-condition"),
                .attribute("increment-count"),
            ] + rateOutputs
        ),
        policy(
            "quota",
            "i",
            [
                .attribute("calls", expression: false), .attribute("bandwidth", expression: false),
                .attribute("renewal-period", required: true, expression: false),
            ],
            children: [.any("api")]
        ),
        policy(
            "quota-by-key",
            "i",
            [
                .attribute("calls", expression: false), .attribute("bandwidth", expression: false),
                .attribute("renewal-period", required: true, expression: false),
                .attribute("counter-key", required: true), .attribute("increment-condition"),
                .attribute("increment-count"), .attribute("first-period-start", expression: false),
            ]
        ),
        policy(
            "limit-concurrency",
            "iboe",
            [.attribute("key", required: true), .attribute("max-count", required: true)],
            children: nil
        ),
        policy(
            "wait",
            "ibo",
            [.attribute("for", expression: false, values: ["all", "any"], default: "all")],
            children: [.any("send-request"), .any("cache-lookup-value"), .any("choose")]
        ),
        policy(
            "retry",
            "iboe",
            [
                .attribute("condition", required: true), .attribute("count", required: true),
                .attribute("interval", required: true), .attribute("max-interval"), .attribute("delta"),
                .flag("first-fast-retry", expression: true, default: false),
            ],
            children: nil
        ),
    ]

    private static let rateOutputs = [
        "retry-after-header-name", "retry-after-variable-name", "remaining-calls-header-name",
        "remaining-calls-variable-name", "total-calls-header-name",
    ]
    .map { PolicyAttributeDefinition.attribute($0, expression: false) }

    /// A limit for one API or operation.
    static func limitPart(_ name: String, of policy: String) -> PolicyDefinition {
        let counts: [PolicyAttributeDefinition] =
            policy == "quota"
            ? [.attribute("calls", expression: false), .attribute("bandwidth", expression: false)]
            : [.attribute("calls", required: true, expression: false)]
        return part(
            name,
            [
                .attribute("name", expression: false), .attribute("id", expression: false),
                .attribute("renewal-period", required: true, expression: false),
            ] + counts,
            children: name == "api" ? [.any("operation")] : []
        )
    }
}
