// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What proves to the token service who the client is.
enum ClientAuthentication: Sendable {
    /// A signed assertion (RFC 7523).
    case assertion(ClientAssertion)
    /// A secret that both sides know (RFC 6749 §2.3.1).
    case secret(SecretBytes)
    /// Nothing: a public client (RFC 6749 §2.1).
    case none
}
