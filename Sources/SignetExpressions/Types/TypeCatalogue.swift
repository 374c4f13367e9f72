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
        guard self.namespaces.contains(String(name[..<dot])) else { return nil }
        return self.entries[simple]
    }

    /// Whether a dotted name could be the beginning of a type's name.
    static func isNamespace(_ name: String) -> Bool {
        self.namespaces.contains(name) || self.namespaces.contains { $0.hasPrefix(name + ".") }
    }

    static let namespaces: Set<String> = [
        "System", "System.Text", "System.Net", "System.IO", "System.Linq", "System.Collections.Generic", "System.Xml",
        "System.Text.RegularExpressions", "System.Xml.Linq", "System.Security.Cryptography",
        "System.Security.Cryptography.X509Certificates", "Newtonsoft.Json", "Newtonsoft.Json.Linq",
    ]

    private static let entries: [String: Entry] = {
        var entries: [String: Entry] = [:]
        for name in allowedElsewhere { entries[name] = .notEvaluated }
        for name in ContextCatalogue.members.keys { entries[name] = .type(.named(name)) }
        for name in EnumerationLibrary.values.keys { entries[name] = .type(.enumeration(name)) }
        for name in ["Convert", "Math", "WebUtility", "JsonConvert", "Array", "Enumerable"] {
            entries[name] = .staticClass(name)
        }
        entries.merge(values) { _, new in new }
        return entries
    }()

    private static let values: [String: Entry] = [
        "object": .type(.object), "Object": .type(.object), "string": .type(.string), "String": .type(.string),
        "bool": .type(.bool), "Boolean": .type(.bool), "byte": .type(.byte), "Byte": .type(.byte),
        "int": .type(.int), "Int32": .type(.int), "long": .type(.long), "Int64": .type(.long),
        "double": .type(.double), "Double": .type(.double), "char": .type(.char), "Char": .type(.char),
        "Guid": .type(.guid), "DateTime": .type(.dateTime), "TimeSpan": .type(.timeSpan),
        "Encoding": .type(.named("Encoding")), "Uri": .type(.named("Uri")),
        "JToken": .type(.token), "JObject": .type(.named("JObject")), "JArray": .type(.named("JArray")),
        "JProperty": .type(.named("JProperty")), "JValue": .type(.named("JValue")),
        "JContainer": .type(.named("JContainer")),
    ]

    /// The rest of the documentation's list of allowed types.
    private static let allowedElsewhere = """
        float Single decimal Decimal short Int16 ushort UInt16 uint UInt32 ulong UInt64 sbyte SByte Formatting JsonConvert
        JArray JConstructor JContainer JObject JProperty JRaw JToken JTokenType JValue Extensions Array BitConverter
        DateTimeKind DateTimeOffset Enum Guid StringReader StringWriter Enumerable MidpointRounding IPAddress
        Nullable Random StringComparer StringBuilder TimeZone TimeZoneInfo Tuple UriPartial XmlNodeType Dictionary
        HashSet ICollection IDictionary IEnumerable IEnumerator IEqualityComparer IList IReadOnlyCollection
        IReadOnlyDictionary ISet KeyValuePair List Queue Stack Regex Match Group Capture RegexOptions XAttribute XCData
        XComment XContainer XDeclaration XDocument XDocumentType XElement XName XNamespace XNode XNodeDocumentOrderComparer
        XNodeEqualityComparer XObject XProcessingInstruction XText Action Func AsymmetricAlgorithm CipherMode
        HashAlgorithm HashAlgorithmName HMAC HMACMD5 HMACSHA1 HMACSHA256 HMACSHA384 HMACSHA512 KeyedHashAlgorithm MD5 Oid
        PaddingMode RNGCryptoServiceProvider RSA RSAEncryptionPadding RSASignaturePadding SHA1 SHA1Managed SHA256
        SHA256Managed SHA384 SHA384Managed SHA512 SHA512Managed SymmetricAlgorithm PublicKey RSACertificateExtensions
        X500DistinguishedName X509Certificate X509ContentType X509NameType IContext
        """
        .split(whereSeparator: \.isWhitespace).map(String.init)

    /// The generic types, with the number of their arguments.
    static let generics: [String: Int] = [
        "IEnumerable": 1, "List": 1, "IList": 1, "ICollection": 1, "IReadOnlyCollection": 1, "IReadOnlyList": 1,
        "HashSet": 1, "Dictionary": 2, "IDictionary": 2, "KeyValuePair": 2,
    ]

    /// The number of arguments of a generic type, named with or without its namespace.
    static func genericArity(_ name: String) -> (name: String, arity: Int)? {
        var simple = name
        for space in self.namespaces where name.hasPrefix(space + ".") {
            let rest = name.dropFirst(space.utf8.count + 1)
            if !rest.contains(".") { simple = String(rest) }
        }
        return self.generics[simple].map { (simple, $0) }
    }
}
