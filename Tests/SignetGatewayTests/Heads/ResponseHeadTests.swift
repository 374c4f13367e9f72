// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetGateway

@Suite struct ResponseHeadTests {
    private func parse(_ text: String) -> (HeadParse, MessageHead) {
        var head = MessageHead()
        let outcome = head.parseResponse(Array(text.utf8).span, limits: HeadLimits())
        return (outcome, head)
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", 200, "OK"), ("HTTP/1.1 404\r\n\r\n", 404, ""),
        ("HTTP/1.0 500 Some long reason\r\n\r\n", 500, "Some long reason"), ("HTTP/1.1 204 \r\n\r\n", 204, ""),
    ])
    func readsStatusLine(_ text: String, _ status: Int, _ reason: String) {
        let (outcome, head) = parse(text)
        #expect(outcome == .complete(text.utf8.count))
        #expect(head.status == status)
        #expect(head.text(head.reasonRange) == reason)
    }

    @Test(arguments: [
        "HTTP/2.0 200 OK\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n", "HTTP/1.1 099 OK\r\n\r\n", "HTTP/1.1  200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\nX: 1\r\n\r\n", "HTTP/1.1 200 OK\r\nX : 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    ])
    func refusesMalformedHead(_ text: String) {
        guard case .refused = parse(text).0 else {
            Issue.record("accepted")
            return
        }
    }

    @Test func waitsForTheEnd() {
        let text = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n"
        for count in 0..<text.utf8.count {
            let piece = String(decoding: Array(text.utf8)[..<count], as: UTF8.self)
            #expect(parse(piece).0 == .incomplete)
        }
    }
}
