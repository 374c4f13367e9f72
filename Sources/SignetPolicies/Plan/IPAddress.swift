// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// An address of the internet protocol, as a number: a version 4 address in its version 6 form.
public struct IPAddress: Sendable, Hashable, Comparable {
    private let high: UInt64
    private let low: UInt64

    /// Whether it is an address of version 4, perhaps written as one of version 6.
    public var isVersion4: Bool { self.high == 0 && self.low >> 32 == 0xFFFF }

    /// Reads the usual text forms, without brackets and ports.
    public init?(_ text: String) {
        let text = text.prefix { $0 != "%" }
        if let number = Self.version4(text) {
            self.high = 0
            self.low = 0xFFFF_0000_0000 | UInt64(number)
            return
        }
        guard let groups = Self.version6(text) else { return nil }
        self.high = groups[..<4].reduce(0) { $0 << 16 | UInt64($1) }
        self.low = groups[4...].reduce(0) { $0 << 16 | UInt64($1) }
    }

    private static func version4(_ text: some StringProtocol) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var number: UInt32 = 0
        for part in parts {
            // A zero in front would be octal to some readers, and so another address.
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                part.utf8.count == 1 || !part.hasPrefix("0"), let byte = UInt8(part)
            else { return nil }
            number = number << 8 | UInt32(byte)
        }
        return number
    }

    private static func version6(_ text: some StringProtocol) -> [UInt16]? {
        guard text.utf8.count <= 45, let gap = text.firstDoubleColon else {
            return text.utf8.count <= 45 ? groups(text).flatMap { $0.count == 8 ? $0 : nil } : nil
        }
        let (before, after) = (text[..<gap.lowerBound], text[gap.upperBound...])
        guard let left = before.isEmpty ? [] : groups(before), let right = after.isEmpty ? [] : groups(after),
            left.count + right.count < 8
        else { return nil }
        return left + Array(repeating: 0, count: 8 - left.count - right.count) + right
    }

    private static func groups(_ text: some StringProtocol) -> [UInt16]? {
        var groups: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if part.contains("."), index == parts.count - 1, let number = version4(part) {
                groups += [UInt16(truncatingIfNeeded: number >> 16), UInt16(truncatingIfNeeded: number)]
                continue
            }
            guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy(\.isHexadecimalDigit),
                let group = UInt16(part, radix: 16)
            else { return nil }
            groups.append(group)
        }
        return groups
    }

    /// Addresses of version 4 and 6 are in one order, each version by itself.
    public static func < (left: IPAddress, right: IPAddress) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension StringProtocol {
    fileprivate var firstDoubleColon: Range<Index>? {
        var index = self.startIndex
        while index < self.endIndex {
            let next = self.index(after: index)
            if self[index] == ":", next < self.endIndex, self[next] == ":" {
                return index..<self.index(after: next)
            }
            index = next
        }
        return nil
    }
}

extension UInt8 {
    fileprivate var isHexadecimalDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x46).contains(self) || (0x61...0x66).contains(self)
    }
}
