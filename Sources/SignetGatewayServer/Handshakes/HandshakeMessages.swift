// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates

/// Reads the messages of a server's side of a handshake (RFC 5246, RFC 8446), as far as they explain it.
struct HandshakeMessages {
    private(set) var report = HandshakeReport()
    /// The cipher suite that the server chose.
    private(set) var suite: Int?
    private(set) var isTLS13 = false
    private var fragment: [UInt8] = []

    /// A longer message is none that explains anything.
    private static let maximum = 256 * 1024

    /// Takes bytes of the handshake protocol.
    ///
    /// - Returns: Whether the handshake goes on.
    mutating func take(_ bytes: ArraySlice<UInt8>) -> Bool {
        self.fragment += bytes
        guard self.fragment.count <= Self.maximum else { return false }
        var reader = ByteReader(self.fragment[...])
        while true {
            var next = reader
            guard let type = next.integer(1), let length = next.integer(3), let body = next.take(length) else {
                // Moved once for all messages that were whole, however many they are.
                self.fragment = Array(reader.rest)
                return true
            }
            reader = next
            if !read(type, body) { return false }
        }
    }

    private mutating func read(_ type: Int, _ body: ArraySlice<UInt8>) -> Bool {
        switch type {
        case 2: serverHello(ByteReader(body))
        case 8: self.report.asked = false
        case 11: certificate(ByteReader(body))
        case 13: certificateRequest(ByteReader(body))
        case 14, 20:
            if self.report.asked == nil { self.report.asked = false }
            return false
        default: break
        }
        return true
    }

    private mutating func serverHello(_ reader: ByteReader) {
        var reader = reader
        guard reader.take(34) != nil, let session = reader.integer(1), reader.take(session) != nil,
            let suite = reader.integer(2), reader.take(1) != nil
        else { return }
        self.suite = suite
        self.report.version = "TLS 1.2"
        guard let length = reader.integer(2), let extensions = reader.take(length) else { return }
        for (type, body) in Self.extensions(extensions) where type == 43 && Array(body) == [3, 4] {
            self.isTLS13 = true
            self.report.version = "TLS 1.3"
        }
    }

    private static func extensions(_ bytes: ArraySlice<UInt8>) -> [(type: Int, body: ArraySlice<UInt8>)] {
        var reader = ByteReader(bytes)
        var extensions: [(Int, ArraySlice<UInt8>)] = []
        while let type = reader.integer(2), let length = reader.integer(2), let body = reader.take(length) {
            extensions.append((type, body))
        }
        return extensions
    }

    private mutating func certificate(_ reader: ByteReader) {
        var reader = reader
        if self.isTLS13 { guard let length = reader.integer(1), reader.take(length) != nil else { return } }
        guard reader.integer(3) != nil, let length = reader.integer(3), let leaf = reader.take(length) else { return }
        self.report.server = try? CertificateDetails(der: Array(leaf))
    }

    private mutating func certificateRequest(_ reader: ByteReader) {
        var reader = reader
        self.report.asked = true
        if self.isTLS13 {
            guard let context = reader.integer(1), reader.take(context) != nil, let length = reader.integer(2),
                let extensions = reader.take(length)
            else { return }
            for (type, body) in Self.extensions(extensions) where type == 47 { issuers(ByteReader(body)) }
        } else {
            guard let types = reader.integer(1), reader.take(types) != nil, let algorithms = reader.integer(2),
                reader.take(algorithms) != nil
            else { return }
            issuers(reader)
        }
    }

    private mutating func issuers(_ reader: ByteReader) {
        var reader = reader
        guard let length = reader.integer(2), let list = reader.take(length) else { return }
        var names = ByteReader(list)
        while let length = names.integer(2), let name = names.take(length) {
            self.report.issuers.append(CertificateDetails.nameText(Array(name)))
        }
    }
}

/// Reads integers and ranges from the front of bytes.
struct ByteReader {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        self.rest = bytes
    }

    /// A big-endian number of so many bytes.
    mutating func integer(_ count: Int) -> Int? {
        take(count)?.reduce(0) { $0 << 8 | Int($1) }
    }

    /// So many bytes.
    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= self.rest.count else { return nil }
        defer { self.rest = self.rest.dropFirst(count) }
        return self.rest.prefix(count)
    }
}
