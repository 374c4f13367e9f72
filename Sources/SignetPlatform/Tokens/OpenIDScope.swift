// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The scopes of OpenID Connect, which belong to no resource of their own.
enum OpenIDScope: String, Sendable, CaseIterable {
    case openid
    case profile
    case email
    case offlineAccess = "offline_access"
}
