// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The decoding of paths, queries and forms (RFC 3986 §2.1).
package enum PercentEncoding {
    /// Decodes one component.
    ///
    /// - Parameters:
    ///   - text: The component.
    ///   - plusIsSpace: Whether `+` stands for a space, as it does in forms and queries but not in paths.
    /// - Returns: The text, or `nil` for a broken escape, a NUL, or bytes that are not UTF-8.
    package static func decode(_ text: ArraySlice<UInt8>, plusIsSpace: Bool) -> String? {
        let escape = UInt8(ascii: "%")
        let (isPlain, isASCII) = unsafe text.withUnsafeBytes { bytes in
            let marks = (escape, plusIsSpace ? UInt8(ascii: "+") : escape, escape)
            return unsafe (PlainBytes.areAll(bytes, from: 1, except: marks), PlainBytes.areASCII(bytes))
        }
        if isPlain, isASCII { return String(decoding: text, as: UTF8.self) }
        if isPlain { return String(validating: text, as: UTF8.self) }
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            var byte = text[index]
            index += 1
            if byte == UInt8(ascii: "%") {
                guard text.endIndex - index >= 2, let high = digit(text[index]), let low = digit(text[index + 1]) else {
                    return nil
                }
                byte = high << 4 | low
                index += 2
            } else if byte == UInt8(ascii: "+"), plusIsSpace {
                byte = UInt8(ascii: " ")
            }
            guard byte != 0 else { return nil }
            out.append(byte)
        }
        return String(validating: out, as: UTF8.self)
    }

    /// Decodes one component that is a text already.
    ///
    /// - Parameters:
    ///   - text: The component.
    ///   - plusIsSpace: Whether `+` stands for a space.
    /// - Returns: The text, or `nil` for a broken escape, a NUL, or bytes that are not UTF-8.
    package static func decode(_ text: some StringProtocol, plusIsSpace: Bool) -> String? {
        decode(Array(text.utf8)[...], plusIsSpace: plusIsSpace)
    }

    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
