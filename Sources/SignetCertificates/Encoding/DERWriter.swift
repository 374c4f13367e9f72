// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Builds DER from the inside out: each function gives the bytes of one whole element.
enum DERWriter {
    /// An element with any tag.
    static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        var out = [tag]
        if content.count < 0x80 {
            out.append(UInt8(content.count))
        } else {
            var octets: [UInt8] = []
            var rest = content.count
            while rest > 0 {
                octets.insert(UInt8(rest & 0xFF), at: 0)
                rest >>= 8
            }
            out.append(0x80 | UInt8(octets.count))
            out += octets
        }
        return out + content
    }

    /// A SEQUENCE of elements.
    static func sequence(_ elements: [UInt8]...) -> [UInt8] { element(Tag.sequence, elements.flatMap { $0 }) }

    /// A SET OF elements, in the order that DER demands.
    static func set(_ elements: [[UInt8]]) -> [UInt8] {
        element(Tag.set, elements.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 })
    }

    /// An explicit `[number]` around one element.
    static func explicit(_ number: UInt8, _ inner: [UInt8]) -> [UInt8] { element(Tag.context(number), inner) }

    /// A small non-negative INTEGER.
    static func integer(_ value: Int) -> [UInt8] {
        var octets = [UInt8(value & 0xFF)]
        var rest = value >> 8
        while rest > 0 {
            octets.insert(UInt8(rest & 0xFF), at: 0)
            rest >>= 8
        }
        if octets[0] & 0x80 != 0 { octets.insert(0, at: 0) }
        return element(Tag.integer, octets)
    }

    /// An OBJECT IDENTIFIER given in dotted form.
    static func objectIdentifier(_ dotted: String) -> [UInt8] {
        element(Tag.objectIdentifier, ObjectIdentifier.encode(dotted))
    }

    /// An OCTET STRING.
    static func octets(_ bytes: [UInt8]) -> [UInt8] { element(Tag.octetString, bytes) }

    /// A BIT STRING whose bits fill its bytes.
    static func bits(_ bytes: [UInt8]) -> [UInt8] { element(Tag.bitString, [0] + bytes) }

    /// NULL.
    static let null: [UInt8] = [Tag.null, 0]

    /// A BMPString of a text.
    static func bmpString(_ text: String) -> [UInt8] {
        element(Tag.bmpString, text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
    }

    /// An AlgorithmIdentifier.
    static func algorithm(_ dotted: String, _ parameters: [UInt8] = []) -> [UInt8] {
        sequence(objectIdentifier(dotted), parameters)
    }
}
