// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import Logging
import SignetCertificates
import SignetCore
import SignetCredentials
import SignetGatewayServer
import SignetPlatformServer
import SignetStorage

/// The main job, end to end: every step is done by the same code that the commands and the library run.
struct Demo {
    let narrator: DemoNarrator
    /// How many calls each rotation has to stand.
    let calls: Int

    private var quiet: Logger {
        var logger = Logger(label: "signet.demo")
        logger.logLevel = .error
        return logger
    }

    func run() async throws -> DemoTraffic.Outcome {
        let directory = NSTemporaryDirectory() + "signet-demo-" + GUID.random()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let files = try DemoFiles(directory: directory, now: Date())
        let client = try await StandardError.reportingProgress("Making an RSA key") {
            try files.issue("CN=signet-demo-daemon", key: .rsa(bits: 2048))
        }
        try client.writePEM(to: files.path("client.pem"))
        self.narrator.step(
            "A certificate with its key",
            [
                ("file", "client.pem (mode 0600)"), ("subject", client.details.subject),
                ("thumbprint", client.sha1Thumbprint.hexadecimal), ("SHA-256", client.sha256Thumbprint.hexadecimal),
                ("valid until", Timestamp.iso8601(client.notAfter)),
            ]
        )
        return try await withPlatform(files) { connection in
            try await signInAndCall(files, client, connection)
        }
    }

    /// Runs a platform in this process while `body` runs.
    private func withPlatform<Result: Sendable>(
        _ files: DemoFiles,
        _ body: @Sendable (ConnectionFile) async throws -> Result
    ) async throws -> Result {
        let data = files.path("platform")
        try DataPath.make(data)
        let (ready, signal) = AsyncStream<Void>.makeStream()
        let server = PlatformServer(
            configuration: PlatformServerConfiguration(dataDirectory: data, port: 0),
            storage: try SQLiteStorage(path: data + "/signet.db"),
            logger: self.quiet
        ) { _ in signal.finish() }
        return try await BackgroundService.with(server, ready: ready) {
            let connection = try ConnectionFile(file: data + "/connection.json")
            self.narrator.step(
                "The platform is up, over embedded SQLite",
                [("authority", connection.authority), ("tenant", connection.tenantID)]
            )
            return try await body(connection)
        }
    }

    private func signInAndCall(
        _ files: DemoFiles,
        _ client: ClientCertificate,
        _ connection: ConnectionFile
    ) async throws -> DemoTraffic.Outcome {
        let registration = try await DemoRegistration.create(connection, client, narrator: self.narrator)
        let credential = try CertificateCredential(
            tenantID: connection.tenantID,
            clientID: registration.appID,
            certificate: .file(files.path("client.pem")),
            options: try connection.credentialOptions()
        )
        let token = try await credential.token(for: registration.scope)
        let claims = try TokenClaims(token.exposedText)
        self.narrator.step("Signed in with CertificateCredential; the token says", claims.facts)
        let backend = try await DemoBackend.start(
            certificate: try files.issue("CN=localhost", key: .p256, server: true),
            authority: files.authority
        )
        let presented = try files.issue("CN=signet-demo-gateway", key: .p256)
        try presented.writePEM(to: files.path("backend-client.pem"))
        try files.writeGatewayConfiguration(backendPort: backend.port)
        let outcome = try await withGateway(files) { url in
            try await DemoRotations(
                files: files,
                connection: connection,
                registration: registration,
                credential: credential,
                narrator: self.narrator,
                calls: self.calls
            )
            .run(url: url, client: client, presented: presented)
        }
        try await backend.stop()
        return outcome
    }

    /// Runs a gateway in this process while `body` runs; lends the address of its API.
    private func withGateway<Result: Sendable>(
        _ files: DemoFiles,
        _ body: @Sendable (String) async throws -> Result
    ) async throws -> Result {
        var options = GatewayOptions(folder: files.path("gateway"))
        options.port = nil
        options.httpPort = 0
        options.caFile = files.path("authority.crt")
        let (ready, signal) = AsyncStream<Void>.makeStream()
        let (ports, port) = AsyncStream<Int>.makeStream()
        let gateway = GatewayServer(options: options, logger: self.quiet) { addresses in
            port.yield(addresses.httpPort ?? 0)
            port.finish()
            signal.finish()
        }
        return try await BackgroundService.with(gateway, ready: ready) {
            let number = await ports.first { _ in true } ?? 0
            self.narrator.step(
                "A backend that demands a client certificate, and the gateway before it",
                [
                    ("policy", #"<authentication-certificate certificate-id="backend-client" />"#),
                    ("gateway", "http://127.0.0.1:\(number)/orders"),
                ]
            )
            return try await body("http://127.0.0.1:\(number)/orders/42")
        }
    }
}
