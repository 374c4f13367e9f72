// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetPlatform

/// Where a platform server works and listens.
public struct PlatformServerConfiguration: Sendable {
    /// The directory with everything that the platform keeps; made where it is missing.
    public var dataDirectory: String
    /// The host or address to listen on.
    public var host: String
    /// The port to listen on; 0 takes a free one.
    public var port: Int
    /// The default tenant's GUID; `nil` takes the stored one, or draws one at the first start.
    public var tenantID: String?
    /// The default tenant's verified domain names, each of which can stand for the GUID.
    public var domainNames: [String]

    /// Further tenants, made where they are missing.
    public var otherTenants: [TenantConfiguration] = []

    /// Whom and what is trusted beside the directory; where it has no ``TrustConfiguration/documents`` of its own, they are
    /// read over https.
    public var trust = TrustConfiguration()
    /// A PEM file with the authorities that vouch for federated issuers; `nil` takes the machine's.
    public var trustedRootsPath: String?

    /// Describes a server.
    public init(
        dataDirectory: String,
        host: String = "127.0.0.1",
        port: Int = 8_443,
        tenantID: String? = nil,
        domainNames: [String] = []
    ) {
        self.dataDirectory = dataDirectory
        self.host = host
        self.port = port
        self.tenantID = tenantID
        self.domainNames = domainNames
    }
}
