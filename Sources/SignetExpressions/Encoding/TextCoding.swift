// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// How texts become bytes.
enum TextCoding: String {
    case utf8 = "utf-8"
    case ascii = "us-ascii"
    case latin1 = "iso-8859-1"
    case utf16 = "utf-16"
    case bigEndianUTF16 = "utf-16BE"
    case utf32 = "utf-32"

    /// The coding of a property of `Encoding`.
    init?(_ property: String) {
        switch property {
        case "UTF8", "Default", "UTF7": self = .utf8
        case "ASCII": self = .ascii
        case "Unicode": self = .utf16
        case "BigEndianUnicode": self = .bigEndianUTF16
        case "UTF32": self = .utf32
        default: return nil
        }
    }

    /// The coding of a registered name.
    init?(named name: String) {
        switch OrdinalText.lower(name) {
        case "utf-8", "utf8", "unicode-1-1-utf-8": self = .utf8
        case "us-ascii", "ascii", "iso646-us", "ansi_x3.4-1968": self = .ascii
        case "iso-8859-1", "latin1", "l1", "iso8859-1", "windows-1252": self = .latin1
        case "utf-16", "utf-16le", "unicode": self = .utf16
        case "utf-16be", "unicodefffe": self = .bigEndianUTF16
        case "utf-32", "utf-32le": self = .utf32
        default: return nil
        }
    }

    func bytes(_ text: String) -> [UInt8] {
        let question = UInt8(ascii: "?")
        switch self {
        case .utf8: return Array(text.utf8)
        case .ascii: return text.utf16.map { $0 < 0x80 ? UInt8($0) : question }
        case .latin1: return text.utf16.map { $0 < 0x100 ? UInt8($0) : question }
        case .utf16: return text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        case .bigEndianUTF16: return text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        case .utf32:
            return text.unicodeScalars.flatMap { scalar in
                (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> UInt32($0 * 8)) }
            }
        }
    }

    func text(_ bytes: ArraySlice<UInt8>) -> String {
        switch self {
        case .utf8: return String(decoding: bytes, as: UTF8.self)
        case .ascii: return String(decoding: bytes.map { $0 < 0x80 ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
        case .latin1: return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        case .utf16, .bigEndianUTF16:
            let isLittle = self == .utf16
            var units: [UInt16] = []
            for start in stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2) {
                let (first, second) = (UInt16(bytes[start]), UInt16(bytes[start + 1]))
                units.append(isLittle ? second << 8 | first : first << 8 | second)
            }
            if bytes.count % 2 == 1 { units.append(0xFFFD) }
            return OrdinalText.text(units)
        case .utf32:
            var scalars = String.UnicodeScalarView()
            for start in stride(from: bytes.startIndex, to: bytes.endIndex - 3, by: 4) {
                let value = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << UInt32($1 * 8) }
                scalars.append(Unicode.Scalar(value) ?? "\u{FFFD}")
            }
            return String(scalars)
        }
    }
}

/// The references of HTML.
enum HTMLText {
    private static let names = [
        "lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "copy": "©", "reg": "®",
        "euro": "€", "pound": "£", "yen": "¥", "cent": "¢", "sect": "§", "deg": "°", "plusmn": "±", "micro": "µ",
        "para": "¶", "middot": "·", "times": "×", "divide": "÷", "laquo": "«", "raquo": "»", "hellip": "…",
        "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "bull": "•", "trade": "™",
        "auml": "ä", "ouml": "ö", "uuml": "ü", "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß", "eacute": "é",
        "egrave": "è", "agrave": "à", "ccedil": "ç", "ntilde": "ñ",
    ]

    /// A text with its references replaced; what is none stays.
    static func decoded(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "&") {
            result += rest[..<start]
            rest = rest[start...]
            guard let end = rest.prefix(12).firstIndex(of: ";"),
                let replacement = replacement(rest[rest.index(after: start)..<end])
            else {
                result += "&"
                rest = rest.dropFirst()
                continue
            }
            result += replacement
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    private static func replacement(_ name: Substring) -> String? {
        guard name.hasPrefix("#") else { return self.names[String(name)] }
        let digits = name.dropFirst()
        let value =
            digits.hasPrefix("x") || digits.hasPrefix("X") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return value.flatMap(Unicode.Scalar.init).map { String($0) }
    }
}
