// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Asks for a token: `validate-jwt`, `validate-azure-ad-token`.
public struct ValidateToken: Sendable {
    /// Where the token is.
    public enum Source: Sendable {
        /// In a header, behind the scheme.
        case header(PolicyValue)
        /// In a query parameter.
        case query(PolicyValue)
        /// Computed.
        case value(PolicyValue)
    }

    /// What the token is for, as `validate-azure-ad-token` says it.
    public struct Directory: Sendable {
        /// The tenant.
        public let tenant: PolicyValue
        /// The authority's address.
        public let endpoint: PolicyValue
        /// The applications that may call.
        public let clientApplications: [PolicyValue]
        /// The applications that are called.
        public let backendApplications: [PolicyValue]
    }

    /// A key that signatures are checked with.
    public struct Key: Sendable {
        /// What the key is.
        public enum Material: Sendable {
            /// Its bytes in base64.
            case symmetric(PolicyValue)
            /// Modulus and exponent in base64url.
            case rsa(modulus: PolicyValue, exponent: PolicyValue)
            /// A certificate of the gateway.
            case certificate(PolicyValue)
        }

        /// The `kid` that it is for; any, where none is given.
        public let id: PolicyValue?
        /// What the key is.
        public let material: Material
    }

    /// A claim that the token must have.
    public struct Claim: Sendable {
        /// The claim's name.
        public let name: PolicyValue
        /// Whether one of the values will do.
        public let matchesAny: PolicySetting<Bool>
        /// What separates the values that a claim holds in one text.
        public let separator: PolicyValue?
        /// The values; any, where none is named.
        public let values: [PolicyValue]
    }

    /// Where the token is.
    public let source: Source
    /// The scheme in front of the token, such as `Bearer`.
    public let scheme: PolicyValue?
    /// The status of a refusal.
    public let statusCode: PolicySetting<Int>
    /// The message of a refusal; without it, what is wrong with the token.
    public let message: PolicyValue?
    /// Whether the token must say when it expires.
    public let requiresExpirationTime: PolicySetting<Bool>
    /// Whether the token must be signed.
    public let requiresSignedTokens: PolicySetting<Bool>
    /// By how much clocks may differ, in seconds.
    public let clockSkew: PolicySetting<Int>
    /// The context variable that the token is stored in.
    public let outputVariable: String?
    /// Where issuers publish their configuration.
    public let configurations: [PolicyValue]
    /// The keys of issuers that publish none.
    public let keys: [Key]
    /// The accepted values of `aud`; any, where none is named.
    public let audiences: [PolicyValue]
    /// The accepted values of `iss`; any, where none is named.
    public let issuers: [PolicyValue]
    /// The claims that the token must have.
    public let claims: [Claim]
    /// What `validate-azure-ad-token` adds.
    public let directory: Directory?
}
