// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Finds the containers of a JSON text in one pass, and what its tokens will cost.
///
/// Only what RFC 8259 calls JSON is scanned, without the liberties and the faults that ``JSONTokenParser`` knows: it reads
/// what is not, so that every fault is said in one place.
struct JSONScan {
    private struct Open {
        let container: Int
        let isObject: Bool
    }

    private(set) var containers: [JSONContainer] = []
    /// What the parser counts for the tokens of the whole text.
    private(set) var cost = 0
    private var open: [Open] = []
    private var position = 0
    private let allowance: Int

    /// Scans a text; `nil` where its topmost value is no container, or anything in it is not JSON.
    ///
    /// - Parameters:
    ///   - bytes: The text, UTF-8.
    ///   - allowance: How much its tokens may cost; where they cost more, the scan ends.
    init?(_ bytes: borrowing Span<UInt8>, allowance: Int) {
        self.allowance = allowance
        self.containers.reserveCapacity(8 + bytes.count / 128)
        self.open.reserveCapacity(8)
        skipSpace(bytes)
        guard let first = next(bytes), first == Self.brace || first == Self.bracket,
            enter(isObject: first == Self.brace)
        else { return nil }
        while let top = self.open.last {
            guard member(of: top, bytes) else { return nil }
        }
        skipSpace(bytes)
        guard self.position == bytes.count else { return nil }
    }

    private static let brace = UInt8(ascii: "{")
    private static let bracket = UInt8(ascii: "[")

    private func next(_ bytes: borrowing Span<UInt8>) -> UInt8? {
        self.position < bytes.count ? bytes[self.position] : nil
    }

    private mutating func skipSpace(_ bytes: borrowing Span<UInt8>) {
        while self.position < bytes.count {
            switch bytes[self.position] {
            case 0x20, 0x0A, 0x0D, 0x09: self.position += 1
            default: return
            }
        }
    }

    private mutating func take(_ sign: UInt8, _ bytes: borrowing Span<UInt8>) -> Bool {
        guard next(bytes) == sign else { return false }
        self.position += 1
        return true
    }

    private mutating func enter(isObject: Bool) -> Bool {
        guard self.open.count < JSONToken.maximumDepth, self.cost <= self.allowance else { return false }
        self.cost += Budget.node
        self.open.append(Open(container: self.containers.count, isObject: isObject))
        self.containers.append(JSONContainer(start: self.position))
        self.position += 1
        return true
    }

