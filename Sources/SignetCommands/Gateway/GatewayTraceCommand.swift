// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import SignetCertificates
import SignetCore
import SignetGatewayServer

/// `signet gateway trace`: makes one call through a configuration and shows what happened to it, step by step.
struct GatewayTraceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract:
            "Make one call through a configuration and show what every policy did, and the handshake with the backend.",
        discussion: """
            Example:
              signet gateway trace --config extracted-apim/ --header 'Ocp-Apim-Subscription-Key: …' /orders/items/7

            The gateway runs for this one call only. The trace has the shape of API Management's; --output json gives it with the
            answer: {"status","headers","body","trace"}. Exit status 1 where the call was answered by an error of the gateway's.
            """
    )

    @OptionGroup var configuration: ConfigurationOptions

    @Argument(help: "The path with the query, as a caller writes it.")
    var path: String

    @Option(name: [.long, .customShort("X")], help: "The method.")
    var method = "GET"

    @Option(name: [.long, .customShort("H")], help: ArgumentHelp("A header of the call.", valueName: "name: value"))
    var header: [String] = []

    @Option(name: .long, help: "The body of the call.")
    var body: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Authorities that backends are trusted by, as PEM. Without it: $SSL_CERT_FILE.",
            valueName: "file"
        ),
        completion: .file()
    )
    var ca: String?

    @OptionGroup var vault: GatewayVaultOptions
    @OptionGroup var options: OutputOptions

    func validate() throws {
        guard self.path.hasPrefix("/") else { throw ValidationError("The path '\(self.path)' must begin with '/'") }
        for header in self.header where !header.contains(":") {
            throw ValidationError("The header '\(header)' must have the form 'Name: value'")
        }
    }

    func run() async throws {
        let key = GUID.random()
        let outcome = try await traced(try gatewayOptions(key), key)
        self.options.print(outcome.document, text: outcome.text)
        guard outcome.failure == nil else { throw Reported() }
    }

    /// A gateway for one call.
    private func gatewayOptions(_ key: String) throws -> GatewayOptions {
        let environment = CommandEnvironment()
        var gateway = GatewayOptions(folder: self.configuration.config)
        gateway.port = nil
        gateway.httpPort = 0
        gateway.adminPort = 0
        gateway.eventLoops = 1
        gateway.caFile = self.ca ?? environment.caFile
        gateway.traceKeys = [SecretBytes(utf8: key)]
        gateway.keyVault = try self.vault.access(environment, ca: self.ca)
        return gateway
    }

    /// Runs the gateway, makes the call and ends the gateway.
    private func traced(_ gateway: GatewayOptions, _ key: String) async throws -> TracedCall {
        let environment = CommandEnvironment()
        let (addresses, continuation) = AsyncStream.makeStream(of: GatewayAddresses.self)
        var logger = Logger(label: "signet.gateway")
        logger.logLevel = .error
        let server = GatewayServer(
            options: gateway,
            environment: { environment[$0] },
            logger: logger,
            onStart: {
                continuation.yield($0)
                continuation.finish()
            }
        )
        return try await withThrowingTaskGroup(of: TracedCall?.self) { group in
            group.addTask {
                defer { continuation.finish() }
                try await server.run()
                return nil
            }
            group.addTask {
                for await address in addresses { return try await self.call(address, key) }
                return nil
            }
            while let outcome = try await group.next() {
                guard let outcome else { continue }
                group.cancelAll()
                return outcome
            }
            throw CommandFailure(code: "notStarted", message: "the gateway ended before the call was made")
        }
    }

    private func call(_ addresses: GatewayAddresses, _ key: String) async throws -> TracedCall {
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: HTTPClient.Configuration(redirectConfiguration: .disallow)
        )
        do {
            let outcome = try await call(client, addresses, key)
            try await client.shutdown()
            return outcome
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private func call(_ client: HTTPClient, _ addresses: GatewayAddresses, _ key: String) async throws -> TracedCall {
        var request = HTTPClientRequest(url: "http://\(addresses.host):\(addresses.httpPort ?? 0)\(self.path)")
        request.method = HTTPMethod(rawValue: self.method.uppercased())
        for header in self.header {
            let name = header.prefix { $0 != ":" }
            let value = header.dropFirst(name.count + 1).drop { $0 == " " }
            request.headers.add(name: String(name), value: String(value))
        }
        request.headers.add(name: "Apim-Debug-Authorization", value: key)
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await client.execute(request, timeout: .seconds(300))
        let body = try await response.body.collect(upTo: 16 * 1024 * 1024)
        guard let id = response.headers.first(name: "Apim-Trace-Id"), let port = addresses.adminPort else {
            throw CommandFailure(
                code: "noTrace",
                message: "the gateway answered \(response.status.code) without a trace"
            )
        }
        let reply = try await client.execute(
            HTTPClientRequest(url: "http://\(addresses.host):\(port)/traces/\(id)"),
            timeout: .seconds(10)
        )
        let text = String(buffer: try await reply.body.collect(upTo: 64 * 1024 * 1024))
        guard let trace = try? JSONValue.parse(text) else {
            throw CommandFailure(code: "noTrace", message: "the trace of the call cannot be read")
        }
        return TracedCall(
            status: Int(response.status.code),
            headers: response.headers.map { ($0.name, $0.value) }
                .filter { !["apim-trace-id", "ocp-apim-trace-location"].contains($0.0.lowercased()) },
            body: String(buffer: body),
            trace: trace
        )
    }
}
