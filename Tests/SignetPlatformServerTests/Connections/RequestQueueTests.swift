// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import Testing

@testable import SignetPlatformServer

@Suite struct RequestQueueTests {
    private static let limit = 8

    private func head(_ uri: String, _ headers: [(String, String)] = []) -> HTTPServerRequestPart {
        .head(HTTPRequestHead(version: .http1_1, method: .POST, uri: uri, headers: HTTPHeaders(headers)))
    }

    private func body(_ text: String) -> HTTPServerRequestPart { .body(ByteBuffer(string: text)) }

    private func request(_ uri: String, _ headers: [(String, String)] = []) -> [HTTPServerRequestPart] {
        [head(uri, headers), body("ab"), body("c"), .end(nil)]
    }

    private func queue(_ parts: [HTTPServerRequestPart]) -> RequestQueue {
        var queue = RequestQueue(greatestBody: Self.limit)
        for part in parts { queue.receive(part) }
        return queue
    }

    /// What a queue wants done next, as a short text.
    private func next(_ queue: inout RequestQueue) -> String {
        switch queue.next() {
        case .none: "nothing"
        case .answer(let request) where request.isTooLarge: "\(request.head.uri) too large"
        case .answer(let request): "\(request.head.uri) \(String(decoding: request.body, as: UTF8.self))"
        case .invite: "invite"
        case .refuse: "refuse"
        case .end: "end"
        case .close: "close"
        }
    }

    @Test func requestsAreAnsweredOneAfterTheOther() {
        var queue = queue(request("/a") + request("/b"))
        #expect(next(&queue) == "/a abc")
        #expect(queue.isAnswering && next(&queue) == "nothing")
        queue.finishAnswer()
        #expect(next(&queue) == "/b abc")
        queue.finishAnswer()
        #expect(next(&queue) == "nothing")
    }

    @Test func anIncompleteRequestWaits() {
        var queue = queue(Array(request("/a").dropLast()))
        #expect(next(&queue) == "nothing")
        queue.receive(.end(nil))
        #expect(next(&queue) == "/a abc")
    }

    @Test(arguments: [true, false])
    func aBodyThatIsTooLargeIsAnsweredBeforeItsEnd(isDeclared: Bool) {
        var queue = RequestQueue(greatestBody: Self.limit)
        queue.receive(head("/a", isDeclared ? [("Content-Length", "9")] : []))
        if !isDeclared {
            queue.receive(body("12345678"))
            #expect(next(&queue) == "nothing")
            queue.receive(body("9"))
        }
        #expect(next(&queue) == "/a too large")
        queue.receive(body("more"))
        queue.finishAnswer()
        #expect(next(&queue) == "nothing")
        queue.receive(.end(nil))
        for part in request("/b") { queue.receive(part) }
        #expect(next(&queue) == "/b abc")
    }

    @Test func whoWaitsWithTheBodyIsInvited() {
        var queue = queue([head("/a", [("Expect", "100-Continue"), ("Content-Length", "3")])])
        #expect(next(&queue) == "invite")
        #expect(next(&queue) == "nothing")
        queue.receive(body("abc"))
        queue.receive(.end(nil))
        #expect(next(&queue) == "/a abc")
        #expect(!queue.endsBehindAnswer)
    }

    @Test func whoWaitsWithABodyThatIsTooLargeIsNotInvited() {
        var queue = queue([head("/a", [("Expect", "100-continue"), ("Content-Length", "9")])])
        #expect(next(&queue) == "/a too large")
        #expect(queue.endsBehindAnswer)
        queue.finishAnswer()
        #expect(next(&queue) == "end")
    }

    @Test func aClientOfHTTP10IsNotInvited() {
        let headers = HTTPHeaders([("Expect", "100-continue")])
        var queue = queue([.head(HTTPRequestHead(version: .http1_0, method: .POST, uri: "/a", headers: headers))])
        #expect(next(&queue) == "nothing")
    }

    @Test func whoAsksForTheEndGetsItBehindTheAnswer() {
        var queue = queue(request("/a", [("Connection", "close")]) + request("/b"))
        #expect(next(&queue) == "/a abc")
        #expect(queue.endsBehindAnswer)
        queue.finishAnswer()
        #expect(next(&queue) == "end")
        for part in request("/c") { queue.receive(part) }
        #expect(next(&queue) == "nothing")
        queue.receiveInputEnd()
        #expect(next(&queue) == "close")
    }

    @Test func whatIsNoHTTPIsRefusedBehindTheAnswersThatAreDue() {
        var queue = queue(request("/a"))
        queue.receiveMalformed()
        #expect(next(&queue) == "/a abc")
        queue.finishAnswer()
        #expect(next(&queue) == "refuse")
        #expect(next(&queue) == "nothing")
    }

    @Test func aBodyThatIsNoHTTPGetsNoSecondAnswer() {
        var queue = queue([head("/a", [("Content-Length", "9")])])
        #expect(next(&queue) == "/a too large")
        queue.receiveMalformed()
        queue.finishAnswer()
        #expect(next(&queue) == "end")
    }

    @Test(arguments: [0, 2])
    func aClientThatSendsNoMoreGetsWhatItAskedFor(parts: Int) {
        var queue = queue(request("/a") + request("/b").prefix(parts))
        queue.receiveInputEnd()
        #expect(next(&queue) == "/a abc")
        queue.finishAnswer()
        #expect(next(&queue) == "close")
    }

    @Test func aServerOnItsWayDownAnswersWhatItHasBegun() {
        var idle = queue([])
        idle.quiesce()
        #expect(next(&idle) == "close")
        var reading = queue([head("/a")])
        #expect(next(&reading) == "nothing")
        reading.quiesce()
        #expect(next(&reading) == "nothing")
        reading.receive(.end(nil))
        #expect(next(&reading) == "/a ")
        reading.finishAnswer()
        #expect(next(&reading) == "close")
        var answering = queue(request("/a") + request("/b"))
        #expect(next(&answering) == "/a abc")
        answering.quiesce()
        #expect(answering.endsBehindAnswer)
        answering.finishAnswer()
        #expect(next(&answering) == "close")
    }
}
