// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Bytes written as `%41`, in URLs and forms.
enum PercentEncoding {
    static func encoded(_ text: String, keeping kept: String, spaceAsPlus: Bool) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let kept = Set(kept.utf8)
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                result.append(byte)
            case _ where kept.contains(byte): result.append(byte)
            case 0x20 where spaceAsPlus: result.append(UInt8(ascii: "+"))
            default: result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    static func decoded(_ text: String, plusAsSpace: Bool) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = NumberLexer.hexadecimalDigit(bytes[index + 1]),
                let low = NumberLexer.hexadecimalDigit(bytes[index + 2])
            {
                result.append(UInt8(high << 4 | low))
                index += 3
            } else {
                result.append(plusAsSpace && bytes[index] == UInt8(ascii: "+") ? 0x20 : bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// A URI with the escapes undone of characters that are neither reserved nor dangerous to show.
    static func shown(_ text: String) -> String {
        let kept = Set(";/?:@&=+$,#%[]\\<>\"'^`{}| !*()".utf8)
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = NumberLexer.hexadecimalDigit(bytes[index + 1]),
                let low = NumberLexer.hexadecimalDigit(bytes[index + 2])
            else {
                result.append(bytes[index])
                index += 1
                continue
            }
            let byte = UInt8(high << 4 | low)
            let isSpace = byte == 0x20
            if byte < 0x20 || byte == 0x7F || kept.contains(byte) && !isSpace {
                result += bytes[index..<index + 3]
            } else {
                result.append(byte)
            }
            index += 3
        }
        return String(validating: result, as: UTF8.self) ?? text
    }
}
