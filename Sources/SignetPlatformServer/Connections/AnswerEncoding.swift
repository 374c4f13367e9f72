// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import SignetCore
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
        let status = HTTPResponseStatus(statusCode: answer.status)
        var head: [UInt8] = []
        head.reserveCapacity(capacity(answer))
        head.append(utf8: "HTTP/1.1 ")
        head.append(utf8: String(status.code))
        head.append(utf8: " ")
        head.append(utf8: status.reasonPhrase)
        head.append(utf8: "\r\n")
        var hasLength = false
        for (name, value) in answer.headers where isName(name) {
            hasLength = hasLength || isLength(name)
            write(name, value, to: &head)
        }
        if !hasLength, status.mayHaveResponseBody { write("Content-Length", String(answer.body.count), to: &head) }
        write("Date", date, to: &head)
        if isLast { write("Connection", "close", to: &head) }
        head.append(utf8: "\r\n")
        var buffer = allocator.buffer(capacity: head.count + shown)
        buffer.writeBytes(head)
        buffer.writeBytes(answer.body.prefix(shown))
        return buffer
    }

    private static func capacity(_ answer: PlatformResponse) -> Int {
        answer.headers.reduce(192) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
    }

    private static func write(_ name: String, _ value: String, to head: inout [UInt8]) {
        head.append(utf8: name)
        head.append(utf8: ": ")
        let start = head.count
        head.append(utf8: value)
        let isPlain = unsafe head.withUnsafeBytes { bytes in
            let value = unsafe UnsafeRawBufferPointer(rebasing: bytes[start...])
            return unsafe PlainBytes.areAll(value, from: 0x20, except: (0x7F, 0x7F, 0x7F))
        }
        if !isPlain {
            for index in start..<head.count where !isAllowed(head[index]) { head[index] = 0x20 }
        }
        head.append(utf8: "\r\n")
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
