// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import ServiceLifecycle
import Testing

@testable import SignetGatewayServer

/// Callers that do not read what they are answered.
@Suite(.timeLimit(.minutes(15))) struct SlowReaderTests {
    private static func metrics(_ addresses: GatewayAddresses?) async throws -> [String] {
        let request = "GET /metrics HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n"
        let text = try await RawClient.exchange(port: addresses?.adminPort, request)
        return text.split(separator: "\n").map(String.init)
    }

    private static func options(_ folder: GatewayConfigurationFolder) -> GatewayOptions {
        var options = GatewayOptions(folder: folder.path)
        options.port = nil
        options.httpPort = 0
        options.adminPort = 0
        options.eventLoops = 1
        return options
    }

    @Test func whoOnlyAsksIsNotAnsweredIntoMemory() async throws {
        let (size, count) = (64 * 1024, 1000)
        let body = String(repeating: "x", count: size - 1) + "#"
        let folder = try GatewayConfigurationFolder()
        try folder.writeAPI(
            "a",
            service: "http://127.0.0.1:1",
            inbound: "<return-response><set-body>\(body)</set-body></return-response>"
        )
        try folder.writeAPI("b", service: "http://127.0.0.1:1", inbound: "<return-response />")
        let request = "GET /a/x HTTP/1.1\r\nHost: g\r\n\r\n"
        let last = "GET /a/x HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n"
        let answers = try await withGateway(Self.options(folder)) { addresses in
            try await RawClient.with(port: addresses.httpPort, reads: false) { connection in
                try await connection.send(String(repeating: request, count: count - 1) + last)
                // Whoever reads is served meanwhile.
                for _ in 0..<100 {
                    let other = "GET /b/x HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n"
                    #expect(try await RawClient.exchange(port: addresses.httpPort, other).hasPrefix("HTTP/1.1 200 "))
                }
                let line = try await Self.metrics(addresses).first { $0.contains("api=\"a\",status=\"2xx\"") }
                let served = line.flatMap { $0.split(separator: " ").last }.flatMap { Int($0) } ?? count
                #expect(served < count)
                try await connection.startReading()
                return try await connection.receiveAll().utf8.count { $0 == UInt8(ascii: "#") }
            }
        }
        #expect(answers == count)
    }

    @Test func anAnswerOnItsWayOutlastsTheDrain() async throws {
        let size = 8 * 1024 * 1024
        let body = String(repeating: "x", count: size)
        let backend = try await ScriptedBackend.answering("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n\(body)")
        let folder = try GatewayConfigurationFolder()
        // A body that a policy reads is sent as a whole.
        try folder.writeAPI(
            "a",
            service: backend.url,
            inbound: "<base />",
            outbound: "<find-and-replace from=\"y\" to=\"z\" />"
        )
        let (starts, continuation) = AsyncStream.makeStream(of: GatewayAddresses.self)
        let logger = Logger(label: "gateway") { _ in LogRecorder() }
        let gateway = GatewayServer(options: Self.options(folder), logger: logger) { continuation.yield($0) }
        let group = ServiceGroup(services: [gateway], logger: logger)
        async let running: Void = group.run()
        var iterator = starts.makeAsyncIterator()
        let addresses = await iterator.next()
        let answer = try await RawClient.with(port: addresses?.httpPort, reads: false) { connection in
            try await connection.send("GET /a/x HTTP/1.1\r\nHost: g\r\n\r\n")
            // Once it is counted, the gateway has written it as far as the caller takes it.
            let isWritten = try await eventually {
                try await Self.metrics(addresses).contains("signet_gateway_calls_total{api=\"a\",status=\"2xx\"} 1")
            }
            #expect(isWritten)
            try await RawClient.with(port: addresses?.httpPort) { idle in
                await group.triggerGracefulShutdown()
                // The newer connection is told after the older one.
                let nothing = try await idle.receiveAll()
                #expect(nothing.isEmpty)
            }
            try await connection.startReading()
            return try await connection.receiveAll()
        }
        try await running
        #expect(answer.utf8.count > size)
    }
}
