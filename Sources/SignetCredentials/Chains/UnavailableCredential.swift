// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Stands in a chain for a credential that the environment does not configure, so that the chain's error tells of it.
struct UnavailableCredential: TokenCredential {
    let reason: CredentialError

    func token(for request: TokenRequest) async throws -> AccessToken { throw self.reason }
}
