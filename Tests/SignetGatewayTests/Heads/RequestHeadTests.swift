// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetGateway

@Suite struct RequestHeadTests {
    static func parse(_ text: String, limits: HeadLimits = HeadLimits()) -> (HeadParse, MessageHead) {
        var head = MessageHead()
        let outcome = head.parseRequest(Array(text.utf8).span, limits: limits)
        return (outcome, head)
    }

    struct Hostile: CustomTestStringConvertible, Sendable {
        let name: String
        let text: String
        let refusal: HeadRefusal
        var testDescription: String { self.name }
    }

    static let hostile: [Hostile] = [
        Hostile(name: "obs-fold", text: "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n", refusal: .foldedField),
        Hostile(name: "bare LF", text: "GET / HTTP/1.1\nHost: a\n\n", refusal: .bareLineEnd),
        Hostile(name: "bare LF after a field", text: "GET / HTTP/1.1\r\nHost: a\n\r\n", refusal: .bareLineEnd),
        Hostile(
            name: "bare CR in a value",
            text: "GET / HTTP/1.1\r\nHost: a\r\nX: 1\rY: 2\r\n\r\n",
            refusal: .bareLineEnd
        ),
        Hostile(
            name: "Content-Length and Transfer-Encoding",
            text: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
            refusal: .contentLengthWithTransferEncoding
        ),
        Hostile(
            name: "repeated Content-Length",
            text: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n",
            refusal: .contentLength
        ),
        Hostile(
            name: "list of Content-Lengths",
            text: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\n",
            refusal: .contentLength
        ),
        Hostile(
            name: "signed Content-Length",
            text: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\n",
            refusal: .contentLength
        ),
        Hostile(
            name: "overflowing Content-Length",
            text: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
            refusal: .contentLength
        ),
        Hostile(
            name: "space before the colon",
            text: "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
            refusal: .malformedFieldName
        ),
        Hostile(name: "no Host", text: "GET / HTTP/1.1\r\nX: 1\r\n\r\n", refusal: .hostCount),
        Hostile(name: "two Hosts", text: "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", refusal: .hostCount),
        Hostile(
            name: "NUL in a value",
            text: "GET / HTTP/1.1\r\nHost: a\r\nX: 1\u{0}2\r\n\r\n",
            refusal: .malformedFieldValue
        ),
        Hostile(
            name: "DEL in a value",
            text: "GET / HTTP/1.1\r\nHost: a\r\nX: 1\u{7F}2\r\n\r\n",
            refusal: .malformedFieldValue
        ),
        Hostile(
            name: "transfer coding before chunked",
            text: "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
            refusal: .transferEncoding
        ),
        Hostile(
            name: "transfer coding with a tab",
            text: "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \u{B}chunked\r\n\r\n",
            refusal: .malformedFieldValue
        ),
        Hostile(name: "version", text: "GET / HTTP/1.2\r\nHost: a\r\n\r\n", refusal: .unsupportedVersion),
        Hostile(name: "empty name", text: "GET / HTTP/1.1\r\nHost: a\r\n: 1\r\n\r\n", refusal: .malformedFieldName),
        Hostile(name: "double space", text: "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", refusal: .malformedTarget),
        Hostile(
            name: "byte over 0x7F in the target",
            text: "GET /\u{E9} HTTP/1.1\r\nHost: a\r\n\r\n",
            refusal: .malformedTarget
        ),
        Hostile(name: "half an escape", text: "GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n", refusal: .malformedTarget),
        Hostile(name: "backslash", text: "GET /a\\b HTTP/1.1\r\nHost: a\r\n\r\n", refusal: .malformedTarget),
        Hostile(name: "fragment", text: "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", refusal: .malformedTarget),
        Hostile(name: "CONNECT", text: "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", refusal: .malformedTarget),
        Hostile(name: "Host with a path", text: "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", refusal: .malformedHost),
        Hostile(name: "Host with a user", text: "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", refusal: .malformedHost),
        Hostile(
            name: "Connection that lists Host",
            text: "GET / HTTP/1.1\r\nHost: a\r\nConnection: close, Host\r\n\r\n",
            refusal: .connectionOption
        ),
        Hostile(
            name: "chunks in HTTP/1.0",
            text: "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
            refusal: .transferEncoding
        ),
        Hostile(
            name: "expectation",
            text: "GET / HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\n\r\n",
            refusal: .expectation
        ),
    ]

