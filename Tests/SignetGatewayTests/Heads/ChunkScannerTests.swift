// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetGateway

@Suite struct ChunkScannerTests {
    struct Case: Sendable {
        let text: String
        let outcome: ChunkScanner.Outcome
        let data: String
        let rest: Int
    }

    static let cases = [
        Case(text: "3\r\nabc\r\n0\r\n\r\n", outcome: .complete, data: "abc", rest: 0),
        Case(text: "3\r\nabc\r\n0\r\n\r\nGET /", outcome: .complete, data: "abc", rest: 5),
        Case(
            text: "A\r\n0123456789\r\n1\r\nx\r\n0\r\nTrailer: 1\r\n\r\n",
            outcome: .complete,
            data: "0123456789x",
            rest: 0
        ),
        Case(text: "0\r\n\r\n", outcome: .complete, data: "", rest: 0),
        Case(text: "3\r\nab", outcome: .incomplete, data: "ab", rest: 0),
        Case(text: "3\nabc\r\n0\r\n\r\n", outcome: .refused, data: "", rest: 11),
        Case(text: "3 \r\nabc\r\n0\r\n\r\n", outcome: .refused, data: "", rest: 13),
        Case(text: "\r\n", outcome: .refused, data: "", rest: 2),
        Case(text: "-1\r\n", outcome: .refused, data: "", rest: 4),
        Case(text: "0x3\r\nabc", outcome: .refused, data: "", rest: 7),
        Case(text: "3\r\nabcd\r\n", outcome: .refused, data: "abc", rest: 3),
        Case(text: "3;x=1\r\nabc\r\n0\r\n\r\n", outcome: .refused, data: "", rest: 16),
        Case(text: "ffffffffffffffff\r\n", outcome: .refused, data: "", rest: 3),
        Case(text: "0\r\nbad trailer\n\r\n", outcome: .refused, data: "", rest: 3),
    ]

    private func scan(_ text: String, step: Int, extensions: Bool = false) -> (ChunkScanner.Outcome, [UInt8], Int) {
        let bytes = Array(text.utf8)
        var scanner = ChunkScanner(allowsExtensions: extensions)
        var data: [UInt8] = []
        var position = 0
        while position < bytes.count {
            let piece = Array(bytes[position..<min(position + step, bytes.count)])
            let (consumed, outcome) = scanner.scan(piece.span) { data += piece[$0] }
            position += consumed
            if outcome != .incomplete { return (outcome, data, bytes.count - position) }
        }
        return (.incomplete, data, 0)
    }

    @Test(arguments: cases, [1, 3, 1000])
    func findsTheEnd(_ item: Case, _ step: Int) {
        let (outcome, data, rest) = scan(item.text, step: step)
        #expect(outcome == item.outcome)
        #expect(String(decoding: data, as: UTF8.self) == item.data)
        #expect(rest == item.rest)
    }

    @Test func allowsExtensionsWhereToldTo() {
        let (outcome, data, _) = scan("3;x=1\r\nabc\r\n0\r\n\r\n", step: 2, extensions: true)
        #expect(outcome == .complete)
        #expect(data == Array("abc".utf8))
    }

    @Test func limitsExtensionsAndTrailers() {
        let trailers = String(repeating: "T: \(String(repeating: "v", count: 1000))\r\n", count: 9)
        #expect(scan("0\r\n\(trailers)\r\n", step: 100).0 == .refused)
    }
}
