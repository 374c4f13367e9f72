// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The tags that certificate files use.
enum Tag {
    static let boolean: UInt8 = 0x01
    static let integer: UInt8 = 0x02
    static let bitString: UInt8 = 0x03
    static let octetString: UInt8 = 0x04
    static let null: UInt8 = 0x05
    static let objectIdentifier: UInt8 = 0x06
    static let utf8String: UInt8 = 0x0C
    static let utcTime: UInt8 = 0x17
    static let generalizedTime: UInt8 = 0x18
    static let bmpString: UInt8 = 0x1E
    static let sequence: UInt8 = 0x30
    static let set: UInt8 = 0x31

    /// `[number]` around elements.
    static func context(_ number: UInt8) -> UInt8 { 0xA0 | number }
    /// `[number]` instead of a simple value's own tag.
    static func contextPrimitive(_ number: UInt8) -> UInt8 { 0x80 | number }
}

extension BERElement {
    /// The children of a SEQUENCE; `what` names it for the error.
    func sequence(_ what: String) throws(CertificateError) -> [BERElement] {
        guard self.tag == Tag.sequence else {
            throw CertificateError(.malformed, "\(what) is not an ASN.1 SEQUENCE")
        }
        return try self.children()
    }

    /// A non-negative INTEGER that fits.
    var integer: Int? {
        guard self.tag == Tag.integer, let first = self.content.first, first < 0x80 else { return nil }
        let digits = self.content.drop { $0 == 0 }
        guard digits.count < 8 else { return nil }
        return digits.reduce(0) { $0 << 8 | Int($1) }
    }

    /// The magnitude of a non-negative INTEGER of any size, without leading zeros.
    var magnitude: ArraySlice<UInt8>? {
        guard self.tag == Tag.integer, let first = self.content.first, first < 0x80 else { return nil }
        return self.content.drop { $0 == 0 }
    }

    /// An OBJECT IDENTIFIER in dotted form.
    var objectIdentifier: String? {
        guard self.tag == Tag.objectIdentifier else { return nil }
        return ObjectIdentifier.decode(self.content)
    }

    /// The bytes of an OCTET STRING, whole or in pieces.
    var octets: [UInt8]? {
        self.tag & ~0x20 == Tag.octetString ? self.joinedPieces(depth: 0) : nil
    }

    /// The bytes of an OCTET STRING under an implicit `[number]`, whole or in pieces.
    func implicitOctets(_ number: UInt8) -> [UInt8]? {
        self.tag & ~0x20 == Tag.contextPrimitive(number) ? self.joinedPieces(depth: 0) : nil
    }

    /// The bytes of a BIT STRING whose bits fill its bytes.
    var bits: ArraySlice<UInt8>? {
        guard self.tag == Tag.bitString, self.content.first == 0 else { return nil }
        return self.content.dropFirst()
    }

    /// The text of a BMPString (UTF-16, big endian).
    var bmpText: String? {
        guard self.tag == Tag.bmpString, self.content.count.isMultiple(of: 2) else { return nil }
        var units: [UInt16] = []
        var high: UInt16?
        for byte in self.content {
            if let first = high {
                units.append(first << 8 | UInt16(byte))
                high = nil
            } else {
                high = UInt16(byte)
            }
        }
        return String(decoding: units, as: UTF16.self)
    }

    private func joinedPieces(depth: Int) -> [UInt8]? {
        guard self.isConstructed else { return Array(self.content) }
        guard depth < Self.maximumDepth, let pieces = try? self.children() else { return nil }
        var joined: [UInt8] = []
        for piece in pieces {
            guard piece.tag & ~0x20 == Tag.octetString, let bytes = piece.joinedPieces(depth: depth + 1) else {
                return nil
            }
            joined += bytes
        }
        return joined
    }
}
