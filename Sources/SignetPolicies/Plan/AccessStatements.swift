// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Asks for a header: `check-header`.
public struct CheckHeader: Sendable {
    /// The header.
    public let name: PolicyValue
    /// The status of a refusal.
    public let statusCode: PolicySetting<Int>
    /// The message of a refusal.
    public let message: PolicyValue
    /// Whether letter case in the value does not matter.
    public let ignoresCase: PolicySetting<Bool>
    /// The values that are allowed; any, where none is named.
    public let values: [PolicyValue]
}

/// Lets callers in by their address: `ip-filter`.
public struct IPFilter: Sendable {
    /// From one address to another.
    public struct Range: Sendable {
        /// The first address.
        public let first: PolicySetting<IPAddress>
        /// The last address.
        public let last: PolicySetting<IPAddress>
    }

    /// Whether the addresses are those that may call, rather than those that may not.
    public let isAllowList: Bool
    /// The addresses.
    public let ranges: [Range]
}

/// Answers browsers that ask for another origin: `cors`.
public struct CORS: Sendable {
    /// Whether requests may carry cookies and the like.
    public let allowsCredentials: PolicySetting<Bool>
    /// Whether a request of an origin that is not allowed ends here.
    public let terminatesUnmatched: PolicySetting<Bool>
    /// The origins; `*` for all.
    public let origins: [PolicyValue]
    /// The methods; `*` for all.
    public let methods: [PolicyValue]
    /// How long browsers may remember the answer, in seconds.
    public let maximumAge: PolicySetting<Int>?
    /// The request headers; `*` for all.
    public let headers: [PolicyValue]
    /// The response headers that scripts may see.
    public let exposedHeaders: [PolicyValue]
}

/// Asks for a certificate of the caller: `validate-client-certificate`.
public struct ValidateClientCertificate: Sendable {
    /// One certificate that is accepted: what is given must agree.
    public struct Identity: Sendable {
        /// The SHA-1 thumbprint.
        public let thumbprint: PolicyValue?
        /// The serial number.
        public let serialNumber: PolicyValue?
        /// The common name.
        public let commonName: PolicyValue?
        /// The subject.
        public let subject: PolicyValue?
        /// The DNS name.
        public let dnsName: PolicyValue?
        /// The issuer's subject.
        public let issuerSubject: PolicyValue?
        /// The issuer's SHA-1 thumbprint.
        public let issuerThumbprint: PolicyValue?
        /// The ID of the issuer's certificate in the gateway.
        public let issuerCertificateID: PolicyValue?
    }

    /// Whether revocation is looked up.
    public let validatesRevocation: Bool
    /// Whether the chain must lead to a trusted root.
    public let validatesTrust: Bool
    /// Whether `NotBefore` must have passed.
    public let validatesNotBefore: Bool
    /// Whether `NotAfter` must not have passed.
    public let validatesNotAfter: Bool
    /// Whether a certificate that fails is let through, with `null` in its place.
    public let ignoresErrors: Bool
    /// The certificates that are accepted; any that is valid, where none is named.
    public let identities: [Identity]
}
