// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// When and how a person signed in.
struct SignInFacts: Sendable, Equatable {
    /// When the person proved who it is.
    let authenticated: Date
    /// How: `pwd`.
    let methods: [String]
    /// The session of the browser (`sid`).
    let sessionID: String
    /// The network address, where it is known (`ipaddr`).
    let address: String?
    /// Whether the client asked how long ago that may be: its ID tokens then say it (OpenID Connect Core §2).
    var isTold = false
}

/// A person with what a token says about the sign-in.
struct TokenPerson: Sendable {
    let user: User
    let signIn: SignInFacts
    /// What the client may do for the person at the resource.
    let scopes: [String]
}
