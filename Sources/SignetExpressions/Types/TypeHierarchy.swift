// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The classes of the library: what they derive from, where they live, what they hold.
enum TypeHierarchy {
    /// The class above one.
    static func base(of name: String) -> String? { self.bases[name] }

    /// Whether one class is another or derives from it.
    static func derives(_ name: String, from base: String) -> Bool {
        var current: String? = name
        while let type = current {
            if type == base { return true }
            current = self.bases[type]
        }
        return false
    }

    /// The name with its namespace.
    static func fullName(_ name: String) -> String {
        for (space, names) in self.namespaces where names.contains(name) { return space + "." + name }
        return name
    }

    /// Whether the values of a type are never `null`.
    static func isValueType(_ name: String) -> Bool { self.valueTypes.contains(name) }

    /// What a class has as elements; `nil` for what is no sequence.
    static func element(of name: String) -> StaticType? {
        if let element = self.elements[name] { return element }
        return derives(name, from: "JToken") ? .token : nil
    }

    private static let bases = [
        "JObject": "JContainer", "JArray": "JContainer", "JProperty": "JContainer", "JConstructor": "JContainer",
        "JContainer": "JToken", "JValue": "JToken", "JRaw": "JValue",
        "Match": "Group", "Group": "Capture",
        "XDocument": "XContainer", "XElement": "XContainer", "XContainer": "XNode", "XNode": "XObject",
        "XText": "XNode", "XCData": "XText", "XComment": "XNode", "XProcessingInstruction": "XNode",
        "XDocumentType": "XNode", "XAttribute": "XObject",
        "HMACMD5": "HMAC", "HMACSHA1": "HMAC", "HMACSHA256": "HMAC", "HMACSHA384": "HMAC", "HMACSHA512": "HMAC",
        "HMAC": "KeyedHashAlgorithm", "KeyedHashAlgorithm": "HashAlgorithm",
        "MD5": "HashAlgorithm", "SHA1": "HashAlgorithm", "SHA256": "HashAlgorithm", "SHA384": "HashAlgorithm",
        "SHA512": "HashAlgorithm", "SHA1Managed": "SHA1", "SHA256Managed": "SHA256", "SHA384Managed": "SHA384",
        "SHA512Managed": "SHA512", "RSA": "AsymmetricAlgorithm", "X509Certificate2": "X509Certificate",
    ]

    private static let valueTypes: Set<String> = ["DateTimeOffset", "HashAlgorithmName", "TransitionTime"]

    private static let elements: [String: StaticType] = [
        "JObject": .generic("KeyValuePair", [.string, .token]), "MatchCollection": .named("Match"),
        "GroupCollection": .named("Group"), "CaptureCollection": .named("Capture"),
    ]

    private static let namespaces: [(String, Set<String>)] = [
        (
            "Newtonsoft.Json.Linq",
            ["JToken", "JObject", "JArray", "JProperty", "JValue", "JContainer", "JRaw", "JConstructor", "JTokenType"]
        ),
        (
            "System.Text.RegularExpressions",
            [
                "Regex", "Match", "Group", "Capture", "MatchCollection", "GroupCollection", "CaptureCollection",
                "RegexOptions",
            ]
        ),
        (
            "System.Xml.Linq",
            [
                "XObject", "XNode", "XContainer", "XElement", "XDocument", "XAttribute", "XText", "XCData", "XComment",
                "XProcessingInstruction", "XDocumentType", "XDeclaration", "XName", "XNamespace",
            ]
        ),
        (
            "System.Security.Cryptography",
            [
                "HMACMD5", "HMACSHA1", "HMACSHA256", "HMACSHA384", "HMACSHA512", "HMAC", "MD5", "SHA1", "SHA256",
                "SHA384", "SHA512", "SHA1Managed", "SHA256Managed", "SHA384Managed", "SHA512Managed", "RSA",
                "HashAlgorithm", "KeyedHashAlgorithm", "AsymmetricAlgorithm", "HashAlgorithmName",
                "RSASignaturePadding", "RSAEncryptionPadding", "RNGCryptoServiceProvider", "Oid",
                "SymmetricAlgorithm",
            ]
        ),
        (
            "System.Security.Cryptography.X509Certificates",
            ["X509Certificate", "X509Certificate2", "PublicKey", "X500DistinguishedName"]
        ),
        (
            "System.Collections.Generic",
            [
                "List", "HashSet", "Dictionary", "Queue", "Stack", "KeyValuePair", "IEnumerable", "IList",
                "ICollection", "IDictionary", "ISet", "IReadOnlyCollection", "IReadOnlyList",
            ]
        ),
        ("System.Text", ["StringBuilder", "Encoding", "UTF8Encoding"]),
        ("System.IO", ["StringReader", "StringWriter"]),
        ("System.Linq", ["IGrouping"]),
        (
            "System",
            [
                "Uri", "Random", "DateTimeOffset", "TimeZoneInfo", "StringComparison", "DayOfWeek", "DateTimeKind",
                "Tuple", "Func", "Action", "Exception", "StringComparer", "MidpointRounding", "StringSplitOptions",
            ]
        ),
    ]
}

extension StaticType {
    static let token = StaticType.named("JToken")
    static let offsetDate = StaticType.named("DateTimeOffset")

    /// Whether the values are tokens.
    var isToken: Bool { if case .named(let name) = self { TypeHierarchy.derives(name, from: "JToken") } else { false } }

    /// A sequence of this type.
    var sequence: StaticType { .generic("IEnumerable", [self]) }

    /// What a sequence of this type has as elements; `nil` for what is no sequence.
    var element: StaticType? {
        switch self {
        case .array(let element): element
        case .string: .char
        case .dictionary(let value): .generic("KeyValuePair", [.string, value])
        case .generic("Dictionary", let arguments), .generic("IDictionary", let arguments):
            .generic("KeyValuePair", arguments)
        case .generic("IGrouping", let arguments): arguments.last
        case .generic("ILookup", let arguments): .generic("IGrouping", arguments)
        case .generic(let name, let arguments):
            TypeCatalogue.sequences.contains(name) ? arguments.first : nil
        case .named(let name): TypeHierarchy.element(of: name)
        default: nil
        }
    }
}
