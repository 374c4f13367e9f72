// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import ServiceLifecycle
import Testing

@testable import SignetGatewayServer

/// The data path over plain HTTP with backends that are told what to send.
@Suite(.timeLimit(.minutes(15))) struct ExchangeTests {
    static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    private func withBackend<Result: Sendable>(
        _ backend: ScriptedBackend,
        _ body: @escaping @Sendable (Int?) async throws -> Result
    ) async throws -> Result {
        let folder = try GatewayConfigurationFolder()
        try folder.writeAPI("a", service: "\(backend.url)/base")
        return try await withGateway(folder) { try await body($0.httpPort) }
    }

    @Test func forwardsRequestAndAnswer() async throws {
        let backend = try await ScriptedBackend.answering(
            "HTTP/1.1 201 Made\r\nX-A: 1\r\nKeep-Alive: 5\r\nContent-Length: 2\r\n\r\nok"
        )
        let answer = try await withBackend(backend) {
            try await RawClient.exchange(
                port: $0,
                "GET /a/x%20y?q=1 HTTP/1.1\r\nHost: g\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nTE: trailers\r\nX-B: 2\r\n\r\n"
            )
        }
        #expect(answer == "HTTP/1.1 201 Made\r\nX-A: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        let request = try #require(backend.received.first)
        let authority = backend.url.dropFirst(7)
        #expect(
            request
                == "GET /base/x%20y?q=1 HTTP/1.1\r\nX-B: 2\r\nHost: \(authority)\r\nX-Forwarded-For: 127.0.0.1\r\n\r\n"
        )
    }

    @Test func answersUnknownPathAsAPIManagement() async throws {
        let backend = try await ScriptedBackend.answering(Self.ok)
        let answer = try await withBackend(backend) {
            try await RawClient.exchange(port: $0, "GET /nowhere HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n")
        }
        #expect(answer.hasPrefix("HTTP/1.1 404 Resource Not Found\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n{ \"statusCode\": 404, \"message\": \"Resource not found\" }"))
        #expect(backend.received.isEmpty)
    }

    @Test func answersPipelinedRequestsInOrderOnOneConnection() async throws {
        let backend = try await ScriptedBackend { received, _ in
            guard received.hasSuffix("\r\n\r\n") else { return .more }
            let path = String(received.split(separator: " ")[1])
            return .send("HTTP/1.1 200 OK\r\nContent-Length: \(path.utf8.count)\r\n\r\n\(path)")
        }
        let request = { @Sendable (path: String) in "GET /a/\(path) HTTP/1.1\r\nHost: g\r\n\r\n" }
        let last = "GET /a/4 HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n"
        let answer = try await withBackend(backend) {
            try await RawClient.exchange(port: $0, request("1") + request("2") + request("3") + last)
        }
        #expect(answer.split(separator: "/base/").dropFirst().map { $0.prefix(1) } == ["1", "2", "3", "4"])
        #expect(backend.connections == 1)
    }

    @Test func readsRequestByteByByte() async throws {
        let backend = try await ScriptedBackend { received, _ in received.hasSuffix("abc") ? .send(Self.ok) : .more }
        let answer = try await withBackend(backend) { port in
            try await RawClient.with(port: port) { connection in
                let text = "POST /a/x HTTP/1.1\r\nHost: g\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc"
                for character in text.unicodeScalars { try await connection.send(String(character)) }
                return try await connection.receiveAll()
            }
        }
        #expect(answer.hasSuffix("ok"))
        #expect(backend.received.first?.hasSuffix("\r\n\r\nabc") == true)
    }

    @Test func streamsChunksBothWays() async throws {
        let chunks = "5\r\nhello\r\n6\r\n world\r\n0\r\nX-T: 1\r\n\r\n"
        let backend = try await ScriptedBackend { received, _ in
            received.hasSuffix(chunks) ? .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)") : .more
        }
        let answer = try await withBackend(backend) { port in
            try await RawClient.with(port: port) { connection in
                try await connection.send("POST /a/x HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel")
                try await connection.send("lo\r\n6\r\n world\r\n0\r\nX-T: 1\r\n\r\n")
                return try await connection.receive(until: "X-T: 1\r\n\r\n")
            }
        }
        #expect(answer == "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)")
    }

    @Test func unfoldsChunksForHTTP10() async throws {
        let backend = try await ScriptedBackend.answering(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
        )
        let answer = try await withBackend(backend) {
            try await RawClient.exchange(port: $0, "GET /a/x HTTP/1.0\r\nHost: g\r\n\r\n")
        }
        #expect(answer == "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabcde")
    }

    @Test func answersHeadWithoutBody() async throws {
        let backend = try await ScriptedBackend.answering("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        let answer = try await withBackend(backend) { port in
            try await RawClient.with(port: port) { connection in
                try await connection.send("HEAD /a/x HTTP/1.1\r\nHost: g\r\n\r\n")
                let first = try await connection.receive(until: "\r\n\r\n")
                try await connection.send("HEAD /a/y HTTP/1.1\r\nHost: g\r\n\r\n")
                return try await first + connection.receive(until: "\r\n\r\n")
            }
        }
        let one = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
        #expect(answer == one + one)
        #expect(backend.connections == 1)
    }

    @Test func handsOnEarlyHintsAndHidesContinue() async throws {
        let backend = try await ScriptedBackend.answering(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n" + Self.ok
        )
        let answer = try await withBackend(backend) {
            try await RawClient.exchange(port: $0, "GET /a/x HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n")
        }
        #expect(
            answer == "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
        )
    }

    @Test func asksForTheBodyThatAwaitsContinue() async throws {
        let backend = try await ScriptedBackend { received, _ in received.hasSuffix("abc") ? .send(Self.ok) : .more }
        let answer = try await withBackend(backend) { port in
            try await RawClient.with(port: port) { connection in
                try await connection.send(
                    "POST /a/x HTTP/1.1\r\nHost: g\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"
                )
                let first = try await connection.receive(until: "\r\n\r\n")
                try await connection.send("abc")
                return try await first + connection.receive(until: "ok")
            }
        }
        #expect(answer == "HTTP/1.1 100 Continue\r\n\r\n" + Self.ok)
        #expect(backend.received.first?.contains("Expect") == false)
    }

    @Test func closesBothSidesAfterAnEarlyAnswer() async throws {
        let backend = try await ScriptedBackend { received, connection in
            // The first connection answers before the body has come; the rest of it must reach nobody.
            received.contains("\r\n\r\n")
                ? .send(connection == 1 ? "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n" : Self.ok) : .more
        }
        let answers = try await withBackend(backend) { port in
            let first = try await RawClient.with(port: port) { connection in
                try await connection.send("POST /a/x HTTP/1.1\r\nHost: g\r\nContent-Length: 100\r\n\r\nGET /smuggled")
                return try await connection.receiveAll()
            }
            let second = try await RawClient.exchange(
                port: port,
                "GET /a/y HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n"
            )
            return [first, second]
        }
        #expect(answers[0] == "HTTP/1.1 401 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        #expect(answers[1].hasSuffix("ok"))
        #expect(backend.connections == 2)
    }

    @Test func repeatsCallOnceWhenAnIdleConnectionHasClosed() async throws {
        let backend = try await ScriptedBackend { received, connection in
            guard received.hasSuffix("\r\n\r\n") else { return .more }
            // The first connection serves one call and dies under the next.
            if connection == 1, received.contains("/second") { return .sendAndClose("") }
            return .send(Self.ok)
        }
        let answer = try await withBackend(backend) { port in
            try await RawClient.with(port: port) { connection in
                try await connection.send("GET /a/first HTTP/1.1\r\nHost: g\r\n\r\n")
                let first = try await connection.receive(until: "ok")
                try await connection.send("GET /a/second HTTP/1.1\r\nHost: g\r\n\r\n")
                return try await first + connection.receive(until: "ok")
            }
        }
        #expect(answer == Self.ok + Self.ok)
        #expect(backend.connections == 2)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\nContent-Length: 2\n\nok", "nonsense nonsense\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok", "HTTP/1.1 101 Switching\r\n\r\n", "",
    ])
    func answers500ForMalformedAnswer(_ text: String) async throws {
        let backend = try await ScriptedBackend { received, _ in
            received.hasSuffix("\r\n\r\n") ? .sendAndClose(text) : .more
        }
        let answer = try await withBackend(backend) {
            try await RawClient.exchange(port: $0, "GET /a/x HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n")
        }
        #expect(answer.hasPrefix("HTTP/1.1 500 Internal Server Error\r\n"))
        #expect(answer.contains("{ \"statusCode\": 500, \"message\": \"Internal server error\", \"activityId\": \""))
        #expect(backend.connections == 1)
    }

    @Test func cutsOffWhenTheBackendLiesAboutTheLength() async throws {
        let backend = try await ScriptedBackend { received, _ in
            received.hasSuffix("\r\n\r\n") ? .sendAndClose("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc") : .more
        }
        let answer = try await withBackend(backend) {
            try await RawClient.exchange(port: $0, "GET /a/x HTTP/1.1\r\nHost: g\r\n\r\n")
        }
        #expect(answer == "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
    }

    @Test func neverReusesAConnectionWithBytesLeftOver() async throws {
        let backend = try await ScriptedBackend.answering(Self.ok + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
        let answer = try await withBackend(backend) { port in
            try await RawClient.with(port: port) { connection in
                try await connection.send("GET /a/1 HTTP/1.1\r\nHost: g\r\n\r\n")
                let first = try await connection.receive(until: "ok")
                try await connection.send("GET /a/2 HTTP/1.1\r\nHost: g\r\n\r\n")
                return try await first + connection.receive(until: "ok")
            }
        }
        #expect(answer == Self.ok + Self.ok)
        #expect(backend.connections == 2)
    }

    @Test func refusesBrokenChunksOfACaller() async throws {
        let backend = try await ScriptedBackend { received, _ in .more }
        let answer = try await withBackend(backend) {
            try await RawClient.exchange(
                port: $0,
                "POST /a/x HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: chunked\r\n\r\n3;x\r\nabc\r\n0\r\n\r\n"
            )
        }
        #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
    }

    @Test(arguments: [
        ("GET /a/x HTTP/1.1\r\nHost: g\r\nX: 1\r\n 2\r\n\r\n", "400 Bad Request"),
        ("GET /a/x HTTP/1.1\nHost: g\n\n", "400 Bad Request"),
        ("POST /a/x HTTP/1.1\r\nHost: g\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", "400 Bad Request"),
        ("GET /a/x HTTP/3.0\r\nHost: g\r\n\r\n", "505 HTTP Version Not Supported"),
        ("GET /a/x HTTP/1.1\r\nHost: g\r\nExpect: 200-maybe\r\n\r\n", "417 Expectation Failed"),
        (
            "GET /a/x HTTP/1.1\r\nHost: g\r\nX: \(String(repeating: "x", count: 40_000))",
            "431 Request Header Fields Too Large"
        ),
        ("GET /a/%2e%2e/x HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n", "400 Bad Request"),
    ])
    func refusesHostileRequestAndCloses(_ request: String, _ status: String) async throws {
        let backend = try await ScriptedBackend.answering(Self.ok)
        let next = "GET /a/next HTTP/1.1\r\nHost: g\r\n\r\n"
        let answer = try await withBackend(backend) { try await RawClient.exchange(port: $0, request + next) }
        #expect(answer.hasPrefix("HTTP/1.1 \(status)\r\n"))
        #expect(answer.contains("Connection: close\r\n"))
        #expect(backend.received.isEmpty)
    }

    @Test func drainsCallsUnderWay() async throws {
        let release = Flag()
        let backend = try await ScriptedBackend { received, _ in
            guard received.hasSuffix("go") else { return .more }
            return .send(release.isSet ? Self.ok : "HTTP/1.1 500 Early\r\nContent-Length: 0\r\n\r\n")
        }
        let folder = try GatewayConfigurationFolder()
        try folder.writeAPI("a", service: backend.url)
        var options = GatewayOptions(folder: folder.path)
        options.port = nil
        options.httpPort = 0
        let (addresses, continuation) = AsyncStream.makeStream(of: GatewayAddresses.self)
        let gateway = GatewayServer(options: options, logger: Logger(label: "gateway") { _ in LogRecorder() }) {
            continuation.yield($0)
        }
        let group = ServiceGroup(services: [gateway], logger: Logger(label: "group") { _ in LogRecorder() })
        async let running: Void = group.run()
        var iterator = addresses.makeAsyncIterator()
        let port = await iterator.next()?.httpPort
        let (first, second) = try await RawClient.with(port: port) { connection in
            try await RawClient.with(port: port) { idle in
                try await connection.send("POST /a/x HTTP/1.1\r\nHost: g\r\nContent-Length: 2\r\n\r\n")
                _ = await eventually { backend.connections == 1 }
                await group.triggerGracefulShutdown()
                // The idle connection ends at once; the call under way gets its answer first.
                let nothing = try await idle.receiveAll()
                release.set()
                try await connection.send("go")
                return (try await connection.receiveAll(), nothing)
            }
        }
        try await running
        #expect(first == "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        #expect(second.isEmpty)
    }

    @Test func passesLargeBodiesWithBackPressure() async throws {
        let size = 8 * 1024 * 1024
        let body = String(repeating: "0123456789abcdef", count: size / 16)
        let backend = try await ScriptedBackend { received, _ in
            // Counting the bytes of the whole each time would be slow: the end is marked.
            received.utf8.suffix(3).elementsEqual("END".utf8)
                ? .send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n\(body)") : .more
        }
        let answer = try await withBackend(backend) {
            try await RawClient.exchange(
                port: $0,
                "POST /a/x HTTP/1.1\r\nHost: g\r\nConnection: close\r\nContent-Length: \(size + 3)\r\n\r\n\(body)END"
            )
        }
        #expect(answer.utf8.count > size)
        #expect(answer.hasSuffix(body))
        #expect(backend.received.first?.hasSuffix("\(body)END") == true)
    }
}
