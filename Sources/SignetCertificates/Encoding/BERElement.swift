// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// One tag-length-value element of BER (X.690), of which DER is a part, read without copying and without recursion into it.
///
/// Children are read only when asked for, so a hostile file costs no more than its bytes. Files from Java and Windows use
/// indefinite lengths and strings in pieces; files in DER do not.
struct BERElement: Sendable {
    /// The identifier octet: class, constructed bit and a tag number below 31.
    let tag: UInt8
    /// The bytes between header and end.
    let content: ArraySlice<UInt8>
    /// The whole element with its header.
    let encoded: ArraySlice<UInt8>

    /// How deep elements may nest.
    static let maximumDepth = 32
    /// How many children one element may have.
    static let maximumChildren = 10_000

    /// Reads the one element that `bytes` holds.
    ///
    /// - Throws: `truncated` when the bytes end inside of it, `malformed` when it is no element or something follows.
    init(_ bytes: some Collection<UInt8>) throws(CertificateError) {
        var rest = Array(bytes)[...]
        self = try Self.read(from: &rest)
        guard rest.isEmpty else {
            throw CertificateError(.malformed, "there are \(rest.count) bytes after the end of an ASN.1 structure")
        }
    }

    private init(tag: UInt8, content: ArraySlice<UInt8>, encoded: ArraySlice<UInt8>) {
        self.tag = tag
        self.content = content
        self.encoded = encoded
    }

    /// Whether the content is made of elements.
    var isConstructed: Bool { self.tag & 0x20 != 0 }

    /// The elements inside.
    func children() throws(CertificateError) -> [BERElement] {
        guard self.isConstructed else {
            throw CertificateError(.malformed, "an ASN.1 element that must hold others is a single value")
        }
        var rest = self.content
        var elements: [BERElement] = []
        while !rest.isEmpty {
            guard elements.count < Self.maximumChildren else {
                throw CertificateError(.malformed, "an ASN.1 element holds more than \(Self.maximumChildren) others")
            }
            elements.append(try Self.read(from: &rest))
        }
        return elements
    }

    /// Cuts the next element off the front of `bytes`.
    static func read(from bytes: inout ArraySlice<UInt8>, depth: Int = 0) throws(CertificateError) -> BERElement {
        guard depth <= Self.maximumDepth else {
            throw CertificateError(.malformed, "ASN.1 elements nest deeper than \(Self.maximumDepth) levels")
        }
        let whole = bytes
        guard let tag = bytes.popFirst(), let first = bytes.popFirst() else { throw endOfData() }
        guard tag & 0x1F != 0x1F, tag != 0 else {
            throw CertificateError(.malformed, "an ASN.1 element has a tag that no certificate file uses")
        }
        if first == 0x80 {
            return try readIndefinite(tag: tag, whole: whole, from: &bytes, depth: depth)
        }
        let length = try readLength(first, from: &bytes)
        guard length <= bytes.count else { throw endOfData() }
        let content = bytes.prefix(length)
        bytes = bytes.dropFirst(length)
        return BERElement(tag: tag, content: content, encoded: whole[..<bytes.startIndex])
    }

    private static func readLength(
        _ first: UInt8,
        from bytes: inout ArraySlice<UInt8>
    ) throws(CertificateError) -> Int {
        guard first & 0x80 != 0 else { return Int(first) }
        let octets = Int(first & 0x7F)
        guard octets <= 8 else {
            throw CertificateError(.malformed, "an ASN.1 length has \(octets) bytes")
        }
        guard octets <= bytes.count else { throw endOfData() }
        var length: UInt64 = 0
        for byte in bytes.prefix(octets) {
            length = length << 8 | UInt64(byte)
        }
        bytes = bytes.dropFirst(octets)
        guard let size = Int(exactly: length) else { throw endOfData() }
        return size
    }

    private static func readIndefinite(
        tag: UInt8,
        whole: ArraySlice<UInt8>,
        from bytes: inout ArraySlice<UInt8>,
        depth: Int
    ) throws(CertificateError) -> BERElement {
        guard tag & 0x20 != 0 else {
            throw CertificateError(.malformed, "an ASN.1 value without a length is not made of elements")
        }
        let contentStart = bytes.startIndex
        while !bytes.starts(with: [0, 0]) {
            _ = try read(from: &bytes, depth: depth + 1)
        }
        let contentEnd = bytes.startIndex
        bytes = bytes.dropFirst(2)
        let content = whole[contentStart..<contentEnd]
        return BERElement(tag: tag, content: content, encoded: whole[..<bytes.startIndex])
    }

    private static func endOfData() -> CertificateError {
        CertificateError(
            .truncated,
            "the content ends in the middle of an ASN.1 structure: the file is cut off; copy it again in binary mode"
        )
    }
}
