// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SignetGateway

// Heads are written by runs: what stays stands in as few pieces as there are dropped headers plus one.

extension ByteBuffer {
    /// Copies a range of a head.
    mutating func write(_ bytes: [UInt8], _ range: Range<Int>) {
        // The view of bytes as raw bytes is sound, and the range is checked.
        unsafe writeBytes(bytes.span.bytes.extracting(range))
    }

    /// The fields of a head that are handed on.
    ///
    /// - Parameters:
    ///   - head: The head.
    ///   - replacesBody: Whether the fields that frame the body as received are left out.
    mutating func writeFields(of head: borrowing MessageHead, replacesBody: Bool) {
        var start = 0
        var end = 0
        for index in head.fields.indices {
            let field = head.fields[index]
            if field.isDropped || field.name.isHopByHop
                || replacesBody && (field.name == .contentLength || field.name == .transferEncoding)
            {
                continue
            }
            let line = field.lineRange
            if line.lowerBound == end {
                end = line.upperBound
                continue
            }
            if end > start { write(head.bytes, start..<end) }
            start = line.lowerBound
            end = line.upperBound
        }
        if end > start { write(head.bytes, start..<end) }
    }

    /// The head of the request to the backend.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - ownLength: The length of a body that takes the place of the received one.
    ///   - upgrades: Whether the backend is asked for a WebSocket.
    mutating func writeRequestHead(_ call: Call, ownLength: Int?, upgrades: Bool = false) {
        if let method = call.state.destination.method {
            writeString(method)
        } else {
            write(call.state.request.bytes, call.state.request.methodRange)
        }
        writeStaticString(" ")
        let start = self.writerIndex
        if let path = call.state.destination.service?.path, !path.isEmpty { writeString(path) }
        if let path = call.state.destination.path {
            writeString(path)
        } else {
            write(call.state.request.bytes, call.state.destination.suffix)
        }
        if self.writerIndex == start { writeStaticString("/") }
        if let query = call.state.destination.query {
            if !query.isEmpty {
                writeStaticString("?")
                writeString(query)
            }
        } else if call.state.request.pathRange.upperBound < call.state.request.targetRange.upperBound {
            let query = call.state.request.pathRange.upperBound..<call.state.request.targetRange.upperBound
            write(call.state.request.bytes, query)
        }
        writeStaticString(" HTTP/1.1\r\n")
        writeFields(of: call.state.request, replacesBody: ownLength != nil)
        if let ownLength { writeContentLength(ownLength) }
        if upgrades { writeStaticString("Connection: Upgrade\r\nUpgrade: websocket\r\n") }
        writeStaticString("\r\n")
    }

    /// The head of the answer.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - ownLength: The length of a body that takes the place of the received one.
    ///   - dropsFraming: Whether the fields that frame the body are left out and the end of the connection ends it.
    ///   - isChunked: Whether the body goes out in chunks though it did not come in them.
    ///   - connection: What the connection does afterwards.
    ///   - date: The `Date` field, for answers of the gateway's own (RFC 9110 §6.6.1).
    mutating func writeResponseHead(
        _ call: Call,
        ownLength: Int?,
        dropsFraming: Bool,
        isChunked: Bool = false,
        connection: ConnectionNotice,
        date: @autoclosure () -> ByteBuffer
    ) {
        if call.state.hasOwnStatus {
            writeStaticString("HTTP/1.1 ")
            writeString(String(call.state.response.status))
            writeStaticString(" ")
            writeString(call.ownReason)
            writeStaticString("\r\n")
        } else {
            writeStaticString("HTTP/1.1")
            write(call.state.response.bytes, 8..<call.state.response.reasonRange.upperBound + 2)
        }
        writeFields(of: call.state.response, replacesBody: ownLength != nil || dropsFraming)
        if call.state.response.receivedCount == 0, call.state.response.firstValueRange(of: "Date") == nil {
            writeImmutableBuffer(date())
        }
        if let ownLength { writeContentLength(ownLength) }
        if isChunked { writeStaticString("Transfer-Encoding: chunked\r\n") }
        switch connection {
        case .silent: break
        case .close: writeStaticString("Connection: close\r\n")
        case .keepAlive: writeStaticString("Connection: keep-alive\r\n")
        case .upgrade: writeStaticString("Connection: Upgrade\r\nUpgrade: websocket\r\n")
        }
        writeStaticString("\r\n")
    }

    private mutating func writeContentLength(_ length: Int) {
        writeStaticString("Content-Length: ")
        writeString(String(length))
        writeStaticString("\r\n")
    }
}

/// What an answer says about its connection.
enum ConnectionNotice {
    /// Nothing: HTTP/1.1 keeps connections.
    case silent
    /// It ends with this answer.
    case close
    /// It is one of another protocol from now on.
    case upgrade
    /// It stays, which a client of HTTP/1.0 must be told.
    case keepAlive
}
