// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore

/// Gives one token that came from elsewhere, until it expires: for tools and tests.
///
/// It answers every request alike, whatever scope or tenant is asked for.
public struct StaticTokenCredential: TokenCredential {
    private let token: AccessToken
    private let clock: any TimeSource

    /// Wraps a token.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - clock: Tells when it has expired.
    public init(_ token: AccessToken, clock: any TimeSource = .system) {
        self.token = token
        self.clock = clock
    }

    /// Gives the token.
    ///
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/credentialUnavailable`` once it has expired.
    public func token(for request: TokenRequest) async throws -> AccessToken {
        guard self.clock.now < self.token.expiresOn else {
            throw CredentialError(
                .credentialUnavailable,
                "the static token expired at \(Timestamp.iso8601(self.token.expiresOn)); give a new one"
            )
        }
        return self.token
    }
}
