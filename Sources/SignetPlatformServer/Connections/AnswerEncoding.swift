// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import SignetPlatform

/// Writes an answer as HTTP/1.1, head and body in one piece: one record of TLS, one call of the kernel.
enum AnswerEncoding {
    /// The bytes of an answer.
    ///
    /// A field whose name is none is left out; what no value may hold becomes a space, so that no value can end its line.
    ///
    /// - Parameters:
    ///   - answer: The answer.
    ///   - date: The value of the field `Date`.
    ///   - isLast: Whether the connection ends behind it.
    ///   - bodyBytes: How much of the body is written; all where nothing is said.
    ///   - allocator: Where the memory comes from.
    /// - Returns: The bytes.
    static func encode(
        _ answer: PlatformResponse,
        date: String,
        isLast: Bool,
        bodyBytes: Int? = nil,
        _ allocator: ByteBufferAllocator
    ) -> ByteBuffer {
        let shown = min(bodyBytes ?? answer.body.count, answer.body.count)
        var buffer = allocator.buffer(capacity: capacity(answer) + shown)
        let status = HTTPResponseStatus(statusCode: answer.status)
        buffer.writeString("HTTP/1.1 ")
        buffer.writeString(String(status.code))
        buffer.writeString(" ")
        buffer.writeString(status.reasonPhrase)
        buffer.writeString("\r\n")
        var hasLength = false
        for (name, value) in answer.headers where isName(name) {
            hasLength = hasLength || isLength(name)
            write(name, value, to: &buffer)
        }
        if !hasLength, status.mayHaveResponseBody { write("Content-Length", String(answer.body.count), to: &buffer) }
        write("Date", date, to: &buffer)
        if isLast { write("Connection", "close", to: &buffer) }
        buffer.writeString("\r\n")
        buffer.writeBytes(answer.body.prefix(shown))
        return buffer
    }

    private static func capacity(_ answer: PlatformResponse) -> Int {
        answer.headers.reduce(192) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
    }

    private static func write(_ name: String, _ value: String, to buffer: inout ByteBuffer) {
        buffer.writeString(name)
        buffer.writeString(": ")
        if value.utf8.allSatisfy(isAllowed) {
            buffer.writeString(value)
        } else {
            buffer.writeBytes(value.utf8.map { isAllowed($0) ? $0 : 0x20 })
        }
        buffer.writeString("\r\n")
    }

    private static func isLength(_ name: String) -> Bool {
        name.utf8.count == 14 && name.lowercased() == "content-length"
    }

    /// RFC 9110 §5.5: visible characters, spaces, tabs, and bytes above ASCII.
    private static func isAllowed(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7F || byte == 0x09 }

    /// RFC 9110 §5.6.2: a token.
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                    UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
                    UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
                    true
                default: false
                }
            }
    }
}
