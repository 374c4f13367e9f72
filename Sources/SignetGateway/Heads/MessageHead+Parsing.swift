// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

// The reader of heads: one pass over the received bytes, strict everywhere, since a byte that two readers take
// differently is a hole between them. It works on spans, so that an error of ours ends in a trap and not in another
// caller's memory.

extension MessageHead {
    /// Reads the head of a request.
    package mutating func parseRequest(_ input: Span<UInt8>, limits: HeadLimits) -> HeadParse {
        reset()
        var position = 0
        // RFC 9112 §2.2: an empty line before the request is passed over; more than a few are an attack.
        while position + 1 < input.count, input[position] == 0x0D, input[position + 1] == 0x0A, position < 8 {
            position += 2
        }
        let start = position
        switch parseRequestLine(input, &position) {
        case .complete: break
        case let outcome: return Self.bounded(outcome, input, limits)
        }
        switch parseFields(input, &position, limits) {
        case .complete(let end):
            guard end <= limits.bytes else { return .refused(.tooLarge) }
            take(input, end)
            if let refusal = finishRequest() { return .refused(refusal) }
            guard start < end else { return .refused(.malformedStartLine) }
            return .complete(end)
        case let outcome: return Self.bounded(outcome, input, limits)
        }
    }

    /// Reads the head of an answer.
    package mutating func parseResponse(_ input: Span<UInt8>, limits: HeadLimits) -> HeadParse {
        reset()
        var position = 0
        switch parseStatusLine(input, &position) {
        case .complete: break
        case let outcome: return Self.bounded(outcome, input, limits)
        }
        switch parseFields(input, &position, limits) {
        case .complete(let end):
            guard end <= limits.bytes else { return .refused(.tooLarge) }
            take(input, end)
            if let refusal = finishFraming() { return .refused(refusal) }
            return .complete(end)
        case let outcome: return Self.bounded(outcome, input, limits)
        }
    }

    private static func bounded(_ outcome: HeadParse, _ input: Span<UInt8>, _ limits: HeadLimits) -> HeadParse {
        outcome == .incomplete && input.count >= limits.bytes ? .refused(.tooLarge) : outcome
    }

    private mutating func take(_ input: Span<UInt8>, _ end: Int) {
        unsafe input.extracting(0..<end).withUnsafeBufferPointer { unsafe self.bytes.append(contentsOf: $0) }
        self.receivedCount = end
    }

    // METHOD SP target SP HTTP/1.x CR LF
    private mutating func parseRequestLine(_ input: Span<UInt8>, _ position: inout Int) -> HeadParse {
        let start = position
        var index = start
        let count = input.count
        while index < count, input[index].isToken { index += 1 }
        guard index < count else { return index - start > 32 ? .refused(.malformedStartLine) : .incomplete }
        guard input[index] == 0x20, index > start, index - start <= 32 else { return .refused(.malformedStartLine) }
        self.methodRange = start..<index
        index += 1
        let targetStart = index
        while index < count, input[index] > 0x20, input[index] < 0x7F { index += 1 }
        guard index < count else { return .incomplete }
        guard input[index] == 0x20, index > targetStart else { return .refused(.malformedTarget) }
        self.targetRange = targetStart..<index
        index += 1
        guard index + 10 <= count else { return .incomplete }
        guard let minor = Self.version(input, index) else { return .refused(.unsupportedVersion) }
        guard input[index + 8] == 0x0D, input[index + 9] == 0x0A else { return .refused(.bareLineEnd) }
        self.minorVersion = minor
        position = index + 10
        return .complete(position)
    }

    // HTTP/1.x SP 3DIGIT [SP reason] CR LF
    private mutating func parseStatusLine(_ input: Span<UInt8>, _ position: inout Int) -> HeadParse {
        guard input.count >= 14 else {
            // What cannot become an answer is not waited for.
            let start: StaticString = "HTTP/1."
            let isPossible = start.withUTF8Buffer { expected in
                (0..<min(input.count, expected.count)).allSatisfy { unsafe input[$0] == expected[$0] }
            }
            return isPossible ? .incomplete : .refused(.malformedStartLine)
        }
        guard let minor = Self.version(input, 0) else { return .refused(.unsupportedVersion) }
        self.minorVersion = minor
        guard input[8] == 0x20 else { return .refused(.malformedStartLine) }
        var status = 0
        for index in 9..<12 {
            guard input[index] >= 0x30, input[index] <= 0x39 else { return .refused(.malformedStartLine) }
            status = status * 10 + Int(input[index] - 0x30)
        }
        guard status >= 100 else { return .refused(.malformedStartLine) }
        self.status = status
        guard input[12] == 0x20 || input[12] == 0x0D else { return .refused(.malformedStartLine) }
        let reasonStart = input[12] == 0x20 ? 13 : 12
        let end = Self.endOfValue(input, reasonStart)
        guard end + 1 < input.count else { return .incomplete }
        guard input[end] == 0x0D, input[end + 1] == 0x0A else { return .refused(.bareLineEnd) }
        self.reasonRange = reasonStart..<end
        position = end + 2
        return .complete(position)
    }

