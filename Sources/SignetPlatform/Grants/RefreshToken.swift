// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// What a refresh token says.
struct RefreshToken: Sendable {
    let grant: PersonGrant
    /// When this one was issued; unused ones end by it.
    let issued: Date
    /// When the first one of the family was issued; those of single-page applications end by it.
    let firstIssued: Date
    /// How many of the family came before.
    let generation: Int

    init(grant: PersonGrant, issued: Date, firstIssued: Date, generation: Int) {
        self.grant = grant
        self.issued = issued
        self.firstIssued = firstIssued
        self.generation = generation
    }

    init?(_ content: JSONObject) {
        guard let grant = PersonGrant(content), let issued = content["iat"]?.instant,
            let first = content["first"]?.instant, let generation = content["generation"]?.integer
        else { return nil }
        self.init(
            grant: grant,
            issued: issued,
            firstIssued: first,
            generation: generation
        )
    }

    var content: JSONValue {
        var content = self.grant.content
        content["iat"] = .milliseconds(self.issued)
        content["first"] = .milliseconds(self.firstIssued)
        content["generation"] = .number(self.generation)
        return .object(content)
    }
}
