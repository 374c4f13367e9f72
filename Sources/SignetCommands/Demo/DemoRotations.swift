// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore
import SignetCredentials

/// Calls through the gateway, then rotates both certificates while calls go on.
struct DemoRotations: Sendable {
    let files: DemoFiles
    let connection: ConnectionFile
    let registration: DemoRegistration
    let credential: CertificateCredential
    let narrator: DemoNarrator
    let calls: Int

    func run(
        url: String,
        client: ClientCertificate,
        presented: ClientCertificate
    ) async throws -> DemoTraffic.Outcome {
        try await HTTPCaller.with(caFile: nil) { caller in
            let traffic = DemoTraffic(
                caller: caller,
                credential: self.credential,
                scope: self.registration.scope,
                url: url
            )
            let token = try await self.credential.token(for: self.registration.scope)
            let reply = try await caller.call("GET", url, bearer: SecretBytes(utf8: token.exposedText))
            self.narrator.step(
                "A call through the gateway; the backend saw",
                [
                    ("status", String(reply.status)),
                    ("client certificate", reply.json?["clientCertificate"]?.string ?? "none"),
                    ("expected", presented.sha1Thumbprint.hexadecimal),
                    ("bearer token", reply.json?["bearerToken"]?.bool == true ? "yes" : "no"),
                ]
            )
            let first = try await rotateSignIn(traffic, client)
            let second = try await rotateBackendClient(traffic, presented)
            return DemoTraffic.Outcome(
                calls: first.calls + second.calls,
                failures: first.failures + second.failures
            )
        }
    }

    /// Registers the next certificate, replaces the file, then removes the old one, all under traffic.
    private func rotateSignIn(_ traffic: DemoTraffic, _ old: ClientCertificate) async throws -> DemoTraffic.Outcome {
        let next = try self.files.issue("CN=signet-demo-daemon", key: .rsa(bits: 2048))
        let start = ContinuousClock.now
        async let running = traffic.run(count: self.calls, limit: self.calls * 50) { _ in
            self.credential.certificate?.sha1Thumbprint == next.sha1Thumbprint
        }
        try await register([old, next])
        try next.writePEM(to: self.files.path("client.pem"))
        let outcome = await running
        try await register([next])
        let after = await traffic.run(count: 20, limit: 20)
        let total = Self.sum(outcome, after)
        self.narrator.step(
            "The sign-in certificate rotated under traffic; every call signed in afresh",
            Self.facts(total, since: start) + [
                ("signed with, at last", self.credential.certificate?.sha1Thumbprint.hexadecimal ?? ""),
                ("old one removed", old.sha1Thumbprint.hexadecimal),
            ]
        )
        return total
    }

    /// Replaces the file that the gateway's configuration names, under traffic.
    private func rotateBackendClient(
        _ traffic: DemoTraffic,
        _ old: ClientCertificate
    ) async throws -> DemoTraffic.Outcome {
        let next = try self.files.issue("CN=signet-demo-gateway", key: .p256)
        let start = ContinuousClock.now
        async let running = traffic.run(count: self.calls, limit: self.calls * 50) { outcome in
            outcome.seen[next.sha1Thumbprint.hexadecimal, default: 0] >= 50
        }
        try next.writePEM(to: self.files.path("backend-client.pem"))
        let outcome = await running
        self.narrator.step(
            "The gateway's client certificate rotated under traffic; the backend saw",
            Self.facts(outcome, since: start) + [
                ("old \(old.sha1Thumbprint)", "\(outcome.seen[old.sha1Thumbprint.hexadecimal] ?? 0) calls"),
                ("new \(next.sha1Thumbprint)", "\(outcome.seen[next.sha1Thumbprint.hexadecimal] ?? 0) calls"),
            ]
        )
        return outcome
    }

    /// Replaces the key credentials of the daemon.
    private func register(_ certificates: [ClientCertificate]) async throws {
        try await self.connection.withDirectory { graph in
            try await graph.change(
                objectID: self.registration.objectID,
                ["keyCredentials": .array(certificates.map(KeyCredential.document(of:)))]
            )
        }
    }

    private static func sum(_ first: DemoTraffic.Outcome, _ second: DemoTraffic.Outcome) -> DemoTraffic.Outcome {
        DemoTraffic.Outcome(
            calls: first.calls + second.calls,
            failures: first.failures + second.failures,
            seen: first.seen.merging(second.seen, uniquingKeysWith: +),
            firstFailure: first.firstFailure ?? second.firstFailure
        )
    }

    private static func facts(
        _ outcome: DemoTraffic.Outcome,
        since start: ContinuousClock.Instant
    ) -> [(String, String)] {
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let tenths = (seconds * 10).rounded() / 10
        return [("calls", "\(outcome.calls) in \(tenths) s"), ("failed", String(outcome.failures))]
            + (outcome.firstFailure.map { [("first failure", $0)] } ?? [])
    }
}
