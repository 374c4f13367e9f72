// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// One `-----BEGIN …-----` block of a PEM text.
struct PEMBlock: Sendable {
    /// What stands between `BEGIN` and the dashes, such as `CERTIFICATE`.
    let label: String
    /// The lines before the first blank line that have a colon, such as `DEK-Info` (RFC 1421).
    let headers: [String: String]
    /// The decoded body.
    let content: [UInt8]
    /// The `friendlyName` among the bag attributes that `openssl pkcs12` prints in front of a block.
    let friendlyName: String?

    private static let begin = Array("-----BEGIN ".utf8)
    private static let dashes = Array("-----".utf8)
    /// How many blocks one file may have.
    static let maximumBlocks = 10_000

    /// Whether bytes hold the beginning of a block.
    static func occurs(in bytes: [UInt8]) -> Bool {
        ByteSearch.firstIndex(of: self.begin, in: bytes, from: 0) != nil
    }

    /// Cuts a text into its blocks: any text between and around, any kind of line end or none.
    ///
    /// - Throws: `truncated` when a block does not end, `malformed` when a body is not base64.
    static func read(_ bytes: [UInt8]) throws(CertificateError) -> [PEMBlock] {
        var blocks: [PEMBlock] = []
        var position = 0
        while let start = ByteSearch.firstIndex(of: self.begin, in: bytes, from: position) {
            guard blocks.count < self.maximumBlocks else {
                throw CertificateError(.malformed, "the PEM text has more than \(self.maximumBlocks) blocks")
            }
            let labelStart = start + self.begin.count
            let number = blocks.count + 1
            guard let labelEnd = ByteSearch.firstIndex(of: self.dashes, in: bytes, from: labelStart) else {
                throw unfinished(number)
            }
            guard labelEnd - labelStart <= 64 else {
                throw CertificateError(.malformed, "PEM block \(number) has no closing dashes on its BEGIN line")
            }
            let label = bytes[labelStart..<labelEnd]
            let end = Array("-----END ".utf8) + label + self.dashes
            let bodyStart = labelEnd + self.dashes.count
            guard let bodyEnd = ByteSearch.firstIndex(of: end, in: bytes, from: bodyStart) else {
                throw unfinished(number)
            }
            blocks.append(
                try block(
                    String(decoding: label, as: UTF8.self),
                    body: bytes[bodyStart..<bodyEnd],
                    preamble: bytes[position..<start],
                    number: number
                )
            )
            position = bodyEnd + end.count
        }
        return blocks
    }

    /// Writes a block with lines of 64 characters.
    static func write(_ label: String, _ content: [UInt8]) -> [UInt8] {
        var out = Array("-----BEGIN \(label)-----\n".utf8)
        let text = Array(Base64.encode(content).utf8)
        for start in stride(from: 0, to: text.count, by: 64) {
            out += text[start..<min(start + 64, text.count)]
            out.append(UInt8(ascii: "\n"))
        }
        return out + Array("-----END \(label)-----\n".utf8)
    }

    private static func unfinished(_ number: Int) -> CertificateError {
        CertificateError(
            .truncated,
            "PEM block \(number) has no END line: the file is cut off; copy it again with all its lines"
        )
    }

    private static func block(
        _ label: String,
        body: ArraySlice<UInt8>,
        preamble: ArraySlice<UInt8>,
        number: Int
    ) throws(CertificateError) -> PEMBlock {
        var headers: [String: String] = [:]
        var encoded = body
        if body.contains(UInt8(ascii: ":")) {
            encoded = []
            for line in body.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
                guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
                    encoded += line
                    continue
                }
                let name = String(decoding: line[..<colon], as: UTF8.self)
                headers[name] = String(decoding: line[(colon + 1)...].drop { $0 == 0x20 }, as: UTF8.self)
            }
        }
        guard let content = Base64.decodeLenient(encoded), !content.isEmpty else {
            throw CertificateError(
                .malformed,
                "the body of PEM block \(number) (\(label)) is not base64: the file is damaged or was edited"
            )
        }
        return PEMBlock(label: label, headers: headers, content: content, friendlyName: friendlyName(in: preamble))
    }

    private static func friendlyName(in preamble: ArraySlice<UInt8>) -> String? {
        let marker = Array("friendlyName: ".utf8)
        let bytes = Array(preamble.suffix(4096))
        guard let start = ByteSearch.firstIndex(of: marker, in: bytes, from: 0) else { return nil }
        let name = bytes[(start + marker.count)...].prefix { $0 != 0x0A && $0 != 0x0D }
        return String(decoding: name, as: UTF8.self)
    }
}

/// Finds bytes in bytes.
enum ByteSearch {
    /// Where `pattern` first stands in `bytes` at or after `start`.
    static func firstIndex(of pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard let first = pattern.first, pattern.count <= bytes.count else { return nil }
        var position = start
        let last = bytes.count - pattern.count
        while position <= last {
            if bytes[position] == first, bytes[position..<(position + pattern.count)].elementsEqual(pattern) {
                return position
            }
            position += 1
        }
        return nil
    }
}
