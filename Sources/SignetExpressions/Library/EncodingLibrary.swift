// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// `System.Text.Encoding`, `System.Net.WebUtility` and the escaping of `System.Uri`.
enum EncodingLibrary {
    static let properties: [LibraryProperty] = [
        "UTF8", "ASCII", "Unicode", "BigEndianUnicode", "UTF32", "UTF7", "Default",
    ]
    .compactMap { name in
        guard let coding = TextCoding(name) else { return nil }
        return LibraryProperty(owner: "Encoding", name: name, isStatic: true, type: .named("Encoding")) { _, _ in
            .object(TextEncoding(coding))
        }
    }

    static let methods: [LibraryMethod] =
        LibraryTable(
            "Encoding",
            [
                .init("static Encoding GetEncoding(string name)") { _, a throws(ExpressionError) in
                    guard let coding = TextCoding(named: try a.text(0)) else {
                        throw .exception(
                            .argument,
                            "'\(try a.text(0))' is not a supported encoding name. (Parameter 'name')"
                        )
                    }
                    return .object(TextEncoding(coding))
                },
                .init("byte[] GetBytes(string s)") { state, a throws(ExpressionError) in
                    let text = try a.text(1)
                    try state.charge(text.utf8.count * 4)
                    return .bytes(try a.object(0, TextEncoding.self).coding.bytes(text))
                },
                .init("byte[] GetBytes(char[] chars)") { state, a throws(ExpressionError) in
                    let text = OrdinalText.text(a.units(1))
                    try state.charge(text.utf8.count * 4)
                    return .bytes(try a.object(0, TextEncoding.self).coding.bytes(text))
                },
                .init("int GetByteCount(string s)") { state, a throws(ExpressionError) in
                    let text = try a.text(1)
                    try state.charge(text.utf8.count * 4)
                    return .int(try a.object(0, TextEncoding.self).coding.bytes(text).count)
                },
                .init("string GetString(byte[] bytes)") { state, a throws(ExpressionError) in
                    let bytes = try a.bytes(1)
                    try state.charge(bytes.count * 3)
                    return .string(try a.object(0, TextEncoding.self).coding.text(bytes[...]))
                },
                .init("string GetString(byte[] bytes, int index, int count)") { state, a throws(ExpressionError) in
                    let bytes = try a.bytes(1)
                    guard a.integer(2) >= 0, a.integer(3) >= 0, a.integer(2) + a.integer(3) <= bytes.count else {
                        throw StringLibrary.outOfRange("bytes")
                    }
                    try state.charge(a.integer(3) * 3)
                    let part = bytes[a.integer(2)..<a.integer(2) + a.integer(3)]
                    return .string(try a.object(0, TextEncoding.self).coding.text(part))
                },
                .init("char[] GetChars(byte[] bytes)") { state, a throws(ExpressionError) in
                    let bytes = try a.bytes(1)
                    try state.charge(bytes.count * 24)
                    let text = try a.object(0, TextEncoding.self).coding.text(bytes[...])
                    return StaticType.char.array(text.utf16.map { .char($0) })
                },
                .init("string WebName") { _, a throws(ExpressionError) in
                    .string(try a.object(0, TextEncoding.self).coding.rawValue)
                },
            ]
        )
        .methods + [
            coding("WebUtility", "HtmlDecode", HTMLText.decoded),
            LibraryMethod(
                owner: "WebUtility",
                name: "UrlEncodeToBytes",
                isStatic: true,
                parameters: [.array(.byte), .int, .int],
                result: .array(.byte)
            ) {
                _,
                a throws(ExpressionError) in
                let bytes = try a.bytes(0)
                guard a.integer(1) >= 0, a.integer(2) >= 0, a.integer(1) + a.integer(2) <= bytes.count else {
                    throw StringLibrary.outOfRange("offset")
                }
                let text = String(decoding: bytes[a.integer(1)..<a.integer(1) + a.integer(2)], as: UTF8.self)
                return .bytes(Array(PercentEncoding.encoded(text, keeping: "-_.!*()", spaceAsPlus: true).utf8))
            },
            coding("WebUtility", "UrlEncode") { PercentEncoding.encoded($0, keeping: "-_.!*()", spaceAsPlus: true) },
            coding("WebUtility", "UrlDecode") { PercentEncoding.decoded($0, plusAsSpace: true) },
            coding("WebUtility", "HtmlEncode", htmlEncoded),
            coding("Uri", "EscapeUriString") {
                PercentEncoding.encoded($0, keeping: "-_.~:/?#[]@!$&'()*+,;=", spaceAsPlus: false)
            },
            coding("Uri", "HexEscape") { PercentEncoding.encoded($0, keeping: "", spaceAsPlus: false) },
            coding("Uri", "EscapeDataString") { PercentEncoding.encoded($0, keeping: "-_.~", spaceAsPlus: false) },
            coding("Uri", "UnescapeDataString") { PercentEncoding.decoded($0, plusAsSpace: false) },
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

/// `System.Text.Encoding`.
final class TextEncoding: LibraryObject {
    let coding: TextCoding

    init(_ coding: TextCoding) {
        self.coding = coding
    }

    var expressionType: String { "Encoding" }
}
