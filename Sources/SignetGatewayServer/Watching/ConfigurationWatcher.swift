// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import SignetCertificates
import SignetCore
import SignetGateway

/// Follows the folder of a configuration and the files of its certificates.
///
/// It looks at the file system and compiles on its own task, never on an event loop; the loops only take what is done.
/// What cannot be used is said in the log once, and the last good configuration stays.
struct ConfigurationWatcher {
    private let reader: ConfigurationReader
    private let contexts: ClientContexts
    private let apply: @Sendable (GatewayConfiguration) async -> Void
    private let clock: any TimeSource
    private let logger: Logger
    private var loaded: LoadedConfiguration
    private var signature: ConfigurationSignature
    private var complaints: [String] = []

    init(
        reader: ConfigurationReader,
        contexts: ClientContexts,
        clock: any TimeSource,
        logger: Logger,
        loaded: LoadedConfiguration,
        signature: ConfigurationSignature,
        apply: @escaping @Sendable (GatewayConfiguration) async -> Void
    ) {
        self.reader = reader
        self.contexts = contexts
        self.apply = apply
        self.clock = clock
        self.logger = logger
        self.loaded = loaded
        self.signature = signature
    }

    /// Looks once.
    mutating func look() async {
        let signature = self.reader.signature()
        if signature != self.signature { await reload(signature) }
        await refreshCertificates()
    }

    private mutating func reload(_ signature: ConfigurationSignature) async {
        let (loaded, problems) = self.reader.read(replacing: self.loaded)
        guard let loaded else {
            // A certificate that is being written may be whole the next time, without another sign of it.
            if !problems.contains(where: { $0.code == "unusableCertificate" }) { self.signature = signature }
            let errors = problems.filter { $0.severity == .error }.map(\.description)
            if errors != self.complaints {
                self.complaints = errors
                for error in errors { self.logger.error("\(error)") }
                self.logger.error("The changed configuration is not used; the last good one stays in use.")
            }
            return
        }
        self.signature = signature
        self.complaints = []
        for problem in problems { self.logger.warning("\(problem)") }
        let former = self.loaded
        self.loaded = loaded
        await publish(replacing: former)
        self.logger.info("The configuration was reloaded.", metadata: ["apis": "\(loaded.configuration.apis.count)"])
    }

    private mutating func refreshCertificates() async {
        let former = self.loaded
        var complaints: [String] = []
        var messages: [String] = []
        for (index, certificate) in self.loaded.certificates.enumerated() {
            switch certificate.refreshed(at: self.clock.now) {
            case .unchanged: break
            case .failed(let updated, let error):
                self.loaded.certificates[index] = updated
                complaints.append(
                    "The changed file of the certificate '\(certificate.id)' is not used: \(error.message)"
                )
            case .changed(let updated):
                self.loaded.certificates[index] = updated
                guard updated.version !== certificate.version else { continue }
                let thumbprint = updated.version.certificate.sha1Thumbprint.hexadecimal
                messages.append(
                    "The certificate '\(certificate.id)' was replaced; its thumbprint is now \(thumbprint)."
                )
                // Made before the first call needs it, so that rotation delays nobody.
                do { try self.contexts.prepare(updated.version, replacing: certificate.version) } catch {
                    self.loaded.certificates[index] = certificate
                    complaints.append(
                        "The changed file of the certificate '\(certificate.id)' cannot serve TLS: \(error)"
                    )
                    messages.removeLast()
                }
            }
        }
        if !complaints.isEmpty, complaints != self.complaints {
            for complaint in complaints { self.logger.error("\(complaint)") }
        }
        if !complaints.isEmpty { self.complaints = complaints }
        guard !messages.isEmpty else { return }
        self.loaded.updateStore()
        await publish(replacing: former)
        for message in messages { self.logger.info("\(message)") }
    }

    private func publish(replacing former: LoadedConfiguration) async {
        await self.apply(self.loaded.configuration)
        self.contexts.keep(
            only: self.loaded.certificates.map(\.version),
            removing: former.certificates.map(\.version)
        )
    }
}
