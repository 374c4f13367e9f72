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
        coding("WebUtility", "UrlEncode") { PercentEncoding.encoded($0, keeping: "-_.!*()", spaceAsPlus: true) },
        coding("WebUtility", "UrlDecode") { PercentEncoding.decoded($0, plusAsSpace: true) },
        coding("WebUtility", "HtmlEncode", htmlEncoded),
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

    private static func isASCII(_ value: ExpressionValue) -> Bool {
        if case .object(let object) = value, let encoding = object as? TextEncoding { encoding.isASCII } else { false }
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
