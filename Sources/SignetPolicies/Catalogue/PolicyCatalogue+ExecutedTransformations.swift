// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PolicyCatalogue {
    /// The other policies that change messages, or say something.
    static let executedTransformations: [PolicyDefinition] = [
        policy(
            "find-and-replace",
            "iboe",
            [.attribute("from", required: true), .attribute("to", required: true)]
        ),
        policy("mock-response", "ioe", [.attribute("status-code", default: "200"), .attribute("content-type")]),
        policy(
            "trace",
            "ibo",
            [
                .attribute("source", required: true),
                .attribute(
                    "severity",
                    expression: false,
                    values: TraceStatement.Severity.allCases.map(\.rawValue),
                    default: "verbose"
                ),
            ],
            children: [.optional("message"), .any("metadata")],
            holdsText: true
        ),
    ]

    /// What `trace` adds.
    static let metadata = part(
        "metadata",
        [.attribute("name", required: true, expression: false), .attribute("value", required: true)]
    )
}
