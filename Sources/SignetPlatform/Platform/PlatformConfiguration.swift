// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore

/// What a platform must be told.
public struct PlatformConfiguration: Sendable {
    /// The scheme, host and port under which clients reach the platform, without a slash at the end: the base of
    /// every issuer, endpoint and link that it hands out.
    public var origin: String
    /// Further origins under which the same platform is reached; assertions may be addressed to them as well.
    public var originAliases: [String]
    /// Where clients can connect with a certificate (mutual TLS), to get tokens that are bound to it; `nil` where they
    /// cannot.
    ///
    /// Whoever answers there puts the certificates into ``PlatformRequest/clientCertificates``.
    public var mutualTLSOrigin: String?
    /// The default tenant's GUID; `nil` takes the stored one, or draws one at the first start.
    public var tenantID: String?
    /// The tenant's name in error texts; `nil` keeps the stored one, or takes "Default Directory".
    public var tenantName: String?
    /// The default tenant's verified domain names, each of which can stand for the GUID.
    public var domainNames: [String]
    /// Further tenants, made where they are missing.
    public var otherTenants: [TenantConfiguration]
    /// Whom and what is trusted beside the directory.
    public var trust = TrustConfiguration()
    /// The key of 32 bytes that encrypts all private keys at rest.
    public var masterKey: SecretBytes
    /// How the token service behaves where the real one is uncertain or the standards want something else.
    public var profile: PlatformProfile

    /// Describes a platform.
    public init(
        origin: String,
        originAliases: [String] = [],
        tenantID: String? = nil,
        tenantName: String? = nil,
        domainNames: [String] = [],
        otherTenants: [TenantConfiguration] = [],
        masterKey: SecretBytes,
        profile: PlatformProfile = .entra
    ) {
        self.origin = origin
        self.originAliases = originAliases
        self.tenantID = tenantID
        self.tenantName = tenantName
        self.domainNames = domainNames
        self.otherTenants = otherTenants
        self.masterKey = masterKey
        self.profile = profile
    }
}
