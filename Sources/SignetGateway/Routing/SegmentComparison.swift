// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Compares segments of a request with those of templates: letter case does not matter, as in API Management.
enum SegmentComparison {
    /// Whether the segment, decoded, is `literal` (lower case).
    static func equal(_ bytes: [UInt8], _ range: Range<Int>, _ literal: [UInt8]) -> Bool {
        if range.count == literal.count {
            var index = range.lowerBound
            for expected in literal {
                guard bytes[index].lowercased == expected else { return false }
                index += 1
            }
            return true
        }
        // Only an encoded segment is longer than what it stands for.
        guard range.count > literal.count, bytes[range].contains(UInt8(ascii: "%")) else { return false }
        return PercentEncoding.decode(bytes[range]).elementsEqual(literal) { $0.lowercased == $1 }
    }

    /// The part of the segment between `prefix` and `suffix`, if they fit and something is between them.
    static func between(_ bytes: [UInt8], _ range: Range<Int>, _ prefix: [UInt8], _ suffix: [UInt8]) -> Range<Int>? {
        guard range.count > prefix.count + suffix.count else { return nil }
        let inner = range.lowerBound + prefix.count..<range.upperBound - suffix.count
        guard
            prefix.isEmpty && suffix.isEmpty
                || equal(bytes, range.lowerBound..<inner.lowerBound, prefix)
                    && equal(bytes, inner.upperBound..<range.upperBound, suffix)
        else { return nil }
        return inner
    }
}
