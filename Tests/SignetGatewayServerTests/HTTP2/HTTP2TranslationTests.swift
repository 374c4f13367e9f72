// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHPACK
import NIOHTTP2
import SignetGateway
import Testing

@testable import SignetGatewayServer

/// Requests and answers between HTTP/2 and HTTP/1.1, without a connection.
@Suite struct HTTP2TranslationTests {
    private static func frames(_ text: String, step: Int, isToHead: Bool = false) -> [String]? {
        var answer = HTTP2Answer(limits: HeadLimits())
        answer.isToHead = isToHead
        var described: [String] = []
        var data = ""
        var rest = ByteBuffer(string: text)
        while let part = rest.readSlice(length: min(step, rest.readableBytes)), part.readableBytes > 0 {
            guard let frames = answer.frames(part) else { return nil }
            for frame in frames {
                switch frame {
                case .headers(let headers):
                    let fields = headers.headers.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
                    described.append("\(data)[\(fields)]\(headers.endStream ? "." : "")")
                    data = ""
                case .data(let body):
                    if case .byteBuffer(let bytes) = body.data { data += String(buffer: bytes) }
                    if body.endStream { described.append("\(data).") }
                default: return nil
                }
            }
        }
        return described
    }

    @Test(arguments: [1, 3, 1_000])
    func answersBecomeTheSameFramesHoweverTheyAreWritten(_ step: Int) {
        let length = Self.frames(
            "HTTP/1.1 200 OK\r\nX-A: 1\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody",
            step: step
        )
        #expect(length == ["[:status=200 x-a=1 content-length=4]", "body."])
        let chunked = Self.frames(
            "HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 7\r\n\r\n",
            step: step
        )
        #expect(chunked == ["[:status=103 link=x]", "[:status=200]", "abcde[x-sum=7]."])
        let head = Self.frames("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", step: step, isToHead: true)
        #expect(head == ["[:status=200 content-length=9]."])
        #expect(Self.frames("HTTP/1.1 204 No\r\n\r\n", step: step) == ["[:status=204]."])
    }

    @Test func whatIsNoAnswerIsRefused() {
        #expect(Self.frames("garbage\r\n\r\n", step: 1_000) == nil)
        #expect(Self.frames("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab", step: 1_000) == nil)
    }

    @Test func requestsBecomeHeads() throws {
        let headers: HPACKHeaders = [
            ":method": "POST", ":scheme": "https", ":authority": "g", ":path": "/x?q", "cookie": "a=1", "x": "1",
            "cookie": "b=2",
        ]
        let request = try #require(HTTP2Request(headers, endStream: false))
        #expect(request.isChunked)
        #expect(
            String(buffer: request.bytes)
                == "POST /x?q HTTP/1.1\r\nHost: g\r\nx: 1\r\ncookie: a=1; b=2\r\ntransfer-encoding: chunked\r\n\r\n"
        )
        #expect(try #require(HTTP2Request(headers, endStream: true)).isChunked == false)
    }
}
