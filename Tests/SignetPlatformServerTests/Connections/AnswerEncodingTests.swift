// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SignetPlatform
import Testing

@testable import SignetPlatformServer

@Suite struct AnswerEncodingTests {
    private func text(_ answer: PlatformResponse, isLast: Bool = false, bodyBytes: Int? = nil) -> String {
        let date = "Thu, 01 Jan 1970 00:00:00 GMT"
        let bytes = AnswerEncoding.encode(answer, date: date, isLast: isLast, bodyBytes: bodyBytes, .init())
        return String(buffer: bytes)
    }

    @Test func writesHeadAndBody() {
        let answer = PlatformResponse(status: 200, headers: [("X-A", "b")], body: Array("body".utf8))
        #expect(
            text(answer)
                == "HTTP/1.1 200 OK\r\nX-A: b\r\nContent-Length: 4\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\nbody"
        )
        #expect(text(answer, isLast: true).contains("\r\nConnection: close\r\n"))
        let half = text(answer, bodyBytes: 2)
        #expect(half.contains("\r\nContent-Length: 4\r\n") && half.hasSuffix("\r\n\r\nbo"))
    }

    @Test func keepsTheLengthOfABodyThatStaysAway() {
        let answer = PlatformResponse(status: 200, body: [1, 2, 3]).withoutBody()
        #expect(text(answer).components("Content-Length: ") == ["3"])
        #expect(text(PlatformResponse(status: 204)).components("Content-Length: ").isEmpty)
        #expect(text(PlatformResponse(status: 503)).components("Content-Length: ") == ["0"])
    }

    @Test(arguments: ["a\r\nX-Evil: 1", "a\nX-Evil: 1", "a\u{0}b", "a\u{7F}b"])
    func noValueEndsItsLine(value: String) {
        let head = text(PlatformResponse(status: 200, headers: [("X-A", value)]))
        #expect(!head.components("\r\n").contains { $0.hasPrefix("X-Evil") })
        #expect(head.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x0D || $0 == 0x0A })
        #expect(head.utf8.filter { $0 == 0x0A }.count == 5)
    }

    @Test(arguments: ["", "a b", "a:b", "a\r\nb", "ä"])
    func aNameThatIsNoneIsLeftOut(name: String) {
        #expect(!text(PlatformResponse(status: 200, headers: [(name, "value")])).contains("value"))
    }
}

extension String {
    /// What stands behind each place of a text, up to the end of its line.
    fileprivate func components(_ separator: String) -> [String] {
        var found: [String] = []
        var rest = self[...]
        while let range = rest.firstRange(of: separator) {
            rest = rest[range.upperBound...]
            found.append(String(rest.prefix { $0 != "\r\n" }))
        }
        return found
    }
}
