// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Finds the end of a chunked body (RFC 9112 §7.1) while it passes, and where in it the data stand.
package struct ChunkScanner: Sendable {
    /// What a piece of the body came to.
    package enum Outcome: Sendable, Equatable {
        /// The body goes on.
        case incomplete
        /// The body ends within the piece.
        case complete
        /// The framing is broken: nothing behind it can be trusted.
        case refused
    }

    private enum State: Sendable, Equatable {
        case size(digits: Int)
        case `extension`
        case sizeLineFeed
        case data
        case dataReturn
        case dataLineFeed
        case trailerStart
        case trailer
        case trailerLineFeed
        case endLineFeed
        case ended
    }

    private var state = State.size(digits: 0)
    private var remaining = 0
    /// The bytes of extensions and trailers so far: both are limited together.
    private var overhead = 0
    private let allowsExtensions: Bool
    private let collectsTrailers: Bool
    /// The lines behind the last chunk, where they are collected.
    package private(set) var trailers: [UInt8] = []

    /// The bytes that extensions and trailers may have together.
    static let maximumOverhead = 8 * 1024

    /// Begins before the first chunk.
    ///
    /// - Parameters:
    ///   - allowsExtensions: Whether `;name=value` may follow a size: not from clients, since servers disagree about them.
    ///   - collectsTrailers: Whether ``trailers`` are wanted.
    package init(allowsExtensions: Bool, collectsTrailers: Bool = false) {
        self.allowsExtensions = allowsExtensions
        self.collectsTrailers = collectsTrailers
    }

    /// Reads a piece of the body.
    ///
    /// - Parameters:
    ///   - input: The bytes.
    ///   - data: Called with each range of the piece that is the body's own.
    /// - Returns: How many bytes belong to the body, and whether it goes on.
    package mutating func scan(
        _ input: Span<UInt8>,
        data: (Range<Int>) -> Void = { _ in }
    ) -> (consumed: Int, outcome: Outcome) {
        var index = 0
        while index < input.count {
            if self.state == .data {
                let count = min(self.remaining, input.count - index)
                data(index..<index + count)
                index += count
                self.remaining -= count
                if self.remaining == 0 { self.state = .dataReturn }
                continue
            }
            if self.state == .ended { return (index, .complete) }
            guard step(input[index]) else { return (index, .refused) }
            index += 1
        }
        return (index, self.state == .ended ? .complete : .incomplete)
    }

    private mutating func step(_ byte: UInt8) -> Bool {
        switch self.state {
        case .size(let digits): return size(byte, digits)
        case .extension:
            if byte == 0x0D { self.state = .sizeLineFeed } else { return passes(byte) }
        case .sizeLineFeed:
            guard byte == 0x0A else { return false }
            self.state = self.remaining == 0 ? .trailerStart : .data
        case .dataReturn:
            guard byte == 0x0D else { return false }
            self.state = .dataLineFeed
        case .dataLineFeed:
            guard byte == 0x0A else { return false }
            self.state = .size(digits: 0)
        case .trailerStart:
            if byte == 0x0D {
                self.state = .endLineFeed
            } else {
                guard byte.isToken else { return false }
                self.state = .trailer
                return trails(byte)
            }
        case .trailer:
            if byte == 0x0D { self.state = .trailerLineFeed } else { return trails(byte) }
        case .trailerLineFeed:
            guard byte == 0x0A else { return false }
            if self.collectsTrailers { self.trailers.append(byte) }
            self.state = .trailerStart
        case .endLineFeed:
            guard byte == 0x0A else { return false }
            self.state = .ended
        case .data, .ended: return false
        }
        return true
    }

    private mutating func size(_ byte: UInt8, _ digits: Int) -> Bool {
        if let digit = byte.hexadecimalDigit {
            guard digits < 15 else { return false }
            self.remaining = self.remaining << 4 | Int(digit)
            self.state = .size(digits: digits + 1)
            return true
        }
        guard digits > 0 else { return false }
        switch byte {
        case 0x0D: self.state = .sizeLineFeed
        case UInt8(ascii: ";") where self.allowsExtensions: self.state = .extension
        default: return false
        }
        return true
    }

    private mutating func trails(_ byte: UInt8) -> Bool {
        if self.collectsTrailers { self.trailers.append(byte) }
        return passes(byte)
    }

    private mutating func passes(_ byte: UInt8) -> Bool {
        self.overhead += 1
        return self.overhead <= Self.maximumOverhead && (byte >= 0x20 && byte != 0x7F || byte == 0x09)
    }
}
