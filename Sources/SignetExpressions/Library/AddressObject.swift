// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// `System.Net.IPAddress`.
final class AddressObject: LibraryObject, EquatableObject {
    let bytes: [UInt8]

    /// Reads `1.2.3.4` or `2001:db8::1`; `nil` for anything else.
    init?(_ text: String) {
        if text.utf8.contains(UInt8(ascii: ":")) {
            guard let bytes = Self.sixteen(text) else { return nil }
            self.bytes = bytes
        } else {
            guard let bytes = Self.four(text[...]) else { return nil }
            self.bytes = bytes
        }
    }

    private static func four(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { $0.utf8.allSatisfy(Lexer.isDigit) ? UInt8($0) : nil }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    private static func sixteen(_ text: String) -> [UInt8]? {
        var body = text[...]
        if body.hasPrefix("["), body.hasSuffix("]") { body = body.dropFirst().dropLast() }
        if let zone = body.firstIndex(of: "%") { body = body[..<zone] }
        guard let gap = body.firstRange(of: "::") else {
            let bytes = groups(body)
            return bytes?.count == 16 ? bytes : nil
        }
        let (head, tail) = (body[..<gap.lowerBound], body[gap.upperBound...])
        guard let first = head.isEmpty ? [] : groups(head), let last = tail.isEmpty ? [] : groups(tail),
            first.count + last.count <= 14
        else { return nil }
        return first + Array(repeating: 0, count: 16 - first.count - last.count) + last
    }

    private static func groups(_ text: Substring) -> [UInt8]? {
        var bytes: [UInt8] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, part.utf8.contains(UInt8(ascii: ".")) {
                guard let four = four(part) else { return nil }
                bytes += four
                continue
            }
            guard 1...4 ~= part.utf8.count, let value = UInt16(part, radix: 16), !part.hasPrefix("+") else {
                return nil
            }
            bytes += [UInt8(value >> 8), UInt8(truncatingIfNeeded: value)]
        }
        return bytes
    }

    var expressionType: String { "IPAddress" }
    var hash: Int { self.bytes.hashValue }

    func isEqual(to other: any ExpressionObject) -> Bool { (other as? AddressObject)?.bytes == self.bytes }

    /// The canonical text.
    var invariantText: String {
        if self.bytes.count == 4 { return self.bytes.map(String.init).joined(separator: ".") }
        let groups = stride(from: 0, to: 16, by: 2).map { UInt16(self.bytes[$0]) << 8 | UInt16(self.bytes[$0 + 1]) }
        var (best, length) = (0, 0)
        var index = 0
        while index < 8 {
            let run = groups[index...].prefix { $0 == 0 }.count
            if run > length { (best, length) = (index, run) }
            index += max(run, 1)
        }
        let texts = groups.map { String($0, radix: 16) }
        guard length > 1 else { return texts.joined(separator: ":") }
        return texts[..<best].joined(separator: ":") + "::" + texts[(best + length)...].joined(separator: ":")
    }
}
