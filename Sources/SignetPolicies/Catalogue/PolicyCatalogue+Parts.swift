// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PolicyCatalogue {
    /// What stands in policies that are executed, where their definitions leave it to the compilation: for the page.
    static let parts: [String: [PolicyChildDefinition]] = [
        "set-header": [.text("value")], "set-query-parameter": [.text("value")], "check-header": [.text("value")],
        "choose": [
            .any("when", atLeast: 1, [.attribute("condition", .boolean, required: true)]), .optional("otherwise", []),
        ],
        "ip-filter": [
            .text("address"),
            .any(
                "address-range",
                [.attribute("from", required: true), .attribute("to", required: true)],
                children: []
            ),
        ],
        "cors": [
            .one("allowed-origins", [], children: [.text("origin", atLeast: 1)]),
            .optional(
                "allowed-methods",
                [.attribute("preflight-result-max-age", .integer, default: "0", note: "seconds")],
                children: [.text("method", atLeast: 1)]
            ),
            .optional("allowed-headers", [], children: [.text("header", atLeast: 1)]),
            .optional("expose-headers", [], children: [.text("header", atLeast: 1)]),
        ],
        "validate-client-certificate": [
            .optional("identities", [], children: [.any("identity", atLeast: 1, identity.attributes, children: [])])
        ],
        "validate-jwt": [
            .any("openid-config", [.attribute("url", .url, required: true)], children: []),
            .optional(
                "issuer-signing-keys",
                [],
                children: [.any("key", atLeast: 1, key.attributes, children: [], holdsText: true)]
            ),
            decryptionKeys, audiences, .optional("issuers", [], children: [.text("issuer", atLeast: 1)]),
            requiredClaims,
        ],
        "validate-azure-ad-token": [
            .optional("client-application-ids", [], children: [.text("application-id", atLeast: 1)]),
            .optional("backend-application-ids", [], children: [.text("application-id", atLeast: 1)]), audiences,
            requiredClaims, decryptionKeys,
        ],
        "trace": [.text("message", atMost: 1), .any("metadata", metadata.attributes, children: [])],
        "send-request": [.text("set-url", atMost: 1)], "send-one-way-request": [.text("set-url", atMost: 1)],
        "cache-lookup": [.text("vary-by-header"), .text("vary-by-query-parameter")],
        "rate-limit": [limits("rate-limit")], "quota": [limits("quota")],
    ]

    private static let audiences = PolicyChildDefinition.optional(
        "audiences",
        [],
        children: [.text("audience", atLeast: 1)]
    )

    private static let decryptionKeys = PolicyChildDefinition.optional(
        "decryption-keys",
        [],
        children: [.any("key", atLeast: 1, [.attribute("certificate-id", required: true)], children: [])]
    )

    private static let requiredClaims = PolicyChildDefinition.optional(
        "required-claims",
        [],
        children: [.any("claim", atLeast: 1, claim.attributes, children: [.text("value")])]
    )

    private static func limits(_ policy: String) -> PolicyChildDefinition {
        .any(
            "api",
            limitPart("api", of: policy).attributes,
            children: [.any("operation", limitPart("operation", of: policy).attributes, children: [])]
        )
    }
}
