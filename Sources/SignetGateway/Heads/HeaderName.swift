// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The header names that a gateway itself must understand, told apart while the head is read.
package enum HeaderName: UInt8, Sendable {
    case other
    case host
    case connection
    case contentLength
    case transferEncoding
    case keepAlive
    case te
    case upgrade
    case proxyConnection
    case proxyAuthenticate
    case proxyAuthorization
    case expect
    case forwardedFor
    /// What asks for a trace of the call.
    case traceRequest
    case traceParent

    /// Whether the field belongs to one connection and is never handed on (RFC 9110 §7.6.1).
    ///
    /// `Transfer-Encoding` is not among them: the body's chunks are handed on as they came, and the field with them.
    package var isHopByHop: Bool {
        switch self {
        case .connection, .keepAlive, .te, .upgrade, .proxyConnection, .proxyAuthenticate, .proxyAuthorization,
            .expect:
            true
        case .other, .host, .contentLength, .transferEncoding, .forwardedFor, .traceRequest, .traceParent: false
        }
    }

    /// Recognises a name of `count` bytes at `start`; letter case does not matter.
    static func recognize(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> HeaderName {
        // The length excludes almost every name before a byte is compared.
        switch count {
        case 2: matches(bytes, start, "te") ? .te : .other
        case 4: matches(bytes, start, "host") ? .host : .other
        case 6: matches(bytes, start, "expect") ? .expect : .other
        case 7: matches(bytes, start, "upgrade") ? .upgrade : .other
        case 10:
            matches(bytes, start, "connection")
                ? .connection : matches(bytes, start, "keep-alive") ? .keepAlive : .other
        case 11: matches(bytes, start, "traceparent") ? .traceParent : .other
        case 14:
            matches(bytes, start, "content-length")
                ? .contentLength : matches(bytes, start, "ocp-apim-trace") ? .traceRequest : .other
        case 15: matches(bytes, start, "x-forwarded-for") ? .forwardedFor : .other
        case 16: matches(bytes, start, "proxy-connection") ? .proxyConnection : .other
        case 17: matches(bytes, start, "transfer-encoding") ? .transferEncoding : .other
        case 18: matches(bytes, start, "proxy-authenticate") ? .proxyAuthenticate : .other
        case 19: matches(bytes, start, "proxy-authorization") ? .proxyAuthorization : .other
        case 24: matches(bytes, start, "apim-debug-authorization") ? .traceRequest : .other
        default: .other
        }
    }

    /// Whether the bytes at `start` are `name` (lower case); the caller knows that the lengths agree.
    @inline(__always)
    private static func matches(_ bytes: Span<UInt8>, _ start: Int, _ name: StaticString) -> Bool {
        name.withUTF8Buffer { expected in
            for index in expected.indices where unsafe bytes[start + index].lowercased != expected[index] {
                return false
            }
            return true
        }
    }
}

extension UInt8 {
    /// The letter in lower case; any other byte unchanged.
    @inline(__always)
    package var lowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }

    /// Whether RFC 9110 §5.6.2 allows the byte in a token: a method, a header's name.
    @inline(__always)
    package var isToken: Bool {
        // One bit a character: 0…63 and 64…127.
        guard self < 0x80 else { return false }
        let mask: UInt64 = self < 64 ? 0x03FF_6CFA_0000_0000 : 0x57FF_FFFF_C7FF_FFFE
        return mask >> UInt64(self & 63) & 1 == 1
    }
}
