// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// `System.Text.Encoding`, `System.Net.WebUtility` and the escaping of `System.Uri`.
enum EncodingLibrary {
    static let properties: [LibraryProperty] = ["UTF8", "ASCII"]
        .map { name in
            LibraryProperty(owner: "Encoding", name: name, isStatic: true, type: .named("Encoding")) { _, _ in
                .object(TextEncoding(isASCII: name == "ASCII"))
            }
        }

    static let methods: [LibraryMethod] = [
        LibraryMethod(
            owner: "Encoding",
            name: "GetBytes",
            isStatic: false,
            parameters: [.string],
            result: .array(.byte)
        ) { state, arguments throws(ExpressionError) in
            let text = try arguments.text(1)
            try state.charge(text.utf8.count)
            guard isASCII(arguments[0]) else { return .bytes(Array(text.utf8)) }
            return .bytes(text.utf16.map { $0 < 0x80 ? UInt8($0) : UInt8(ascii: "?") })
        },
        LibraryMethod(
            owner: "Encoding",
            name: "GetString",
            isStatic: false,
            parameters: [.array(.byte)],
            result: .string
        ) { state, arguments throws(ExpressionError) in
            let bytes = try arguments.bytes(1)
            let isASCII = isASCII(arguments[0])
            return try state.text(
                String(decoding: isASCII ? bytes.map { $0 < 0x80 ? $0 : UInt8(ascii: "?") } : bytes, as: UTF8.self)
            )
        },
        coding("WebUtility", "UrlEncode") { percentEncoded($0, keeping: "-_.!*()", spaceAsPlus: true) },
        coding("WebUtility", "UrlDecode") { percentDecoded($0, plusAsSpace: true) },
        coding("WebUtility", "HtmlEncode", htmlEncoded),
        coding("Uri", "EscapeDataString") { percentEncoded($0, keeping: "-_.~", spaceAsPlus: false) },
        coding("Uri", "UnescapeDataString") { percentDecoded($0, plusAsSpace: false) },
    ]

    private static func coding(
        _ owner: String,
        _ name: String,
        _ transform: @escaping @Sendable (String) -> String
    ) -> LibraryMethod {
        LibraryMethod(owner: owner, name: name, isStatic: true, parameters: [.string], result: .string) {
            state,
            arguments throws(ExpressionError) in
            guard let text = arguments[0].string else {
                guard owner == "WebUtility" else { throw .exception(.argumentNull, "Value cannot be null.") }
                return .null
            }
            return try state.text(transform(text))
        }
    }

    private static func isASCII(_ value: ExpressionValue) -> Bool {
        if case .object(let object) = value, let encoding = object as? TextEncoding { encoding.isASCII } else { false }
    }

    private static func percentEncoded(_ text: String, keeping kept: String, spaceAsPlus: Bool) -> String {
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

    private static func percentDecoded(_ text: String, plusAsSpace: Bool) -> String {
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

    private static func htmlEncoded(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\u{A0}"..."\u{FF}", "\u{10000}"...: result += "&#\(scalar.value);"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// `Encoding.UTF8` or `Encoding.ASCII`.
private final class TextEncoding: ExpressionObject {
    let isASCII: Bool

    init(isASCII: Bool) {
        self.isASCII = isASCII
    }

    var expressionType: String { "Encoding" }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue { .null }
}
