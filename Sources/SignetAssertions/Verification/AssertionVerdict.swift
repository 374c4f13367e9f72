// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
package import SignetCore

/// What a verifier thinks of an assertion.
public enum AssertionVerdict: Sendable {
    /// It was signed with a registered key, for this service, for now.
    case accepted(VerifiedAssertion)
    /// It may not be used.
    case refused(AssertionRefusal)
}

/// A client assertion whose signature, times and recipient were checked.
///
/// Only ``AssertionVerifier`` makes one.
public struct VerifiedAssertion: Sendable {
    /// The client that it authenticates, as the request spelled it.
    public let clientID: String
    /// The registered key that signed it.
    public let key: RegisteredKey
    /// The assertion's identifier (`jti`), where it has one.
    ///
    /// It may repeat: MSAL for Python reuses an assertion for nine
    /// minutes, and the real service does not mind.
    public let tokenID: String?
    /// The time from which it is valid, where it says one.
    public let notBefore: Date?
    /// The time until which it is valid.
    public let expiresOn: Date
    /// All its claims.
    package let claims: JSONObject
}
