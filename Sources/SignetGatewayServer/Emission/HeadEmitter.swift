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

    /// Lets a range join the run where it follows it; otherwise the run is written and the range begins the next.
    private mutating func join(_ range: Range<Int>, to run: inout Range<Int>, of bytes: [UInt8]) {
        if range.lowerBound == run.upperBound {
            run = run.lowerBound..<range.upperBound
        } else {
            end(&run, of: bytes)
            run = range
        }
    }

    /// Writes a run: what is no piece of the head follows.
    private mutating func end(_ run: inout Range<Int>, of bytes: [UInt8]) {
        if !run.isEmpty { write(bytes, run) }
        run = 0..<0
    }

    /// The fields of a head that are handed on.
    ///
    /// - Parameters:
    ///   - fields: The fields.
    ///   - bytes: The bytes of their head.
    ///   - run: What is to be written in front of them.
    ///   - replacesBody: Whether the fields that frame the body as received are left out.
    private mutating func writeFields(
        _ fields: [HeaderField],
        of bytes: [UInt8],
        behind run: inout Range<Int>,
        replacesBody: Bool
    ) {
        for field in fields {
            if field.isDropped || field.name.isHopByHop
                || replacesBody && (field.name == .contentLength || field.name == .transferEncoding)
            {
                continue
            }
            join(field.lineRange, to: &run, of: bytes)
        }
        end(&run, of: bytes)
    }

    /// The head of the request to the backend.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - ownLength: The length of a body that takes the place of the received one.
    ///   - upgrades: Whether the backend is asked for a WebSocket.
    mutating func writeRequestHead(_ call: Call, ownLength: Int?, upgrades: Bool = false) {
        let bytes = call.state.request.bytes
        var run = 0..<0
        if let method = call.state.destination.method {
            writeString(method)
            writeStaticString(" ")
        } else {
            // With the space behind it.
            run = call.state.request.methodRange.lowerBound..<call.state.request.methodRange.upperBound + 1
        }
        writePath(call, of: bytes, behind: &run)
        let target = call.state.request.targetRange
        if let query = call.state.destination.query {
            end(&run, of: bytes)
            if !query.isEmpty {
                writeStaticString("?")
                writeString(query)
            }
        } else if call.state.request.pathRange.upperBound < target.upperBound {
            join(call.state.request.pathRange.upperBound..<target.upperBound, to: &run, of: bytes)
        }
        if call.state.request.minorVersion == 1 {
            // What follows the target as it was received.
            join(target.upperBound..<target.upperBound + Self.version.utf8CodeUnitCount, to: &run, of: bytes)
        } else {
            end(&run, of: bytes)
            writeStaticString(Self.version)
        }
        writeFields(call.state.request.fields, of: bytes, behind: &run, replacesBody: ownLength != nil)
        if let ownLength { writeContentLength(ownLength) }
        if upgrades { writeStaticString("Connection: Upgrade\r\nUpgrade: websocket\r\n") }
        writeStaticString("\r\n")
    }

    private static let version: StaticString = " HTTP/1.1\r\n"

    /// The path at the backend: that of the service, and behind it the request's or a policy's.
    private mutating func writePath(_ call: Call, of bytes: [UInt8], behind run: inout Range<Int>) {
        let own = call.state.destination.path
        let suffix = own == nil ? call.state.destination.suffix : 0..<0
        let service = call.state.destination.service?.path ?? ""
        if !suffix.isEmpty, service.isEmpty { return join(suffix, to: &run, of: bytes) }
        end(&run, of: bytes)
        let start = self.writerIndex
        writeString(service)
        writeString(own ?? "")
        if !suffix.isEmpty { run = suffix } else if self.writerIndex == start { writeStaticString("/") }
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
        let bytes = call.state.response.bytes
        var run = 0..<0
        if call.state.hasOwnStatus {
            writeStaticString("HTTP/1.1 ")
            writeString(String(call.state.response.status))
            writeStaticString(" ")
            writeString(call.ownReason)
            writeStaticString("\r\n")
        } else if call.state.response.minorVersion == 1 {
            run = 0..<call.state.response.reasonRange.upperBound + 2
        } else {
            writeStaticString("HTTP/1.1")
            run = 8..<call.state.response.reasonRange.upperBound + 2
        }
        let fields = call.state.response.fields
        writeFields(fields, of: bytes, behind: &run, replacesBody: ownLength != nil || dropsFraming)
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
