// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Logging
import NIOSSL
import SignetCertificates
import SignetCore
import SignetGateway
import Synchronization

/// The TLS contexts that callers meet: one for each hostname of the configuration, and one for all other names.
final class ServerContexts: Sendable {
    /// A context with what is done in its handshakes.
    struct Entry: Sendable {
        let context: NIOSSLContext
        /// Whether callers are asked for a certificate.
        let negotiates: Bool
    }

    private struct Named: Sendable {
        let hostname: GatewayHostname
        /// The number of the version of the hostname's certificate.
        let version: UInt64
        let entry: Entry
    }

    /// The chains that callers have presented.
    let chains = CallerChains()
    private let base: Entry
    private let named = Mutex<[Named]>([])
    private let logger: Logger

    /// Makes the context for names that the configuration does not know.
    init(_ options: GatewayOptions, now: Date, logger: Logger) throws(GatewayError) {
        self.logger = logger
        let certificate = try ServerContext.certificate(options.serverCertificate, now: now, logger: logger)
        self.base = Entry(
            context: try ServerContext.make(
                certificate,
                negotiates: options.negotiatesClientCertificate,
                offersHTTP2: options.offersHTTP2
            ),
            negotiates: options.negotiatesClientCertificate
        )
    }

    /// Whether the name that a caller asks for matters.
    var hasNames: Bool { self.named.withLock { !$0.isEmpty } }

    /// The context for the name that a caller asks for.
    func entry(for name: String?) -> Entry {
        guard let name else { return self.base }
        return self.named.withLock { $0.first { $0.hostname.matches(name) }?.entry } ?? self.base
    }

    /// Takes the hostnames of a configuration into use; a certificate that cannot serve keeps the one before.
    func use(_ configuration: GatewayConfiguration) {
        let former = self.named.withLock { $0 }
        var named: [Named] = []
        for hostname in configuration.hostnames {
            guard let version = configuration.certificates.entry(id: hostname.certificateID)?.version else { continue }
            if let known = former.first(where: { $0.hostname == hostname && $0.version == version.number }) {
                named.append(known)
                continue
            }
            do {
                let context = try ServerContext.make(
                    version.certificate,
                    negotiates: hostname.negotiatesClientCertificate,
                    offersHTTP2: hostname.offersHTTP2
                )
                let entry = Entry(context: context, negotiates: hostname.negotiatesClientCertificate)
                named.append(Named(hostname: hostname, version: version.number, entry: entry))
            } catch {
                self.logger.error(
                    "The certificate of a hostname cannot serve TLS.",
                    metadata: ["hostname": "\(hostname.hostname)", "reason": "\(error.message)"]
                )
                if let known = former.first(where: { $0.hostname == hostname }) { named.append(known) }
            }
        }
        // Names before patterns: the more exact one wins.
        named.sort { !$0.hostname.hostname.hasPrefix("*") && $1.hostname.hostname.hasPrefix("*") }
        let made = named
        self.named.withLock { $0 = made }
    }
}