    @Test(arguments: hostile)
    func refusesHostileHead(_ hostile: Hostile) {
        #expect(Self.parse(hostile.text).0 == .refused(hostile.refusal))
    }

    @Test(arguments: hostile)
    func refusesHostileHeadInPieces(_ hostile: Hostile) {
        let bytes = Array(hostile.text.utf8)
        var head = MessageHead()
        for count in 1...bytes.count {
            let piece = Array(bytes[..<count])
            switch head.parseRequest(piece.span, limits: HeadLimits()) {
            case .incomplete: continue
            case .refused(let refusal):
                #expect(refusal == hostile.refusal)
                return
            case .complete: Issue.record("accepted")
            }
        }
        Issue.record("never refused")
    }

    @Test func readsHeadByteByByte() {
        let text =
            "POST /a%20b?x=1 HTTP/1.1\r\nHost: a:1\r\nX-Long: \(String(repeating: "v", count: 50))\tw \r\n\r\nrest"
        let bytes = Array(text.utf8)
        let end = bytes.count - 4
        for count in 0..<end {
            #expect(Self.parse(String(decoding: bytes[..<count], as: UTF8.self)).0 == .incomplete)
        }
        let (outcome, head) = Self.parse(text)
        #expect(outcome == .complete(end))
        #expect(head.method == "POST")
        #expect(head.target == "/a%20b?x=1")
        #expect(head.text(head.pathRange) == "/a%20b")
        #expect(head.queryRange.map(head.text) == "x=1")
        #expect(head.values(of: "x-long") == ["\(String(repeating: "v", count: 50))\tw"])
    }

    @Test func limitsSizeAndNumberOfFields() {
        let long = "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "v", count: 200))"
        #expect(Self.parse(long, limits: HeadLimits(bytes: 128)).0 == .refused(.tooLarge))
        #expect(Self.parse(long + "\r\n\r\n", limits: HeadLimits(bytes: 128)).0 == .refused(.tooLarge))
        let many = "GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: 1\r\n", count: 9) + "\r\n"
        #expect(Self.parse(many, limits: HeadLimits(fields: 9)).0 == .refused(.tooManyFields))
        #expect(Self.parse(many, limits: HeadLimits(fields: 10)).0 == .complete(many.utf8.count))
    }

    @Test(arguments: [
        ("HTTP/1.1\r\nHost: a", true), ("HTTP/1.1\r\nHost: a\r\nConnection: close", false),
        ("HTTP/1.1\r\nHost: a\r\nConnection: Close, X", false), ("HTTP/1.0", false),
        ("HTTP/1.0\r\nConnection: keep-alive", true),
    ])
    func knowsWhetherTheConnectionStays(_ rest: String, _ expected: Bool) {
        #expect(Self.parse("GET / \(rest)\r\n\r\n").1.keepsAlive == expected)
    }

    @Test func dropsFieldsThatConnectionLists() {
        let (_, head) = Self.parse("GET / HTTP/1.1\r\nHost: a\r\nX-Secret: 1\r\nConnection: X-Secret\r\nY: 2\r\n\r\n")
        #expect(head.values(of: "X-Secret") == [])
        #expect(head.values(of: "Y") == ["2"])
    }

    @Test func takesAbsoluteFormApart() {
        let (outcome, head) = Self.parse("GET https://gateway:8443/a?b HTTP/1.1\r\nHost: other\r\n\r\n")
        #expect(outcome == .complete(54))
        #expect(head.authority == "gateway:8443")
        #expect(head.target == "/a?b")
    }

    @Test func ownFieldsCannotWriteLines() {
        var (_, head) = Self.parse("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        for (name, value) in [("X", "1\r\nY: 2"), ("X: 1\r\nY", "2"), ("", "2")] {
            let isAdded = head.append(name, value)
            #expect(!isAdded)
        }
        let isAdded = head.append("X", "ü")
        #expect(isAdded)
        #expect(head.values(of: "x") == ["ü"])
        head.remove("X")
        #expect(head.values(of: "x") == [])
    }
}
