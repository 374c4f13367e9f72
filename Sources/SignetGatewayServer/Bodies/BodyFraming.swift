// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SignetGateway

/// Where a body ends, and how much of it has passed.
enum BodyFraming {
    /// There is none, or all of it has passed.
    case done
    /// So many bytes are left.
    case length(Int)
    /// It comes in chunks.
    case chunked(ChunkScanner)
    /// It ends with the connection.
    case untilClose

    /// The body of a request.
    init(ofRequestInChunks isChunked: Bool, length: Int?) {
        if isChunked {
            self = .chunked(ChunkScanner(allowsExtensions: false))
        } else if let length, length > 0 {
            self = .length(length)
        } else {
            self = .done
        }
    }

    /// The body of an answer (RFC 9112 §6.3).
    init(ofAnswer status: Int, toHead isHead: Bool, inChunks isChunked: Bool, length: Int?) {
        if isHead || status == 204 || status == 304 {
            self = .done
        } else if isChunked {
            self = .chunked(ChunkScanner(allowsExtensions: true))
        } else if let length {
            self = length == 0 ? .done : .length(length)
        } else {
            self = .untilClose
        }
    }

    /// Whether all of it has passed.
    var isDone: Bool {
        if case .done = self { true } else { false }
    }

    /// Finds what belongs to the body at the front of `buffer`.
    ///
    /// - Parameters:
    ///   - buffer: What has arrived.
    ///   - data: Called with the ranges of the body's own bytes, counted from the reader's position.
    /// - Returns: How many bytes belong to the body; `nil` when its framing is broken.
    private mutating func advance(_ buffer: borrowing ByteBuffer, data: (Range<Int>) -> Void) -> Int? {
        switch self {
        case .done: return 0
        case .untilClose:
            data(0..<buffer.readableBytes)
            return buffer.readableBytes
        case .length(let remaining):
            let count = min(remaining, buffer.readableBytes)
            data(0..<count)
            self = count == remaining ? .done : .length(remaining - count)
            return count
        case .chunked(var scanner):
            let (count, outcome) = scanner.scan(buffer.readableBytesUInt8Span, data: data)
            switch outcome {
            case .refused: return nil
            case .complete: self = .done
            case .incomplete: self = .chunked(scanner)
            }
            return count
        }
    }

    /// Takes what belongs to the body from the front of `buffer`, framing and all.
    ///
    /// - Returns: How many bytes were taken; `nil` when the framing is broken. They stay readable in a copy made before.
    mutating func skip(in buffer: inout ByteBuffer) -> Int? {
        guard let count = advance(buffer, data: { _ in }) else { return nil }
        buffer.moveReaderIndex(forwardBy: count)
        return count
    }

    /// Moves what belongs to the body from the front of `buffer` to the end of `output`.
    ///
    /// - Parameters:
    ///   - buffer: What has arrived.
    ///   - output: Where it goes.
    ///   - decodes: Whether only the body's own bytes are moved, without the framing of chunks.
    /// - Returns: Whether the framing is sound.
    mutating func move(from buffer: inout ByteBuffer, to output: inout ByteBuffer, decodes: Bool = false) -> Bool {
        guard decodes, case .chunked = self else {
            guard let count = advance(buffer, data: { _ in }) else { return false }
            output.writeBytes(buffer.readableBytesSpan.extracting(0..<count))
            buffer.moveReaderIndex(forwardBy: count)
            return true
        }
        var ranges: [Range<Int>] = []
        guard let count = advance(buffer, data: { ranges.append($0) }) else { return false }
        for range in ranges { output.writeBytes(buffer.readableBytesSpan.extracting(range)) }
        buffer.moveReaderIndex(forwardBy: count)
        return true
    }
}
