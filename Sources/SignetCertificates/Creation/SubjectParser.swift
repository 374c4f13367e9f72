// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SwiftASN1
import X509

/// Reads a distinguished name from text (RFC 4514): `CN=daemon\, first,OU=a+OU=b,O="Contoso, Ltd"`.
struct SubjectParser {
    private var rest: [Character]
    private var position = 0

    private init(_ text: String) {
        self.rest = Array(text)
    }

    private static let types: [String: ASN1ObjectIdentifier] = [
        "CN": [2, 5, 4, 3], "SERIALNUMBER": [2, 5, 4, 5], "C": [2, 5, 4, 6], "L": [2, 5, 4, 7], "ST": [2, 5, 4, 8],
        "STREET": [2, 5, 4, 9], "O": [2, 5, 4, 10], "OU": [2, 5, 4, 11], "DC": [0, 9, 2342, 19_200_300, 100, 1, 25],
        "UID": [0, 9, 2342, 19_200_300, 100, 1, 1], "EMAILADDRESS": [1, 2, 840, 113549, 1, 9, 1],
    ]

    /// Reads a name; its text begins with what its encoding ends with.
    ///
    /// - Throws: `creationFailed` where the text is no name.
    static func parse(_ text: String) throws(CertificateError) -> DistinguishedName {
        var parser = SubjectParser(text)
        var names: [RelativeDistinguishedName] = []
        var attributes: [RelativeDistinguishedName.Attribute] = []
        while true {
            attributes.append(try parser.attribute())
            let separator = parser.next()
            if separator == "+" { continue }
            names.insert(RelativeDistinguishedName(attributes), at: 0)
            attributes = []
            guard separator != nil else { return DistinguishedName(names) }
        }
    }

    private mutating func attribute() throws(CertificateError) -> RelativeDistinguishedName.Attribute {
        var name = ""
        while let character = next() {
            guard character != "=" else {
                return try attribute(named: name.filter { !$0.isWhitespace }.uppercased())
            }
            name.append(character)
        }
        throw Self.failure("\"\(name)\" has no value; write it as CN=\(name.isEmpty ? "name" : name)")
    }

    private mutating func attribute(
        named name: String
    ) throws(CertificateError) -> RelativeDistinguishedName.Attribute {
        guard let type = Self.types[name] else {
            throw Self.failure(
                "the attribute \(name) is not known; there are \(Self.types.keys.sorted().joined(separator: ", "))"
            )
        }
        let text = try value()
        guard !text.isEmpty, text.utf8.count <= 1024 else { throw Self.failure("\(name) is empty or too long") }
        do {
            switch name {
            case "C", "SERIALNUMBER": return .init(type: type, value: try .init(printableString: text))
            case "DC", "EMAILADDRESS": return .init(type: type, value: try .init(ia5String: text))
            default: return .init(type: type, value: .init(utf8String: text))
            }
        } catch {
            throw Self.failure("\(name) has characters that it may not have")
        }
    }

    /// Reads up to an unescaped `,`, `;` or `+`, which is left for the caller.
    private mutating func value() throws(CertificateError) -> String {
        var bytes: [UInt8] = []
        var kept = 0
        var isQuoted = false
        while let character = next() {
            switch character {
            case "\\":
                bytes += try escaped()
                kept = bytes.count
            case "\"":
                isQuoted.toggle()
                kept = bytes.count
            case ",", ";", "+":
                guard isQuoted else {
                    self.position -= 1
                    return String(decoding: bytes.prefix(max(kept, Self.trimmed(bytes))), as: UTF8.self)
                }
                bytes += Array(String(character).utf8)
                kept = bytes.count
            case " " where bytes.isEmpty && !isQuoted:
                continue
            default:
                bytes += Array(String(character).utf8)
                if isQuoted { kept = bytes.count }
            }
        }
        guard !isQuoted else { throw Self.failure("a quotation mark is not closed") }
        return String(decoding: bytes.prefix(max(kept, Self.trimmed(bytes))), as: UTF8.self)
    }

    private mutating func escaped() throws(CertificateError) -> [UInt8] {
        guard let first = next() else { throw Self.failure("it ends with a backslash") }
        if first.isHexDigit, self.position < self.rest.count, self.rest[self.position].isHexDigit {
            let digits = String([first, self.rest[self.position]])
            self.position += 1
            return Hexadecimal.decode(digits) ?? []
        }
        return Array(String(first).utf8)
    }

    /// How many bytes are left without the spaces at the end.
    private static func trimmed(_ bytes: [UInt8]) -> Int {
        bytes.count - bytes.reversed().prefix { $0 == UInt8(ascii: " ") }.count
    }

    private mutating func next() -> Character? {
        guard self.position < self.rest.count else { return nil }
        defer { self.position += 1 }
        return self.rest[self.position]
    }

    private static func failure(_ what: String) -> CertificateError {
        CertificateError(.creationFailed, "the subject is not a name such as CN=daemon,O=Contoso: \(what)")
    }
}
