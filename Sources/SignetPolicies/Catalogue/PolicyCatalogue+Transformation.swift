// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PolicyCatalogue {
    /// Policies that transform messages and are not executed yet.
    static let transformation: [PolicyDefinition] = [
        described(
            "json-to-xml",
            "ioe",
            [
                .attribute("apply", required: true, values: ["always", "content-type-json"]),
                .flag("consider-accept-header", expression: true, default: true),
                .flag("parse-date", default: true), .attribute("namespace-separator", default: "_"),
                .attribute("namespace-prefix"), .attribute("attribute-block-name"),
            ]
        ),
        described(
            "xml-to-json",
            "ioe",
            [
                .attribute("kind", required: true, values: ["javascript-friendly", "direct"]),
                .attribute("apply", required: true, values: ["always", "content-type-xml"]),
                .flag("consider-accept-header", expression: true, default: true),
                .flag("always-array-child-elements", expression: true, default: false),
            ]
        ),
        described(
            "xsl-transform",
            "io",
            [],
            children: [
                .any("parameter", [.attribute("parameter-name", required: true)], children: [], holdsText: true),
                .one("xsl:stylesheet"),
            ]
        ),
        described("redirect-content-urls", "io", []),
        described("cross-domain", "i", [], children: [.optional("cross-domain-policy")]),
        described("jsonp", "o", [.attribute("callback-parameter-name", required: true)]),
        described(
            "proxy",
            "i",
            [.attribute("url", .url, required: true), .attribute("username"), .attribute("password")]
        ),
    ]

    /// A policy that is described here and not executed yet.
    static func described(
        _ name: String,
        _ letters: String,
        _ attributes: [PolicyAttributeDefinition],
        children: [PolicyChildDefinition]? = [],
        holdsText: Bool = false
    ) -> PolicyDefinition {
        policy(name, letters, attributes, children: children, holdsText: holdsText, isExecuted: false)
    }
}
