// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The enumerations that expressions may use; a value is its number.
enum EnumerationLibrary {
    /// The values of each enumeration.
    static let values: [String: [String: Int32]] = [
        "StringComparison": [
            "CurrentCulture": 0, "CurrentCultureIgnoreCase": 1, "InvariantCulture": 2, "InvariantCultureIgnoreCase": 3,
            "Ordinal": 4, "OrdinalIgnoreCase": 5,
        ],
        "StringSplitOptions": ["None": 0, "RemoveEmptyEntries": 1],
        "RegexOptions": [
            "None": 0, "IgnoreCase": 1, "Multiline": 2, "ExplicitCapture": 4, "Compiled": 8, "Singleline": 16,
            "IgnorePatternWhitespace": 32, "RightToLeft": 64, "ECMAScript": 256, "CultureInvariant": 512,
        ],
        "MidpointRounding": ["ToEven": 0, "AwayFromZero": 1],
        "UriPartial": ["Scheme": 0, "Authority": 1, "Path": 2, "Query": 3],
        "UriKind": ["RelativeOrAbsolute": 0, "Absolute": 1, "Relative": 2],
        "CipherMode": ["CBC": 1, "ECB": 2, "OFB": 3, "CFB": 4, "CTS": 5],
        "PaddingMode": ["None": 1, "PKCS7": 2, "Zeros": 3, "ANSIX923": 4, "ISO10126": 5],
        "X509ContentType": [
            "Unknown": 0, "Cert": 1, "SerializedCert": 2, "Pfx": 3, "Pkcs12": 3, "SerializedStore": 4, "Pkcs7": 5,
            "Authenticode": 6,
        ],
        "X509NameType": [
            "SimpleName": 0, "EmailName": 1, "UpnName": 2, "DnsName": 3, "DnsFromAlternativeName": 4, "UrlName": 5,
        ],
        "XmlNodeType": [
            "None": 0, "Element": 1, "Attribute": 2, "Text": 3, "CDATA": 4, "ProcessingInstruction": 7, "Comment": 8,
            "Document": 9, "DocumentType": 10, "Whitespace": 13, "SignificantWhitespace": 14, "EndElement": 15,
        ],
        "SaveOptions": ["None": 0, "DisableFormatting": 1, "OmitDuplicateNamespaces": 2],
        "LoadOptions": ["None": 0, "PreserveWhitespace": 1, "SetBaseUri": 2, "SetLineInfo": 4],
        "AddressFamily": ["InterNetwork": 2, "InterNetworkV6": 23],
        "ProductState": ["NotPublished": 0, "Published": 1],
        "BackendType": ["Single": 0, "Pool": 1],
        "Formatting": ["None": 0, "Indented": 1],
        "JTokenType": [
            "None": 0, "Object": 1, "Array": 2, "Constructor": 3, "Property": 4, "Comment": 5, "Integer": 6, "Float": 7,
            "String": 8, "Boolean": 9, "Null": 10, "Undefined": 11, "Date": 12, "Raw": 13, "Bytes": 14, "Guid": 15,
            "Uri": 16, "TimeSpan": 17,
        ],
        "DayOfWeek": [
            "Sunday": 0, "Monday": 1, "Tuesday": 2, "Wednesday": 3, "Thursday": 4, "Friday": 5, "Saturday": 6,
        ],
        "DateTimeKind": ["Unspecified": 0, "Utc": 1, "Local": 2],
        "Base64FormattingOptions": ["None": 0, "InsertLineBreaks": 1],
    ]

    /// The enumerations whose values may be combined.
    private static let flags: Set<String> = [
        "StringSplitOptions", "RegexOptions", "Base64FormattingOptions", "SaveOptions", "LoadOptions",
    ]

    /// The name of a value, as `ToString()` gives it.
    static func name(_ value: ExpressionValue, in type: String) -> String {
        let number = value.integer ?? 0
        let values = self.values[type] ?? [:]
        if let name = values.filter({ Int($0.value) == number }).map(\.key).min() { return name }
        guard self.flags.contains(type) else { return String(number) }
        var names: [(value: Int, name: String)] = []
        var rest = number
        for (name, value) in values.sorted(by: { $0.value > $1.value })
        where value > 0 && rest & Int(value) == Int(value) {
            names.append((Int(value), name))
            rest -= Int(value)
        }
        return rest == 0 && !names.isEmpty ? names.reversed().map(\.name).joined(separator: ", ") : String(number)
    }

    /// The value of a name or number; `nil` for another text.
    static func value(_ text: String, in type: String, ignoresCase: Bool) -> Int32? {
        if let number = Int32(text) { return number }
        var result: Int32 = 0
        for part in text.split(separator: ",") {
            let name = NumberText.trimmed(String(part))
            let found = self.values[type]?
                .first {
                    ignoresCase ? OrdinalText.folded($0.key) == OrdinalText.folded(name) : $0.key == name
                }
            guard let found else { return nil }
            result |= found.value
        }
        return text.isEmpty ? nil : result
    }

    /// `System.Enum`; the generic forms are bound by themselves.
    static func table() -> LibraryTable {
        LibraryTable(
            "Enum",
            [
                .init("static object Parse(Type enumType, string value)") { _, a throws(ExpressionError) in
                    try parsed(a, ignoresCase: false)
                },
                .init("static object Parse(Type enumType, string value, bool ignoreCase)") {
                    _,
                    a throws(ExpressionError) in
                    try parsed(a, ignoresCase: a[2].bool == true)
                },
            ]
        )
    }

    private static func parsed(_ a: [ExpressionValue], ignoresCase: Bool) throws(ExpressionError) -> ExpressionValue {
        guard case .enumeration(let type) = try a.object(0, TypeObject.self).type else {
            throw .exception(.argument, "Type provided must be an Enum. (Parameter 'enumType')")
        }
        return .object(EnumerationObject(type, try parse(try a.text(1), in: type, ignoresCase: ignoresCase)))
    }

    static func parse(_ text: String, in type: String, ignoresCase: Bool) throws(ExpressionError) -> Int32 {
        guard let value = value(text, in: type, ignoresCase: ignoresCase) else {
            throw .exception(.argument, "Requested value '\(text)' was not found.")
        }
        return value
    }
}
