// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PolicyCatalogue {
    /// The policies that let calls in, or do not.
    static let executedAccess: [PolicyDefinition] = [
        policy(
            "check-header",
            "i",
            [
                .attribute("name", required: true), .attribute("failed-check-httpcode", required: true),
                .attribute("failed-check-error-message", required: true),
                .flag("ignore-case", expression: true, default: false),
            ],
            children: [.any("value")]
        ),
        policy(
            "ip-filter",
            "i",
            [.attribute("action", required: true, expression: false, values: ["allow", "forbid"])],
            children: [.any("address"), .any("address-range")]
        ),
        policy(
            "cors",
            "i",
            [
                .flag("allow-credentials", expression: true, default: false),
                .flag("terminate-unmatched-request", expression: true, default: true),
            ],
            children: [
                .one("allowed-origins"), .optional("allowed-methods"), .optional("allowed-headers"),
                .optional("expose-headers"),
            ]
        ),
        policy(
            "validate-client-certificate",
            "i",
            ["validate-revocation", "validate-trust", "validate-not-before", "validate-not-after"]
                .map { PolicyAttributeDefinition.flag($0, default: true) }
                + [.flag("ignore-error", default: false)],
            children: [.optional("identities")]
        ),
        policy(
            "validate-jwt",
            "i",
            tokenSource
                + [
                    .flag("require-expiration-time", expression: true, default: true),
                    .flag("require-signed-tokens", expression: true, default: true), .attribute("require-scheme"),
                    .attribute("clock-skew", default: "0"),
                ],
            children: [
                .any("openid-config"), .optional("issuer-signing-keys"), .optional("decryption-keys"),
                .optional("audiences"), .optional("issuers"), .optional("required-claims"),
            ]
        ),
        policy(
            "validate-azure-ad-token",
            "i",
            [.attribute("tenant-id", required: true), .attribute("authentication-endpoint")] + tokenSource,
            children: [
                .optional("client-application-ids"), .optional("backend-application-ids"), .optional("audiences"),
                .optional("required-claims"), .optional("decryption-keys"),
            ]
        ),
    ]

    private static let tokenSource: [PolicyAttributeDefinition] = [
        .attribute("header-name"), .attribute("query-parameter-name"), .attribute("token-value"),
        .attribute("failed-validation-httpcode", default: "401"), .attribute("failed-validation-error-message"),
        .attribute("output-token-variable-name", expression: false),
    ]

    /// A certificate of `validate-client-certificate`.
    static let identity = part(
        "identity",
        [
            "thumbprint", "serial-number", "common-name", "subject", "dns-name", "issuer-subject", "issuer-thumbprint",
            "issuer-certificate-id",
        ]
        .map { PolicyAttributeDefinition.attribute($0) }
    )

    /// A claim of `required-claims`.
    static let claim = part(
        "claim",
        [
            .attribute("name", required: true), .attribute("match", values: ["all", "any"], default: "all"),
            .attribute("separator"),
        ],
        children: [.any("value")]
    )

    /// A key of `issuer-signing-keys`.
    static let key = part(
        "key",
        ["id", "certificate-id", "n", "e"].map { PolicyAttributeDefinition.attribute($0) },
        holdsText: true
    )
}