    /// Scans the next member of a container, or its end; a container that opens is left to the next call.
    private mutating func member(of top: Open, _ bytes: borrowing Span<UInt8>) -> Bool {
        skipSpace(bytes)
        if take(top.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"), bytes) { return leave(top, bytes) }
        let isFirst = self.containers[top.container].count == 0
        if !isFirst {
            guard take(UInt8(ascii: ","), bytes) else { return false }
            skipSpace(bytes)
        }
        self.containers[top.container].count += 1
        if top.isObject {
            // A name is counted as a text and as a name.
            guard next(bytes) == UInt8(ascii: "\""), let name = string(bytes) else { return false }
            self.cost += 2 * name + Budget.node
            skipSpace(bytes)
            guard take(UInt8(ascii: ":"), bytes) else { return false }
            skipSpace(bytes)
        }
        return value(in: top, bytes)
    }

    private mutating func value(in top: Open, _ bytes: borrowing Span<UInt8>) -> Bool {
        switch next(bytes) {
        case Self.brace: return enter(isObject: true)
        case Self.bracket: return enter(isObject: false)
        case UInt8(ascii: "\""):
            guard let text = string(bytes) else { return false }
            self.cost += text
        case UInt8(ascii: "t"): guard word("true", bytes) else { return false }
        case UInt8(ascii: "f"): guard word("false", bytes) else { return false }
        case UInt8(ascii: "n"): guard word("null", bytes) else { return false }
        default: guard number(bytes) else { return false }
        }
        self.cost += Budget.node
        raise(top, by: 1)
        return true
    }

    /// Makes a container as high as a value in it demands.
    private mutating func raise(_ top: Open, by height: Int) {
        let levels = top.isObject ? height + 2 : height + 1
        if self.containers[top.container].height < levels { self.containers[top.container].height = levels }
    }

    private mutating func leave(_ top: Open, _ bytes: borrowing Span<UInt8>) -> Bool {
        self.open.removeLast()
        self.containers[top.container].end = self.position
        self.containers[top.container].next = self.containers.count
        if let outer = self.open.last { raise(outer, by: self.containers[top.container].height) }
        return true
    }

    private mutating func word(_ word: StaticString, _ bytes: borrowing Span<UInt8>) -> Bool {
        let count = word.utf8CodeUnitCount
        guard self.position + count <= bytes.count else { return false }
        for index in 0..<count where unsafe bytes[self.position + index] != word.utf8Start[index] { return false }
        self.position += count
        return endsWord(bytes)
    }

    private func endsWord(_ bytes: borrowing Span<UInt8>) -> Bool {
        switch next(bytes) {
        case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x20, 0x0A, 0x0D, 0x09: true
        default: false
        }
    }

    private mutating func digits(_ bytes: borrowing Span<UInt8>) -> Bool {
        let start = self.position
        while let byte = next(bytes), Lexer.isDigit(byte) { self.position += 1 }
        return self.position > start
    }

    private mutating func number(_ bytes: borrowing Span<UInt8>) -> Bool {
        _ = take(UInt8(ascii: "-"), bytes)
        // Digits behind a zero make an octal number of it.
        guard take(UInt8(ascii: "0"), bytes) || digits(bytes) else { return false }
        if take(UInt8(ascii: "."), bytes) { guard digits(bytes) else { return false } }
        if take(UInt8(ascii: "e"), bytes) || take(UInt8(ascii: "E"), bytes) {
            _ = take(UInt8(ascii: "+"), bytes) || take(UInt8(ascii: "-"), bytes)
            guard digits(bytes) else { return false }
        }
        return endsWord(bytes)
    }

    /// Scans a text between quotes and gives its length.
    private mutating func string(_ bytes: borrowing Span<UInt8>) -> Int? {
        self.position += 1
        let start = self.position
        var saved = 0
        while self.position < bytes.count {
            let byte = bytes[self.position]
            self.position += 1
            if byte == UInt8(ascii: "\"") { return self.position - 1 - start - saved }
            guard byte == UInt8(ascii: "\\") else { continue }
            guard let more = escape(bytes) else { return nil }
            saved += more
        }
        return nil
    }

    /// Scans what follows a backslash, and gives how many bytes the text is shorter for it.
    private mutating func escape(_ bytes: borrowing Span<UInt8>) -> Int? {
        guard let byte = next(bytes) else { return nil }
        self.position += 1
        switch byte {
        case UInt8(ascii: "b"), UInt8(ascii: "t"), UInt8(ascii: "n"), UInt8(ascii: "f"), UInt8(ascii: "r"),
            UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "\""):
            return 1
        case UInt8(ascii: "u"):
            guard let unit = unit(bytes) else { return nil }
            switch unit {
            case ..<0x80: return 5
            case ..<0x800: return 4
            case 0xD800...0xDBFF:
                guard take(UInt8(ascii: "\\"), bytes), take(UInt8(ascii: "u"), bytes), let second = self.unit(bytes),
                    0xDC00...0xDFFF ~= second
                else { return nil }
                return 8
            case 0xDC00...0xDFFF: return nil
            default: return 3
            }
        default: return nil
        }
    }

    private mutating func unit(_ bytes: borrowing Span<UInt8>) -> UInt32? {
        guard self.position + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = bytes[self.position]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
            default: return nil
            }
            self.position += 1
        }
        return value
    }
}
