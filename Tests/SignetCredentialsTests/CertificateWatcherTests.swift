// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import MetricsTestKit
import ServiceLifecycle
import SignetCertificates
import SignetCore
import SignetCredentials
import SignetTesting
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(15))) struct CertificateWatcherTests {
    private let clock = ManualClock()

    private func certificate(_ name: String) throws -> ClientCertificate {
        try TestCertificates.client(name, at: self.clock.now)
    }

    private func credential(_ source: CertificateSource, clientID: String) throws -> CertificateCredential {
        try CertificateCredential(
            tenantID: Fixture.tenantID,
            clientID: clientID,
            certificate: source,
            options: Fixture.options(ScriptedTransport(), clock: self.clock)
        )
    }

    @Test func followsAFileWithoutARequestAndTellsTheDaysThatAreLeft() async throws {
        let metrics = TestMetrics()
        let folder = FileManager.default.temporaryDirectory.appending(path: "signet-watcher-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "client.pem").path()
        let (first, second) = try (certificate("first"), certificate("second"))
        try first.writePEM(to: path)
        let credential = try credential(.file(path), clientID: "watched")
        let events = credential.certificateEvents
        let service = Task { try await credential.watcher(every: .seconds(60), metricsFactory: metrics).run() }
        try await self.clock.sleeps(atLeast: 1)
        let pause = try #require(self.clock.requestedSleeps.first)
        #expect(pause >= .seconds(54) && pause <= .seconds(66))
        let gauge = try metrics.expectRecorder("signet_certificate_days_left", [("client_id", "watched")])
        #expect(gauge.lastValue == 300)
        try second.writePEM(to: path)
        self.clock.advance(by: .seconds(86_400))
        try await self.clock.sleeps(atLeast: 2)
        #expect(gauge.lastValue == 299)
        for await event in events {
            guard case .rotated(let old, let new, let days) = event else { continue }
            #expect(old == first.publicCertificate)
            #expect(new == second.publicCertificate)
            #expect(days == 299)
            break
        }
        service.cancel()
        try await service.value
    }

    @Test func endsWithAGracefulShutdownAmongTheServicesOfAProcess() async throws {
        let count = Counter()
        let certificate = try certificate("first")
        let credential = try credential(
            .provider("the store", every: .seconds(1_000)) {
                count.increment()
                return certificate
            },
            clientID: "graceful"
        )
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let group = ServiceGroup(services: [credential.watcher()], logger: logger)
        let run = Task { try await group.run() }
        try await self.clock.sleeps(atLeast: 1)
        #expect(credential.certificate == certificate.publicCertificate)
        #expect(count.count == 1)
        let pause = try #require(self.clock.requestedSleeps.first)
        #expect(pause >= .seconds(900) && pause <= .seconds(1_100), "a provider has its own interval")
        self.clock.advance(by: .seconds(1_200))
        try await self.clock.sleeps(atLeast: 2)
        #expect(count.count == 2)
        await group.triggerGracefulShutdown()
        try await run.value
    }

    @Test func onBehalfOfIsFollowedWhereItHasACertificate() async throws {
        let (first, next) = (try certificate("first"), try certificate("next"))
        let options = Fixture.options(ScriptedTransport(), clock: self.clock)
        let user = SecretBytes(utf8: "user")
        let service = try OnBehalfOfCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            certificate: .certificate(first),
            userAssertion: user,
            options: options
        )
        #expect(service.watcher() != nil)
        let events = try #require(service.certificateEvents)
        try service.acting(for: SecretBytes(utf8: "other")).rotate(to: next)
        for await _ in events { break }
        #expect(service.certificate == next.publicCertificate, "all users of the service share it")
        #expect(await service.diagnose()?.source == "the certificate")
        let withSecret = try OnBehalfOfCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            clientSecret: SecretBytes(utf8: "s"),
            userAssertion: user,
            options: options
        )
        #expect(withSecret.watcher() == nil)
        #expect(withSecret.certificate == nil)
        #expect(withSecret.certificateEvents == nil)
        let findings = await withSecret.diagnose()
        #expect(findings == nil)
        #expect(throws: CredentialError.self) { try withSecret.rotate(to: next) }
    }

    @Test func anAuthorizationCodesApplicationIsFollowedWhereItHasACertificate() async throws {
        let (first, next) = (try certificate("first"), try certificate("next"))
        let options = Fixture.options(ScriptedTransport(), clock: self.clock)
        let code = try AuthorizationCode(code: SecretBytes(utf8: "c"), redirectURI: "https://app.example/callback")
        let application = try AuthorizationCodeCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            certificate: .certificate(first),
            authorizationCode: code,
            options: options
        )
        #expect(application.watcher() != nil)
        let events = try #require(application.certificateEvents)
        try application.signingIn(with: code).rotate(to: .certificate(next))
        for await _ in events { break }
        #expect(application.certificate == next.publicCertificate, "all users of the application share it")
        #expect(await application.diagnose()?.source == "the certificate")
        #expect(try await application.assertionPreview()?.claims["iss"]?.string == Fixture.clientID)
        #expect(application.cacheStatistics.entries == 0)
        let withSecret = try AuthorizationCodeCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            clientSecret: SecretBytes(utf8: "s"),
            authorizationCode: code,
            options: options
        )
        #expect(withSecret.watcher() == nil)
        #expect(withSecret.certificate == nil)
        #expect(withSecret.certificateEvents == nil)
        let findings = await withSecret.diagnose()
        #expect(findings == nil)
        let preview = try await withSecret.assertionPreview()
        #expect(preview == nil)
        #expect(throws: CredentialError.self) { try withSecret.rotate(to: next) }
    }

    @Test func theLogIsToldOfRotationsAndFailuresOnceEach() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "signet-watcher-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "client.pem").path()
        try certificate("first").writePEM(to: path)
        let log = Lines()
        let credential = try CertificateCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            certificate: .file(path),
            options: Fixture.options(
                ScriptedTransport(thereafter: .token("t")),
                clock: self.clock,
                logger: Logger(label: "test") { _ in LineHandler(lines: log) }
            )
        )
        _ = try await credential.token(for: "a")
        try Data("half".utf8).write(to: URL(filePath: path))
        for scope in ["b", "c"] { _ = try await credential.token(for: scope) }
        try certificate("second").writePEM(to: path)
        for scope in ["d", "e"] { _ = try await credential.token(for: scope) }
        #expect(
            log.all == [
                "the certificate's source cannot be used; what was in use stays in use",
                "another certificate is in use",
            ]
        )
    }

    final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { self.lines.withLock { $0 } }
        func add(_ line: String) { self.lines.withLock { $0.append(line) } }
    }

    struct LineHandler: LogHandler {
        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { self.metadata[key] }
            set { self.metadata[key] = newValue }
        }
        func log(event: LogEvent) { self.lines.add("\(event.message)") }
    }
}
