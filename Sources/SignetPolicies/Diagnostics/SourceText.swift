// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The text of a document with what is needed to name places in it.
package final class SourceText: Sendable {
    /// The text, UTF-8.
    package let bytes: [UInt8]
    /// The file, as the reader was given it.
    package let file: String?
    private let lineStarts: [Int]
    /// Where characters stand that XML does not have: control characters, and two that are none.
    let forbidden: [Int]
    /// How many UTF-16 code units stand before each block of bytes: places in a very long line cost no more than others.
    ///
    /// Empty for a text of ASCII alone, in which every byte is a code unit.
    private let widths: [Int]
    private static let blockSize = 256
    private static let longestExcerpt = 400

    package init(_ bytes: [UInt8], file: String?) {
        self.bytes = bytes
        self.file = file
        var starts = [0]
        var forbidden: [Int] = []
        for index in bytes.indices {
            switch bytes[index] {
            case 0x20..<0xEF, 0x09: break
            case 0x0A: starts.append(index + 1)
            // A line may end with this alone.
            case 0x0D: if index + 1 == bytes.count || bytes[index + 1] != 0x0A { starts.append(index + 1) }
            case 0xEF:
                if index + 2 < bytes.count, bytes[index + 1] == 0xBF, bytes[index + 2] >= 0xBE {
                    forbidden.append(index)
                }
            case 0xF0...: break
            default: forbidden.append(index)
            }
        }
        self.lineStarts = starts
        self.forbidden = forbidden
        guard bytes.reduce(0, |) >= 0x80 else {
            self.widths = []
            return
        }
        var widths = [0]
        var start = 0
        while start < bytes.count {
            let end = min(start + Self.blockSize, bytes.count)
            widths.append(widths[widths.count - 1] + Self.width(bytes[start..<end]))
            start = end
        }
        self.widths = widths
    }

    /// The line and the column of an offset, both from 1, columns in UTF-16 code units.
    package func position(_ offset: Int) -> (line: Int, column: Int) {
        let offset = min(max(offset, 0), self.bytes.count)
        let line = lineIndex(offset)
        return (line + 1, width(before: offset) - width(before: self.lineStarts[line]) + 1)
    }

    /// A diagnostic about a place.
    package func diagnostic(
        _ severity: Diagnostic.Severity,
        _ code: DiagnosticCode,
        _ message: String,
        at offset: Int,
        length: Int = 1
    ) -> Diagnostic {
        let (line, column) = position(offset)
        let start = self.lineStarts[line - 1]
        let end = self.bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? self.bytes.count
        let shown = excerpt(start..<end, around: min(max(offset, start), end))
        let covered = min(max(offset, start) + max(length, 1), end)
        return Diagnostic(
            severity: severity,
            code: code,
            message: message,
            line: line,
            column: column,
            file: self.file,
            sourceLine: String(decoding: self.bytes[shown], as: UTF8.self),
            skippedColumns: Self.width(self.bytes[start..<shown.lowerBound]),
            length: max(1, min(Self.width(self.bytes[min(offset, covered)..<covered]), 200))
        )
    }

    /// The part of a line that is shown: all of it, unless it is very long.
    private func excerpt(_ line: Range<Int>, around offset: Int) -> Range<Int> {
        guard line.count > Self.longestExcerpt else { return line }
        var start = max(line.lowerBound, min(offset, line.upperBound) - Self.longestExcerpt / 2)
        var end = min(line.upperBound, start + Self.longestExcerpt)
        // A character is shown whole or not at all.
        while start > line.lowerBound, self.bytes[start] & 0xC0 == 0x80 { start -= 1 }
        while end < line.upperBound, self.bytes[end] & 0xC0 == 0x80 { end += 1 }
        return start..<end
    }

    private func lineIndex(_ offset: Int) -> Int {
        var low = 0
        var high = self.lineStarts.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if self.lineStarts[middle] <= offset { low = middle } else { high = middle - 1 }
        }
        return low
    }

    private func width(before offset: Int) -> Int {
        if self.widths.isEmpty { return offset }
        let block = offset / Self.blockSize
        return self.widths[block] + Self.width(self.bytes[(block * Self.blockSize)..<offset])
    }

    private static func width(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : $1 >= 0xF0 ? 2 : 1) }
    }
}
