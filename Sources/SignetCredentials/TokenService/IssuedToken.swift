// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What the token service gave.
struct IssuedToken: Sendable {
    let access: AccessToken
    /// What brings the next one without the user, where the grant was for a user.
    let refresh: SecretBytes?
    /// What says who the user is, where the grant was for one and asked for it (`id_token`).
    var identity: SecretBytes?
    /// The user's home account (`client_info`), where it was asked for.
    var clientInfo: String?
}
