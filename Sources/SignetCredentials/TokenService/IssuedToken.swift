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
}
