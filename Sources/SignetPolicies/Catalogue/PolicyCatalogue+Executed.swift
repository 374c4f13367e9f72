// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension PolicyCatalogue {
    /// The policies that this version executes, whole.
    static let executed: [PolicyDefinition] = [
        policy("base", "iboe", []),
        policy(
            "authentication-certificate",
            "i",
            [.attribute("thumbprint"), .attribute("certificate-id"), .attribute("body"), .attribute("password")]
        ),
        policy(
            "set-variable",
            "iboe",
            [.attribute("name", required: true, expression: false), .attribute("value", required: true)]
        ),
        policy(
            "set-header",
            "iboe",
            [.attribute("name", required: true), existsAction],
            children: [.any("value")]
        ),
        policy(
            "set-query-parameter",
            "ib",
            [.attribute("name", required: true), existsAction],
            children: [.any("value")]
        ),
        policy(
            "set-backend-service",
            "ib",
            [.attribute("base-url"), .attribute("backend-id")] + serviceFabric + dapr
        ),
        policy("forward-request", "b", forwarding),
        policy(
            "return-response",
            "iboe",
            [.attribute("response-variable-name", expression: false)],
            children: [.optional("set-status"), .any("set-header"), .optional("set-body")]
        ),
        policy("set-status", "iboe", [.attribute("code", required: true), .attribute("reason")]),
        policy(
            "set-body",
            "ibo",
            [
                .attribute("template", expression: false, values: ["none", "liquid"], default: "none"),
                .attribute("xsi-nil", expression: false, values: ["blank", "null"], default: "blank"),
                .flag("parse-date", default: true),
            ],
            children: nil,
            holdsText: true
        ),
        policy("set-method", "ie", [], holdsText: true),
        policy(
            "rewrite-uri",
            "i",
            [.attribute("template", required: true), .flag("copy-unmatched-params", expression: true, default: true)]
        ),
        policy("choose", "iboe", [], children: [.any("when", atLeast: 1), .optional("otherwise")]),
        policy("include-fragment", "iboe", [.attribute("fragment-id", required: true, expression: false)]),
    ]

    /// A branch of `choose`.
    static let when = policy("when", "iboe", [.attribute("condition", required: true)], children: nil)
    /// The last branch of `choose`.
    static let otherwise = policy("otherwise", "iboe", [], children: nil)
    /// A value of `set-header` and `set-query-parameter`.
    static let value = policy("value", "iboe", [], holdsText: true)

    private static let existsAction = PolicyAttributeDefinition.attribute(
        "exists-action",
        values: FieldChange.ExistsAction.allCases.map(\.rawValue),
        default: "override"
    )

    private static let forwarding: [PolicyAttributeDefinition] = [
        .attribute(
            "http-version",
            expression: false,
            values: ForwardRequest.HTTPVersion.allCases.map(\.rawValue),
            default: "1"
        ),
        .attribute("timeout", default: "300"), .attribute("timeout-ms"), .attribute("continue-timeout"),
        .flag("follow-redirects", expression: true, default: false), .flag("buffer-request-body", default: false),
        .flag("buffer-response", default: true), .flag("fail-on-error-status-code", default: false),
    ]

    /// Attributes of backends that are Service Fabric clusters.
    static let serviceFabric = [
        "sf-resolve-condition", "sf-service-instance-name", "sf-partition-key", "sf-listener-name",
    ]
    .map { PolicyAttributeDefinition.attribute($0) }

    /// Attributes of backends that are Dapr services.
    static let dapr = ["dapr-app-id", "dapr-method", "dapr-namespace"]
        .map {
            PolicyAttributeDefinition.attribute($0)
        }

    static func policy(
        _ name: String,
        _ letters: String,
        _ attributes: [PolicyAttributeDefinition],
        children: [PolicyChildDefinition]? = [],
        holdsText: Bool = false,
        isExecuted: Bool = true
    ) -> PolicyDefinition {
        PolicyDefinition(
            name: name,
            sections: sections(letters),
            isExecuted: isExecuted,
            attributes: attributes,
            children: children,
            holdsText: holdsText
        )
    }
}

extension PolicyCatalogue {
    /// The policies that this version executes, of all groups.
    static var allExecuted: [PolicyDefinition] {
        self.executed + self.executedCalls + self.executedAccess + self.executedLimits + self.executedTransformations
    }

    /// An element inside a policy that is none itself.
    static func part(
        _ name: String,
        _ attributes: [PolicyAttributeDefinition] = [],
        children: [PolicyChildDefinition]? = [],
        holdsText: Bool = false
    ) -> PolicyDefinition {
        policy(name, "iboe", attributes, children: children, holdsText: holdsText)
    }

    /// Elements that hold nothing but a text.
    static func text(_ name: String) -> PolicyDefinition { part(name, holdsText: true) }
}
