// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHPACK
import SignetGateway

/// The head of a request of HTTP/2 as the bytes of HTTP/1.1.
struct HTTP2Request {
    /// The head.
    let bytes: ByteBuffer
    /// The method.
    let method: String
    /// Whether the body that follows is written in chunks.
    let isChunked: Bool

    /// Translates a block of headers; `nil` for what has no one meaning as HTTP/1.1 (RFC 9113 §8.2, §8.3).
    ///
    /// - Parameters:
    ///   - headers: The block, whose order and letter case have been checked already.
    ///   - endStream: Whether no body follows.
    init?(_ headers: HPACKHeaders, endStream: Bool) {
        guard let method = headers.first(name: ":method"), let path = headers.first(name: ":path"),
            !method.isEmpty, method != "CONNECT", method.utf8.allSatisfy(\.isToken), !path.isEmpty,
            path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), path.utf8.first == UInt8(ascii: "/") || path == "*"
        else { return nil }
        let host = headers.first(name: "host")
        guard let authority = headers.first(name: ":authority") ?? host, !authority.isEmpty,
            MessageHead.isFieldValue(authority.utf8), host == nil || host == authority
        else { return nil }
        var bytes = ByteBufferAllocator().buffer(capacity: 512)
        bytes.writeString("\(method) \(path) HTTP/1.1\r\nHost: \(authority)\r\n")
        var cookies: [String] = []
        var hasLength = false
        for (name, value, _) in headers where !name.hasPrefix(":") && name != "host" {
            guard !name.isEmpty, name.utf8.allSatisfy(\.isToken), MessageHead.isFieldValue(value.utf8),
                !Self.forbidden.contains(name)
            else { return nil }
            switch name {
            case "cookie": cookies.append(value)
            case "content-length":
                hasLength = true
                bytes.writeString("content-length: \(value)\r\n")
            default: bytes.writeString("\(name): \(value)\r\n")
            }
        }
        // RFC 9113 §8.2.3: split for compression only.
        if !cookies.isEmpty { bytes.writeString("cookie: \(cookies.joined(separator: "; "))\r\n") }
        self.isChunked = !endStream && !hasLength
        if self.isChunked { bytes.writeString("transfer-encoding: chunked\r\n") }
        bytes.writeString("\r\n")
        self.bytes = bytes
        self.method = method
    }

    /// What belongs to a connection of HTTP/1.1, and has no place in HTTP/2.
    private static let forbidden: Set<String> = [
        "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade",
    ]

    /// Trailers as lines; `nil` for what may not stand in them.
    static func trailers(_ headers: HPACKHeaders) -> String? {
        var lines = ""
        for (name, value, _) in headers {
            guard !name.isEmpty, name.utf8.allSatisfy(\.isToken), MessageHead.isFieldValue(value.utf8),
                !self.forbidden.contains(name), name != "content-length", name != "host"
            else { return nil }
            lines += "\(name): \(value)\r\n"
        }
        return lines
    }
}
