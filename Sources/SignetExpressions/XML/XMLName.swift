// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// `XName`: a local name in a namespace.
final class XMLName: LibraryObject, EquatableObject {
    let local: String
    let namespace: String

    init(_ local: String, _ namespace: String = "") {
        self.local = local
        self.namespace = namespace
    }

    /// Reads `{namespace}local` or a local name.
    convenience init(expanded text: String) throws(ExpressionError) {
        guard text.hasPrefix("{"), let end = text.lastIndex(of: "}") else {
            try self.init(checked: text, "")
            return
        }
        let namespace = text[text.index(after: text.startIndex)..<end]
        try self.init(checked: String(text[text.index(after: end)...]), String(namespace))
    }

    /// A name whose characters are those of XML's names.
    convenience init(checked local: String, _ namespace: String) throws(ExpressionError) {
        guard !local.isEmpty else { throw .exception(.argument, "Value cannot be empty. (Parameter 'name')") }
        for (index, scalar) in local.unicodeScalars.enumerated() where !Self.allows(scalar, isFirst: index == 0) {
            let code = String(scalar.value, radix: 16, uppercase: true)
            throw .exception(
                .xml,
                "The '\(scalar)' character, hexadecimal value 0x\(String(repeating: "0", count: max(0, 2 - code.utf8.count)))\(code), cannot be included in a name."
            )
        }
        self.init(local, namespace)
    }

    static func allows(_ scalar: Unicode.Scalar, isFirst: Bool) -> Bool {
        if scalar.properties.isAlphabetic || scalar == "_" { return true }
        if isFirst { return false }
        return scalar == "-" || scalar == "." || scalar.properties.numericType != nil
            || scalar.properties.generalCategory == .nonspacingMark || scalar.value == 0xB7
    }

    var expressionType: String { "XName" }
    var invariantText: String { self.namespace.isEmpty ? self.local : "{\(self.namespace)}\(self.local)" }
    var hash: Int { self.invariantText.hashValue }

    func isEqual(to other: any ExpressionObject) -> Bool { (other as? XMLName).map(matches) ?? false }

    func matches(_ other: XMLName) -> Bool {
        OrdinalText.equal(self.local, other.local) && OrdinalText.equal(self.namespace, other.namespace)
    }
}

/// `XNamespace`.
final class XMLNamespace: LibraryObject, EquatableObject {
    static let xml = "http://www.w3.org/XML/1998/namespace"
    static let xmlns = "http://www.w3.org/2000/xmlns/"

    let name: String

    init(_ name: String) {
        self.name = name
    }

    var expressionType: String { "XNamespace" }
    var invariantText: String { self.name }
    var hash: Int { self.name.hashValue }

    func isEqual(to other: any ExpressionObject) -> Bool {
        (other as? XMLNamespace).map { OrdinalText.equal($0.name, self.name) } ?? false
    }
}

/// `XDeclaration`.
final class XMLDeclaration: LibraryObject {
    let version: String?
    let encoding: String?
    let standalone: String?

    init(_ version: String?, _ encoding: String?, _ standalone: String?) {
        self.version = version
        self.encoding = encoding
        self.standalone = standalone
    }

    var expressionType: String { "XDeclaration" }
    var invariantText: String {
        let parts = [("version", self.version), ("encoding", self.encoding), ("standalone", self.standalone)]
        return "<?xml" + parts.compactMap { name, value in value.map { " \(name)=\"\($0)\"" } }.joined() + "?>"
    }
}
