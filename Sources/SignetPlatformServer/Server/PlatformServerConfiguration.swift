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
    /// A second port, at which clients connect with a certificate to get tokens that are bound to it; 0 takes a free one,
    /// `nil` opens none.
    public var mutualTLSPort: Int?
    /// The origin under which clients reach the server, such as `https://entra.internal:8443`; `nil` takes the host, or
    /// `localhost`.
    ///
    /// For a server that listens elsewhere: a name in a network of containers, a port that is mapped, a proxy that passes
    /// TLS on.
    public var origin: String?
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

    /// What one client may ask.
    public var limits = ServerLimits()
    /// A server certificate of one's own (PEM, the chain behind it); `nil` takes one of the private authority.
    public var certificatePath: String?
    /// The key of that certificate, where it does not stand in the same file.
    public var keyPath: String?
    /// What clients must trust to accept that certificate; `nil` names the certificate's own file.
    public var authorityPath: String?
    /// A file of tenants, applications and people that shall be there when the server answers; `nil` asks for none.
    public var seedPath: String?
    /// Whether `/testing` is there: a clock that can be moved, and faults on order.
    ///
    /// Never where it matters.
    public var isForTesting = false
    /// How the token service behaves where the real one is uncertain or the standards want something else.
    public var profile = PlatformProfile.entra

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
