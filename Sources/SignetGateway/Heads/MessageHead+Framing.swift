// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

// What follows from the fields: where the body ends, whether the connection lives on, which host was meant.

extension MessageHead {
    mutating func finishRequest() -> HeadRefusal? {
        if let refusal = finishFraming() { return refusal }
        self.isHead = isMethod("HEAD")
        var hosts = 0
        for field in self.fields {
            switch field.name {
            case .host:
                hosts += 1
                guard Self.isAuthority(self.bytes[field.valueRange]) else { return .malformedHost }
            case .expect:
                guard has(field.valueRange, "100-continue") else { return .expectation }
                self.expectsContinue = self.minorVersion == 1
            default: break
            }
        }
        guard hosts == 1 || hosts == 0 && self.minorVersion == 0 else { return .hostCount }
        if self.isChunked, self.minorVersion == 0 { return .transferEncoding }
        return finishTarget()
    }

    mutating func finishFraming() -> HeadRefusal? {
        var connects = false
        self.keepsAlive = self.minorVersion == 1
        for field in self.fields where field.name != .other {
            switch field.name {
            case .contentLength:
                guard self.contentLength == nil, let length = number(field.valueRange) else { return .contentLength }
                self.contentLength = length
            case .transferEncoding:
                guard !self.isChunked, has(field.valueRange, "chunked") else { return .transferEncoding }
                self.isChunked = true
            case .connection:
                if has(field.valueRange, "close") {
                    self.keepsAlive = false
                } else if has(field.valueRange, "keep-alive") {
                    self.keepsAlive = true
                } else {
                    connects = true
                }
            case .traceRequest: self.asksForTrace = true
            case .traceParent: self.hasTraceParent = true
            default: break
            }
        }
        if self.isChunked, self.contentLength != nil { return .contentLengthWithTransferEncoding }
        return connects ? dropFieldsOfConnection() : nil
    }

    /// Splits the target; the absolute form is taken apart into authority and path (RFC 9112 §3.2).
    private mutating func finishTarget() -> HeadRefusal? {
        var start = self.targetRange.lowerBound
        let end = self.targetRange.upperBound
        if self.bytes[start] != UInt8(ascii: "/") {
            if self.targetRange.count == 1, self.bytes[start] == UInt8(ascii: "*"), isMethod("OPTIONS") {
                self.pathRange = self.targetRange
                return nil
            }
            guard let authority = absoluteForm() else { return .malformedTarget }
            self.authorityRange = authority
            start = authority.upperBound
            guard start < end, self.bytes[start] == UInt8(ascii: "/") else { return .malformedTarget }
            self.targetRange = start..<end
        }
        var index = start
        var pathEnd = end
        while index < end {
            switch self.bytes[index] {
            case UInt8(ascii: "?"):
                if pathEnd == end { pathEnd = index }
            case UInt8(ascii: "#"), UInt8(ascii: "\\"): return .malformedTarget
            case UInt8(ascii: "%"):
                guard index + 2 < end, self.bytes[index + 1].hexadecimalDigit != nil,
                    self.bytes[index + 2].hexadecimalDigit != nil
                else { return .malformedTarget }
            default: break
            }
            index += 1
        }
        self.pathRange = start..<pathEnd
        return nil
    }

    private func absoluteForm() -> Range<Int>? {
        for scheme in ["http://", "https://"]
        where self.bytes[self.targetRange].prefix(scheme.utf8.count).elementsEqual(scheme.utf8) {
            let start = self.targetRange.lowerBound + scheme.utf8.count
            let end = self.bytes[start..<self.targetRange.upperBound]
                .firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
            guard let end, Self.isAuthority(self.bytes[start..<end]) else { return nil }
            return start..<end
        }
        return nil
    }

    private static func isAuthority(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty
            && bytes.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
                    UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "%"):
                    true
                default: false
                }
            }
    }

    private func has(_ range: Range<Int>, _ value: StaticString) -> Bool {
        guard range.count == value.utf8CodeUnitCount else { return false }
        return value.withUTF8Buffer { expected in
            for index in expected.indices
            where unsafe self.bytes[range.lowerBound + index].lowercased != expected[index] {
                return false
            }
            return true
        }
    }

    private func number(_ range: Range<Int>) -> Int? {
        guard !range.isEmpty, range.count <= 18 else { return nil }
        var value = 0
        for index in range {
            guard self.bytes[index] >= 0x30, self.bytes[index] <= 0x39 else { return nil }
            value = value * 10 + Int(self.bytes[index] - 0x30)
        }
        return value
    }
}

extension UInt8 {
    /// The value of a hexadecimal digit.
    @inline(__always)
    package var hexadecimalDigit: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x41 + 10
        case 0x61...0x66: self - 0x61 + 10
        default: nil
        }
    }
}
