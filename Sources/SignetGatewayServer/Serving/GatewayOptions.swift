// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCertificates
public import SignetCore

/// How a gateway runs.
public struct GatewayOptions: Sendable {
    /// The folder of the configuration, in the layout of APIOps.
    public var folder: String
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// The port for TLS; 0 picks a free one, `nil` serves none.
    public var port: Int? = 9443
    /// The port for plain HTTP; 0 picks a free one, `nil` serves none.
    public var httpPort: Int?
    /// The certificate of the gateway itself; a self-signed one for `localhost` is made at each start where it is absent.
    public var serverCertificate: CertificateSource?
    /// A PEM file with authorities that backends are trusted by, beside those of the system.
    public var caFile: String?
    /// How many event loops serve; `nil` for one per core.
    public var eventLoops: Int?
    /// How often the folder is looked at.
    public var pollInterval = Duration.milliseconds(250)
    /// The port on which operators find metrics, health, certificates and traces; 0 picks a free one, `nil` serves none.
    public var adminPort: Int?
    /// The address of the operators' port.
    public var adminHost = "127.0.0.1"
    /// The file that the access log is appended to, as lines of JSON; `-` is standard output, `nil` writes none.
    public var accessLog: String?
    /// The keys with which a call may ask for its trace by the header `Apim-Debug-Authorization`.
    public var traceKeys: [SecretBytes] = []
    /// How certificates and named values of key vaults are read; without it they are not.
    public var keyVault: KeyVaultAccess?
    /// Whether callers are asked for a certificate where no hostname of the configuration says anything.
    public var negotiatesClientCertificate = false
    /// Whether HTTP/2 is offered to callers over TLS.
    public var offersHTTP2 = true
    /// How long calls under way may take when the gateway is told to stop.
    public var drainTimeout = Duration.seconds(30)

    /// Creates options with defaults for everything but the folder.
    public init(folder: String) {
        self.folder = folder
    }
}

/// Where a gateway listens, once it does.
public struct GatewayAddresses: Sendable, Hashable {
    /// The address.
    public let host: String
    /// The port for TLS.
    public let httpsPort: Int?
    /// The port for plain HTTP.
    public let httpPort: Int?
    /// The port for operators.
    public let adminPort: Int?
}
