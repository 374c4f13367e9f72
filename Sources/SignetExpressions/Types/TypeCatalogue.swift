// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The types that expressions may name.
enum TypeCatalogue {
    /// What a name of a type stands for.
    enum Entry: Sendable {
        /// A type that values have here.
        case type(StaticType)
        /// A class of which only static members are used.
        case staticClass(String)
        /// A type that policy expressions may use, but that this version does not evaluate.
        case notEvaluated
    }

    /// The entry of a name, with or without its namespace; `nil` for a type that expressions may not use.
    static func entry(_ name: String) -> Entry? {
        if let entry = self.entries[name] { return entry }
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
        let simple = String(name[name.index(after: dot)...])
        if name[..<dot].hasSuffix("TimeZoneInfo"), ["AdjustmentRule", "TransitionTime"].contains(simple) {
            return self.entries[simple]
        }
        guard self.namespaces.contains(String(name[..<dot])) else { return nil }
        return self.entries[simple]
    }

    /// Whether a dotted name could be the beginning of a type's name.
    static func isNamespace(_ name: String) -> Bool {
        self.namespaces.contains(name) || self.namespaces.contains { $0.hasPrefix(name + ".") }
            || ForeignTypes.isNamespace(name)
    }

    static let namespaces: Set<String> = [
        "System", "System.Text", "System.Net", "System.IO", "System.Linq", "System.Collections.Generic", "System.Xml",
        "System.Text.RegularExpressions", "System.Xml.Linq", "System.Security.Cryptography",
        "System.Security.Cryptography.X509Certificates", "Newtonsoft.Json", "Newtonsoft.Json.Linq",
    ]

    private static let entries: [String: Entry] = {
        var entries: [String: Entry] = [:]
        for name in notEvaluated { entries[name] = .notEvaluated }
        for name in ContextCatalogue.members.keys { entries[name] = .type(.named(name)) }
        for name in EnumerationCatalogue.values.keys { entries[name] = .type(.enumeration(name)) }
        for name in staticClasses { entries[name] = .staticClass(name) }
        for name in classes { entries[name] = .type(.named(name)) }
        entries.merge(values) { _, new in new }
        return entries
    }()

    private static let values: [String: Entry] = {
        var entries: [String: Entry] = [:]
        let types: [StaticType] = [
            .object, .string, .bool, .sbyte, .byte, .short, .ushort, .int, .uint, .long, .ulong, .float, .double,
            .decimal, .char, .guid, .dateTime, .timeSpan,
        ]
        for type in types {
            entries[type.name] = .type(type)
            if let name = StaticType.systemNames[type.name] { entries[name] = .type(type) }
        }
        return entries
    }()

    /// Classes of which only static members are used.
    private static let staticClasses = [
        "Convert", "Math", "WebUtility", "JsonConvert", "Array", "Enumerable", "BitConverter", "Enum", "Tuple",
        "RSACertificateExtensions", "Extensions",
    ]

    /// The classes and structures of the library, as the documentation lists them.
    private static let classes = """
        JToken JObject JArray JProperty JValue JContainer JRaw JConstructor
        Encoding UTF8Encoding Uri StringBuilder StringReader StringWriter StringComparer Random DateTimeOffset
        IPAddress Type TimeZoneInfo
        Regex Match Group Capture MatchCollection GroupCollection CaptureCollection
        XObject XNode XContainer XElement XDocument XAttribute XText XCData XComment XProcessingInstruction
        XDocumentType XDeclaration XName XNamespace
        HashAlgorithm KeyedHashAlgorithm HMAC HMACMD5 HMACSHA1 HMACSHA256 HMACSHA384 HMACSHA512 MD5 SHA1 SHA256 SHA384
        SHA512 SHA1Managed SHA256Managed SHA384Managed SHA512Managed RSA HashAlgorithmName
        RSASignaturePadding RSAEncryptionPadding RNGCryptoServiceProvider
        Action SymmetricAlgorithm TimeZone AdjustmentRule TransitionTime Oid PublicKey X500DistinguishedName
        """
        .split(whereSeparator: \.isWhitespace).map(String.init)

    /// Types of the documentation's list that are read but not evaluated.
    private static let notEvaluated = [
        "IEnumerator", "IEqualityComparer", "XNodeDocumentOrderComparer", "XNodeEqualityComparer",
        "AsymmetricAlgorithm", "X509Certificate",
    ]

    /// The generic types, with the number of their arguments.
    static let generics: [String: ClosedRange<Int>] = [
        "IEnumerable": 1...1, "List": 1...1, "IList": 1...1, "ICollection": 1...1, "IReadOnlyCollection": 1...1,
        "IReadOnlyList": 1...1, "HashSet": 1...1, "ISet": 1...1, "Queue": 1...1, "Stack": 1...1, "Dictionary": 2...2,
        "IDictionary": 2...2, "KeyValuePair": 2...2, "Tuple": 1...7, "Func": 1...5, "Action": 1...4,
        "Predicate": 1...1, "Comparison": 1...1, "IGrouping": 2...2, "ILookup": 2...2,
    ]

    /// The generic types with one argument that are sequences.
    static let sequences: Set<String> = [
        "IEnumerable", "List", "IList", "ICollection", "IReadOnlyCollection", "IReadOnlyList", "HashSet", "ISet",
        "Queue", "Stack",
        "IOrderedEnumerable",
    ]

    /// The types whose values are code.
    static let delegates: Set<String> = ["Func", "Action", "Predicate", "Comparison"]

    /// A generic type, named with or without its namespace, where it takes so many arguments.
    static func generic(_ name: String, arity: Int) -> String? {
        guard arity > 0 else { return nil }
        var simple = name
        if let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) {
            guard self.namespaces.contains(String(name[..<dot])) else { return nil }
            simple = String(name[name.index(after: dot)...])
        }
        return self.generics[simple]?.contains(arity) == true ? simple : nil
    }

    /// Every type by its name, for the page that lists them.
    static var names: [String] {
        self.entries.keys
            .filter { self.entries[$0].map { if case .notEvaluated = $0 { false } else { true } } ?? false }
            .sorted()
    }
}
