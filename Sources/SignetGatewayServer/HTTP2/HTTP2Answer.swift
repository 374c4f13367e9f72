// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHPACK
import NIOHTTP2
import SignetGateway

/// Reads an answer of HTTP/1.1 as it is written, and makes frames of it.
struct HTTP2Answer {
    private enum Phase {
        case head
        case length(Int)
        case chunked(ChunkScanner)
        case ended
    }

    private var phase = Phase.head
    private var kept: ByteBuffer?
    private var head = MessageHead()
    private let limits: HeadLimits
    /// Whether the request was for the head only.
    var isToHead = false

    init(limits: HeadLimits) {
        // Policies may add to what a backend may send.
        self.limits = HeadLimits(bytes: limits.bytes * 4, fields: limits.fields * 4)
    }

    /// Whether the whole answer was written.
    var isEnded: Bool { if case .ended = self.phase { true } else { false } }

    /// Expects nothing more.
    mutating func abandon() { self.phase = .ended }

    /// The frames for what was written.
    ///
    /// - Returns: `nil` for what is no answer.
    mutating func frames(_ written: ByteBuffer) -> [HTTP2Frame.FramePayload]? {
        var buffer = self.kept ?? ByteBuffer()
        self.kept = nil
        var written = written
        buffer.writeBuffer(&written)
        var frames: [HTTP2Frame.FramePayload] = []
        while buffer.readableBytes > 0 {
            switch self.phase {
            case .head:
                switch self.head.parseResponse(buffer.readableBytesUInt8Span, limits: self.limits) {
                case .complete(let count):
                    buffer.moveReaderIndex(forwardBy: count)
                    frames.append(headFrame())
                case .incomplete:
                    self.kept = buffer
                    return frames
                case .refused: return nil
                }
            case .length(let remaining):
                let count = min(remaining, buffer.readableBytes)
                guard let part = buffer.readSlice(length: count) else { return nil }
                self.phase = count == remaining ? .ended : .length(remaining - count)
                frames.append(Self.data(part, endStream: self.isEnded))
            case .chunked(let scanner):
                guard unfold(scanner, &buffer, &frames) else { return nil }
            case .ended: return nil
            }
        }
        return frames
    }

    private static func data(_ part: ByteBuffer, endStream: Bool) -> HTTP2Frame.FramePayload {
        .data(HTTP2Frame.FramePayload.Data(data: .byteBuffer(part), endStream: endStream))
    }

    private mutating func headFrame() -> HTTP2Frame.FramePayload {
        var headers = HPACKHeaders([(":status", String(self.head.status))])
        for field in self.head.fields
        where !field.isDropped && !field.name.isHopByHop && field.name != .transferEncoding {
            headers.add(name: self.head.text(field.nameRange).lowercased(), value: self.head.text(field.valueRange))
        }
        if self.head.status >= 200 { self.phase = bodyPhase }
        return .headers(HTTP2Frame.FramePayload.Headers(headers: headers, endStream: self.isEnded))
    }

    private var bodyPhase: Phase {
        switch AnswerHead(self.head, toHead: self.isToHead).framing {
        case .done, .untilClose: .ended
        case .length(let length): .length(length)
        case .chunked:
            .chunked(ChunkScanner(allowsExtensions: true, collectsTrailers: true))
        }
    }

    /// Takes the data out of chunks, and the trailers behind them.
    private mutating func unfold(
        _ scanner: ChunkScanner,
        _ buffer: inout ByteBuffer,
        _ frames: inout [HTTP2Frame.FramePayload]
    ) -> Bool {
        var scanner = scanner
        var ranges: [Range<Int>] = []
        let (count, outcome) = scanner.scan(buffer.readableBytesUInt8Span) { ranges.append($0) }
        guard outcome != .refused else { return false }
        for range in ranges {
            if let part = buffer.getSlice(at: buffer.readerIndex + range.lowerBound, length: range.count) {
                frames.append(Self.data(part, endStream: false))
            }
        }
        buffer.moveReaderIndex(forwardBy: count)
        guard outcome == .complete else {
            self.phase = .chunked(scanner)
            return true
        }
        self.phase = .ended
        let trailers = Self.trailers(scanner.trailers)
        if trailers.isEmpty {
            frames.append(Self.data(ByteBuffer(), endStream: true))
        } else {
            frames.append(.headers(HTTP2Frame.FramePayload.Headers(headers: trailers, endStream: true)))
        }
        return true
    }

    private static func trailers(_ bytes: [UInt8]) -> HPACKHeaders {
        var headers = HPACKHeaders()
        for line in bytes.split(whereSeparator: { $0 == 0x0D || $0 == 0x0A }) {
            let name = line.prefix { $0 != UInt8(ascii: ":") }
            let value = line.dropFirst(name.count + 1).drop { $0 == 0x20 || $0 == 0x09 }
            guard name.count < line.count, !name.isEmpty, name.allSatisfy(\.isToken) else { continue }
            headers.add(
                name: String(decoding: name, as: UTF8.self).lowercased(),
                value: String(decoding: value, as: UTF8.self)
            )
        }
        return headers
    }
}