    private static func version(_ input: Span<UInt8>, _ index: Int) -> UInt8? {
        let word = unsafe input.bytes.word(at: index)
        // "HTTP/1.1" and "HTTP/1.0", little-endian.
        if word == 0x312E_312F_5054_5448 { return 1 }
        if word == 0x302E_312F_5054_5448 { return 0 }
        return nil
    }

    private mutating func parseFields(_ input: Span<UInt8>, _ position: inout Int, _ limits: HeadLimits) -> HeadParse {
        var index = position
        let count = input.count
        while true {
            guard index < count else { return .incomplete }
            if input[index] == 0x0D {
                guard index + 1 < count else { return .incomplete }
                return input[index + 1] == 0x0A ? .complete(index + 2) : .refused(.bareLineEnd)
            }
            guard self.fields.count < limits.fields else { return .refused(.tooManyFields) }
            let start = index
            while index < count, input[index].isToken { index += 1 }
            guard index < count else { return .incomplete }
            guard input[index] == 0x3A, index > start else { return .refused(Self.nameRefusal(input, start, index)) }
            let nameEnd = index
            index += 1
            while index < count, input[index] == 0x20 || input[index] == 0x09 { index += 1 }
            let valueStart = index
            index = Self.endOfValue(input, index)
            guard index + 1 < count else {
                return index < count && input[index] != 0x0D
                    ? .refused(input[index] == 0x0A ? .bareLineEnd : .malformedFieldValue) : .incomplete
            }
            guard input[index] == 0x0D, input[index + 1] == 0x0A else {
                return .refused(input[index] == 0x0D || input[index] == 0x0A ? .bareLineEnd : .malformedFieldValue)
            }
            var valueEnd = index
            while valueEnd > valueStart, input[valueEnd - 1] == 0x20 || input[valueEnd - 1] == 0x09 { valueEnd -= 1 }
            index += 2
            self.fields.append(
                HeaderField(
                    start: UInt32(truncatingIfNeeded: start),
                    nameEnd: UInt32(truncatingIfNeeded: nameEnd),
                    valueStart: UInt32(truncatingIfNeeded: valueStart),
                    valueEnd: UInt32(truncatingIfNeeded: valueEnd),
                    end: UInt32(truncatingIfNeeded: index),
                    name: HeaderName.recognize(input, start, nameEnd - start)
                )
            )
        }
    }

    private static func nameRefusal(_ input: Span<UInt8>, _ start: Int, _ index: Int) -> HeadRefusal {
        switch input[index] {
        case 0x20, 0x09: index == start ? .foldedField : .malformedFieldName
        case 0x0A: .bareLineEnd
        default: .malformedFieldName
        }
    }

    /// The index of the first control character (the tab apart), or the end.
    @inline(__always)
    private static func endOfValue(_ input: Span<UInt8>, _ from: Int) -> Int {
        var index = from
        let count = input.count
        while true {
            while index + 8 <= count {
                let word = unsafe input.bytes.word(at: index)
                let low = (word &- 0x2020_2020_2020_2020) & ~word
                let deleted = word ^ 0x7F7F_7F7F_7F7F_7F7F
                let delete = (deleted &- 0x0101_0101_0101_0101) & ~deleted
                let marks = (low | delete) & 0x8080_8080_8080_8080
                if marks != 0 {
                    index += marks.trailingZeroBitCount >> 3
                    break
                }
                index += 8
            }
            while index < count, input[index] >= 0x20, input[index] != 0x7F { index += 1 }
            guard index < count, input[index] == 0x09 else { return index }
            index += 1
        }
    }
}

extension RawSpan {
    /// Eight bytes as a little-endian word; the bounds are checked.
    @inline(__always)
    fileprivate func word(at index: Int) -> UInt64 {
        UInt64(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
    }
}
