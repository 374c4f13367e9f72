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
    private let vault: VaultPoller
    private var vaultGeneration: Int
    private let events: GatewayEvents
    private var complaints: [String] = []

    init(
        reader: ConfigurationReader,
        contexts: ClientContexts,
        clock: any TimeSource,
        logger: Logger,
        loaded: LoadedConfiguration,
        signature: ConfigurationSignature,
        vault: VaultPoller,
        vaultGeneration: Int,
        events: GatewayEvents,
        apply: @escaping @Sendable (GatewayConfiguration) async -> Void
    ) {
        self.reader = reader
        self.contexts = contexts
        self.apply = apply
        self.clock = clock
        self.logger = logger
        self.loaded = loaded
        self.signature = signature
        self.vault = vault
        self.vaultGeneration = vaultGeneration
        self.events = events
    }

    /// Looks once.
    mutating func look() async {
        let signature = self.reader.signature()
        if signature != self.signature {
            await followVault()
            await reload(signature)
        } else if self.vault.snapshot.generation != self.vaultGeneration {
            await reload(signature)
        }
        await refreshCertificates()
    }

    /// Asks at once for secrets that a changed configuration names for the first time.
    private func followVault() async {
        let references = self.reader.vaultReferences()
        guard !references.isEmpty || !self.loaded.vault.isEmpty else { return }
        // Those in use are followed until the changed configuration is: it may be a broken one.
        self.vault.follow(self.loaded.vault + references)
        await self.vault.refresh()
    }

    private mutating func reload(_ signature: ConfigurationSignature) async {
        let vault = self.vault.snapshot
        self.vaultGeneration = vault.generation
        let (loaded, problems) = self.reader.read(replacing: self.loaded, vault: vault.contents)
        guard let loaded else {
            // A certificate that is being written may be whole the next time, without another sign of it.
            if !problems.contains(where: { $0.code == "unusableCertificate" }) { self.signature = signature }
            let errors = problems.filter { $0.severity == .error }.map(\.description)
            if errors != self.complaints {
                self.complaints = errors
                self.events.reloadFailed()
                for error in errors { self.logger.error("\(error)") }
                self.logger.error("The changed configuration is not used; the last good one stays in use.")
            }
            return
        }
        self.signature = signature
        self.complaints = []
        self.events.reloaded()
        for problem in problems { self.logger.warning("\(problem)") }
        let former = self.loaded
        do { try self.contexts.use(authorities: loaded.configuration.authorities) } catch {
            self.logger.error("The certificates of authorities cannot be used; the former ones stay: \(error)")
        }
        self.loaded = loaded
        self.vault.follow(loaded.vault)
        prepareContexts(replacing: former)
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
        self.events.rotated(messages.count)
        await publish(replacing: former)
        for message in messages { self.logger.info("\(message)") }
    }

    /// Makes what the new versions of certificates need before the first call needs it, and tells of them.
    private func prepareContexts(replacing former: LoadedConfiguration) {
        for certificate in self.loaded.certificates {
            let before = former.certificates.first {
                $0.id == certificate.id && $0.terms.space == certificate.terms.space
            }
            guard let before, before.version !== certificate.version else { continue }
            try? self.contexts.prepare(certificate.version, replacing: before.version)
            self.events.rotated(1)
            guard certificate.terms.vault != nil else { continue }
            let thumbprint = certificate.version.certificate.sha1Thumbprint.hexadecimal
            self.logger.info(
                "The certificate '\(certificate.id)' was replaced; its thumbprint is now \(thumbprint)."
            )
        }
    }

    private func publish(replacing former: LoadedConfiguration) async {
        self.events.use(self.loaded)
        await self.apply(self.loaded.configuration)
        // The version before the current one stays for backends that do not take the current one yet.
        let certificates = self.loaded.configuration.certificates.all
        self.contexts.keep(
            only: certificates.map(\.version) + certificates.compactMap(\.previous),
            removing: former.configuration.certificates.all.flatMap { [$0.version] + [$0.previous].compactMap(\.self) }
        )
    }
}
