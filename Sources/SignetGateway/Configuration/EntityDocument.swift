// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// One JSON file of the configuration: an ARM resource, whose content stands in `properties`.
///
/// A file without `properties` is read as if everything in it were: that is how people write them by hand.
struct EntityDocument {
    /// The file, relative to the configuration's folder.
    let file: String
    private let text: [UInt8]
    /// The members of `properties`.
    let properties: JSONObject

    /// Reads a document.
    ///
    /// - Throws: ``ConfigurationProblem`` with the place.
    init(_ bytes: [UInt8], file: String) throws(ConfigurationProblem) {
        self.file = file
        self.text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        let value: JSONValue
        do {
            value = try JSONValue.parse(self.text)
        } catch {
            throw ConfigurationProblem(error, in: self.text, file: file)
        }
        guard let root = value.object else {
            throw ConfigurationProblem(.error, "malformedJSON", "The document must be an object.", file: file)
        }
        self.properties = root["properties"]?.object ?? root
    }

    /// A problem at a member, or at the beginning where the member is absent.
    func problem(
        _ code: String,
        at member: String? = nil,
        _ message: String,
        severity: ConfigurationProblem.Severity = .error
    ) -> ConfigurationProblem {
        let place = member.flatMap(place(of:)) ?? TextPlace(line: 1, column: 1)
        return ConfigurationProblem(severity, code, message, file: self.file, line: place.line, column: place.column)
    }

    private func place(of member: String) -> TextPlace? {
        let quoted = Array("\"\(member)\"".utf8)
        var index = 0
        while index + quoted.count <= self.text.count {
            if self.text[index] == quoted[0], self.text[index...].starts(with: quoted) {
                let next = self.text[(index + quoted.count)...].first { $0 > 0x20 }
                if next == UInt8(ascii: ":") { return TextPlace(offset: index, in: self.text) }
            }
            index += 1
        }
        return nil
    }

    /// The text of a member; `nil` where it is absent or `null`.
    ///
    /// - Throws: ``ConfigurationProblem`` for any other type.
    func string(_ member: String) throws(ConfigurationProblem) -> String? {
        switch self.properties[member] {
        case nil, .null: return nil
        case .string(let text): return text
        default: throw problem("invalidValue", at: member, "'\(member)' must be a text.")
        }
    }

    /// The text of a member that must be there.
    func requiredString(_ member: String) throws(ConfigurationProblem) -> String {
        guard let text = try string(member) else {
            throw problem("missingMember", "'\(member)' is missing in 'properties'.")
        }
        return text
    }

    /// The value of a Boolean member; `nil` where it is absent or `null`.
    func bool(_ member: String) throws(ConfigurationProblem) -> Bool? {
        switch self.properties[member] {
        case nil, .null: return nil
        case .bool(let value): return value
        default: throw problem("invalidValue", at: member, "'\(member)' must be true or false.")
        }
    }
}

/// A line and a column of a text, from 1.
struct TextPlace {
    let line: Int
    let column: Int

    init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    init(offset: Int, in text: [UInt8]) {
        let before = text.prefix(max(0, offset))
        self.line = before.count { $0 == 0x0A } + 1
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        self.column = String(decoding: before[lineStart...], as: UTF8.self).utf16.count + 1
    }
}
