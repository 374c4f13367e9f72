// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What a token says about the groups of its subject ("Configure group claims for applications").
enum GroupClaims: Sendable, Equatable {
    case none
    case groups([String])
    /// The groups in place of the roles (`emit_as_roles`).
    case roles([String])
    /// More than a token holds: where they can be asked for.
    case elsewhere(endpoint: String)
    /// More than an address in a browser holds.
    case some

    /// The greatest number of groups in a token.
    static let greatestCount = 200
    /// The greatest number in a token that `/authorize` puts into an address.
    static let greatestCountInAddress = 5

    /// The members that they add to a token.
    var members: [JSONObject.Member] {
        switch self {
        case .none: []
        case .groups(let names): [JSONObject.Member(name: "groups", value: .strings(names))]
        case .roles(let names): [JSONObject.Member(name: "roles", value: .strings(names))]
        case .elsewhere(let endpoint):
            [
                JSONObject.Member(name: "_claim_names", value: ["groups": "src1"]),
                JSONObject.Member(name: "_claim_sources", value: ["src1": ["endpoint": .string(endpoint)]]),
            ]
        case .some: [JSONObject.Member(name: "hasgroups", value: true)]
        }
    }

    /// What stands in `roles` beside them: nothing where they stand there themselves.
    func roles(_ roles: [String]) -> [String] {
        if case .roles = self { return [] }
        return roles
    }
}
