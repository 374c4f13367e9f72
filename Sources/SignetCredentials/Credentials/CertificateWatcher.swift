// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import Metrics
public import ServiceLifecycle
import SignetCertificates

/// Follows a credential's certificate while nobody asks for a token, and tells metrics how many days it has left.
///
/// Without it a replaced certificate is noticed when the next token is fetched, which may be an hour later. Run it among the
/// services of the process:
///
/// ```swift
/// let group = ServiceGroup(services: [server, credential.watcher()], logger: logger)
/// ```
///
/// The gauge is `signet_certificate_days_left`, with the dimension `client_id`; it is negative once the certificate has ended.
public struct CertificateWatcher: Service {
    private let certificate: AssertionCertificate
    private let clientID: String
    private let interval: Duration
    private let metricsFactory: (any MetricsFactory)?

    init(
        _ certificate: AssertionCertificate,
        clientID: String,
        interval: Duration,
        metricsFactory: (any MetricsFactory)?
    ) {
        self.certificate = certificate
        self.clientID = clientID
        self.interval = interval
        self.metricsFactory = metricsFactory
    }

    /// Follows the certificate until the task is cancelled or the process shuts down gracefully.
    public func run() async throws {
        let gauge = Gauge(
            label: "signet_certificate_days_left",
            dimensions: [("client_id", self.clientID)],
            factory: self.metricsFactory ?? self.certificate.metricsFactory ?? MetricsSystem.factory
        )
        await cancelWhenGracefulShutdown {
            await self.certificate.rotation.follow(every: self.interval) {
                self.certificate.report()
                if let days = self.certificate.daysLeft { gauge.record(days) }
            }
        }
        gauge.destroy()
    }
}

extension CertificateCredential {
    /// Follows the certificate without a request; see ``CertificateWatcher``.
    ///
    /// - Parameters:
    ///   - interval: The pause between looks at files, give or take a tenth; providers and vaults have their own.
    ///   - metricsFactory: Where the gauge is made, where that is not the place of the options.
    /// - Returns: A service to run.
    public func watcher(
        every interval: Duration = .seconds(10),
        metricsFactory: (any MetricsFactory)? = nil
    ) -> CertificateWatcher {
        CertificateWatcher(
            self.signer,
            clientID: self.client.service.clientID,
            interval: interval,
            metricsFactory: metricsFactory
        )
    }

    /// What happens to the certificate from now on, for one listener; any number may listen.
    ///
    /// A listener that does not keep up loses the oldest of more than 32 events. The sequence ends with the credential.
    public var certificateEvents: some AsyncSequence<CertificateEvent, Never> & Sendable {
        self.signer.rotation.events()
    }
}
