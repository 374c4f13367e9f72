// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Logging
import SignetCertificates
import SignetCore
import SignetGatewayServer

/// `signet gateway serve`: serves a configuration until it is told to stop.
struct GatewayServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve a configuration; changed files take effect within a second.",
        discussion: """
            Example:
              signet gateway serve --config extracted-apim/ --port 9443 --http-port 9080

            A broken edit keeps the last good configuration; the log says what is wrong, with file, line and column. SIGTERM and
            SIGINT let the calls under way finish and exit 0.
            """
    )

    @OptionGroup var configuration: ConfigurationOptions

    @Option(name: .long, help: "The address to listen on.")
    var host: String = "127.0.0.1"

    @Option(name: .long, help: "The port for TLS; 0 picks a free one.")
    var port: Int = 9443

    @Option(name: .long, help: "The port for plain HTTP; 0 picks a free one. Default: none.")
    var httpPort: Int?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The gateway's own certificate with its key; without it a self-signed one is made at each start.",
            valueName: "file"
        ),
        completion: .file()
    )
    var certificate: String?

    @Option(
        name: .long,
        help: ArgumentHelp("A file with the password of --certificate.", valueName: "file"),
        completion: .file()
    )
    var passwordFile: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Authorities that backends are trusted by, as PEM, beside those of the system. Without it: $SSL_CERT_FILE.",
            valueName: "file"
        ),
        completion: .file()
    )
    var ca: String?

    @Option(name: .long, help: "How many event loops serve. Default: one per core.")
    var eventLoops: Int?

    @Flag(
        name: .customLong("negotiate-client-certificate"),
        help: "Ask callers for a certificate, which policies see as context.Request.Certificate."
    )
    var negotiatesClientCertificate = false

    @Option(
        name: .customLong("admin-port"),
        help: "The port for metrics, health, certificates and traces; 0 picks a free one. Default: none."
    )
    var adminPort: Int?

    @Option(name: .customLong("admin-host"), help: "The address of the operators' port.")
    var adminHost = "127.0.0.1"

    @Option(
        name: .customLong("access-log"),
        help: ArgumentHelp("Append a line of JSON for each call to a file; '-' is standard output.", valueName: "file"),
        completion: .file()
    )
    var accessLog: String?

    @Option(
        name: .customLong("trace-key-file"),
        help: ArgumentHelp(
            "A file with the key that lets a call ask for its trace (Apim-Debug-Authorization). Without it: $SIGNET_GATEWAY_TRACE_KEY.",
            valueName: "file"
        ),
        completion: .file()
    )
    var traceKeyFile: String?

    @OptionGroup var vault: GatewayVaultOptions

    @OptionGroup var options: OutputOptions

    func validate() throws {
        for port in [self.port, self.httpPort ?? 0, self.adminPort ?? 0] where !(0...65_535).contains(port) {
            throw ValidationError("The value '\(port)' is invalid for a port: 0 to 65535 are possible")
        }
        if let eventLoops = self.eventLoops, !(1...1_024).contains(eventLoops) {
            throw ValidationError("The value '\(eventLoops)' is invalid for '--event-loops': 1 to 1024 are possible")
        }
    }

    private static func announce(_ addresses: GatewayAddresses, _ options: OutputOptions) {
        let https = addresses.httpsPort.map { "https://\(addresses.host):\($0)" }
        let http = addresses.httpPort.map { "http://\(addresses.host):\($0)" }
        options.print(
            [
                "host": .string(addresses.host),
                "port": addresses.httpsPort.map { .number($0) } ?? .null,
                "httpPort": addresses.httpPort.map { .number($0) } ?? .null,
                "adminPort": addresses.adminPort.map { .number($0) } ?? .null,
            ],
            text: [https, http].compactMap(\.self).joined(separator: "\n")
        )
    }

    func run() async throws {
        let environment = CommandEnvironment()
        var gateway = GatewayOptions(folder: self.configuration.config)
        gateway.host = self.host
        gateway.port = self.port
        gateway.httpPort = self.httpPort
        gateway.caFile = self.ca ?? environment.caFile
        gateway.eventLoops = self.eventLoops
        gateway.negotiatesClientCertificate = self.negotiatesClientCertificate
        gateway.adminPort = self.adminPort
        gateway.adminHost = self.adminHost
        gateway.accessLog = self.accessLog
        if let key = try self.traceKeyFile.map(PasswordFile.read)
            ?? environment["SIGNET_GATEWAY_TRACE_KEY"].map({ SecretBytes(utf8: $0) })
        {
            gateway.traceKeys = [key]
        }
        gateway.keyVault = try self.vault.access(environment, ca: self.ca)
        if let certificate = self.certificate {
            gateway.serverCertificate = .file(certificate, password: try self.passwordFile.map(PasswordFile.read))
        }
        let options = self.options
        let logger = Logger(label: "signet.gateway")
        let server = GatewayServer(
            options: gateway,
            environment: { environment[$0] },
            logger: logger,
            onStart: { Self.announce($0, options) }
        )
        try await ServeUntilSignal.run(server, logger: logger)
    }
}
