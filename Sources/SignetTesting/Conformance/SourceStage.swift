// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore

/// The rules of a certificate source, for one source.
struct SourceStage {
    let subject: CertificateSourceConformance.Subject
    let first: ClientCertificate
    let clock: ManualClock
    let interval: Duration
    let patience: Duration

    func check(_ rule: CertificateSourceConformance.Rule) async throws {
        switch rule {
        case .givesItsCertificate:
            try demand(
                try await rotation().current(),
                is: self.first,
                "the source gives another certificate than is there"
            )
        case .readsAgain: try await readsAgain()
        case .noticesReplacement: try await noticesReplacement()
        case .keepsThePairInUse: try await keepsThePairInUse()
        case .recovers: try await recovers()
        case .failsWithCertificateErrors: _ = try await failure()
        case .hidesItsSecrets: try await hidesItsSecrets()
        }
    }

    private func rotation() async throws -> CertificateRotation {
        do {
            return try await CertificateRotation(source: self.subject.source, clock: self.clock, checkInterval: .zero)
        } catch let error as CertificateError {
            throw Breach("the source gives nothing at the start: \(error.message)")
        }
    }

    private func second() throws -> ClientCertificate {
        try TestCertificates.client("conformance-second", at: self.clock.now)
    }

    private func readsAgain() async throws {
        let rotation = try await rotation()
        let second = try second()
        try await self.subject.replace(second)
        try await rotation.reload()
        try demand(
            rotation.current(),
            is: second,
            "read again after a replacement, the source gives the old certificate"
        )
    }

    private func noticesReplacement() async throws {
        let rotation = try await rotation()
        let second = try second()
        try await self.subject.replace(second)
        self.clock.advance(by: self.interval)
        try await demandSoon(rotation, is: second, "the replacement was not noticed after the source's interval")
    }

    private func keepsThePairInUse() async throws {
        guard let spoil = self.subject.spoil else { return }
        let rotation = try await rotation()
        try await spoil()
        try? await rotation.reload()
        try demand(rotation.current(), is: self.first, "content that is no certificate drove out the pair in use")
        guard rotation.lastFailure != nil else {
            throw Breach(
                "the source gave a certificate though there is none; it must throw, so that the reason is told"
            )
        }
    }

    private func recovers() async throws {
        guard let spoil = self.subject.spoil else { return }
        let rotation = try await rotation()
        try await spoil()
        try? await rotation.reload()
        let second = try second()
        try await self.subject.replace(second)
        self.clock.advance(by: self.interval)
        try? await rotation.reload()
        try await demandSoon(
            rotation,
            is: second,
            "after content that was no certificate the next good one was not taken"
        )
    }

    private func failure() async throws -> CertificateError? {
        guard let spoil = self.subject.spoil else { return nil }
        try await spoil()
        do {
            _ = try await CertificateRotation(source: self.subject.source, clock: self.clock, checkInterval: .zero)
        } catch let error as CertificateError {
            return error
        }
        throw Breach("there is no certificate, and the source gave one")
    }

    private func hidesItsSecrets() async throws {
        _ = try await rotation()
        let source = self.subject.source
        var text = "\(source) \(String(reflecting: source)) "
        dump(source, to: &text)
        if let error = try await failure() { text += "\(error) \(String(reflecting: error))" }
        let key = self.first.privateKey.pkcs8DER.withExposedBytes { Base64.encode($0) }
        // Every part of the key's own numbers is long; the beginning is the same for all keys.
        let isShown = stride(from: 64, to: key.utf8.count - 32, by: 32)
            .contains { text.contains(key.dropFirst($0).prefix(32)) }
        guard !isShown else { throw Breach("printing the source shows its private key; keep it in SecretBytes") }
    }

    private func demand(_ found: ClientCertificate, is wanted: ClientCertificate, _ explanation: String) throws(Breach)
    {
        guard found.sha256Thumbprint == wanted.sha256Thumbprint else { throw Breach(explanation) }
    }

    private func demandSoon(
        _ rotation: CertificateRotation,
        is wanted: ClientCertificate,
        _ explanation: String
    ) async throws {
        let pause = Duration.milliseconds(5)
        var left = self.patience
        while rotation.current().sha256Thumbprint != wanted.sha256Thumbprint, left > .zero {
            try await SystemTime().sleep(for: pause)
            left -= pause
        }
        try demand(rotation.current(), is: wanted, explanation)
    }
}
