// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Which bytes make names and spaces.
extension PolicyReader {
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D }

    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: startsName(byte)
        }
    }

    static func startsName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: ":"):
            true
        default: byte >= 0x80
        }
    }
}

/// What only a strict reading asks of names, so that it takes for XML what XML parsers do.
extension PolicyReader {
    /// Takes note of the prefixes that an element declares, and holds its names against those that are declared.
    mutating func declare(_ element: PolicyElement) {
        guard element.hasPrefixes else { return }
        for attribute in element.attributes where attribute.name.hasPrefix("xmlns:") {
            self.prefixes[String(attribute.name.dropFirst(6)), default: 0] += 1
            if attribute.value.bytes.isEmpty { deviate() }
        }
        if !isDeclared(element.name) || !element.attributes.allSatisfy({ isDeclared($0.name) }) { deviate() }
    }

    /// Forgets the prefixes that an element declared.
    mutating func undeclare(_ element: PolicyElement) {
        guard element.hasPrefixes else { return }
        for attribute in element.attributes where attribute.name.hasPrefix("xmlns:") {
            self.prefixes[String(attribute.name.dropFirst(6)), default: 0] -= 1
        }
    }

    /// Whether a name has no prefix, or one that is declared.
    private func isDeclared(_ name: String) -> Bool {
        guard name.utf8.contains(UInt8(ascii: ":")) else { return true }
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let first = parts[1].utf8.first, Self.startsName(first) else { return false }
        return ["xml", "xmlns"].contains(parts[0]) || self.prefixes[String(parts[0]), default: 0] > 0
    }

    /// Whether what stands between the marks of an instruction is one; the declaration of XML comes first of all.
    func isInstruction(_ range: Range<Int>) -> Bool {
        let target = self.bytes[range].prefix { Self.isNameByte($0) }
        guard target.first.map(Self.startsName) == true, !target.contains(UInt8(ascii: ":")) else { return false }
        guard String(decoding: target, as: UTF8.self).lowercased() == "xml" else { return true }
        let rest = self.bytes[target.endIndex..<range.upperBound]
        return range.lowerBound == 2 && stands("xml", at: 2) && rest.first.map(Self.isSpace) == true
            && rest.drop(while: Self.isSpace).starts(with: "version".utf8)
    }
}

extension PolicyElement {
    fileprivate var hasPrefixes: Bool {
        self.name.utf8.contains(UInt8(ascii: ":"))
            || self.attributes.contains { $0.name.utf8.contains(UInt8(ascii: ":")) }
    }
}
