// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// An object of the object model with its values.
final class JSONHost: ExpressionObject {
    let expressionType: String
    /// Few enough to be looked through: a dictionary would cost more than it saves.
    private let members: [(name: ExpressionMember, value: ExpressionValue)]
    private let text: String?

    init(_ type: String, _ members: [ExpressionMember: ExpressionValue], text: String? = nil) {
        self.expressionType = type
        self.members = members.map { ($0.key, $0.value) }
        self.text = text
    }

    var invariantText: String { self.text ?? self.expressionType }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue {
        for (name, value) in self.members where name == member { return value }
        switch ContextCatalogue.type(of: member, in: self.expressionType) {
        case .dictionary: return .object(JSONLookup([:], ignoresCase: false))
        case .some(let type): return type.defaultValue
        case .none: return .null
        }
    }

    /// The same object with another value.
    func with(_ member: ExpressionMember, _ value: ExpressionValue) -> JSONHost {
        var members = Dictionary(self.members.map { ($0.name, $0.value) }) { _, last in last }
        members[member] = value
        return JSONHost(self.expressionType, members, text: self.text)
    }
}

/// A dictionary of the object model.
final class JSONLookup: ExpressionLookup {
    private let values: [String: (name: String, value: ExpressionValue)]
    private let ignoresCase: Bool
    let keys: [String]

    init(_ values: [(String, ExpressionValue)], ignoresCase: Bool) {
        self.ignoresCase = ignoresCase
        self.keys = values.map(\.0)
        var entries = Dictionary(
            values.map { (ignoresCase ? $0.0.lowercased() : $0.0, (name: $0.0, value: $0.1)) }
        ) { _, last in last }
        // Most who ask spell a name as it stands there.
        if ignoresCase { for entry in Array(entries.values) { entries[entry.name] = entry } }
        self.values = entries
    }

    convenience init(_ values: [String: ExpressionValue], ignoresCase: Bool) {
        self.init(values.map { ($0.key, $0.value) }, ignoresCase: ignoresCase)
    }

    func value(for key: String) -> ExpressionValue? {
        if let found = self.values[key] { return found.value }
        return self.ignoresCase ? self.values[key.lowercased()]?.value : nil
    }
}

/// A body.
final class JSONBody: ExpressionObject {
    private let content: [UInt8]

    init(_ content: [UInt8]) {
        self.content = content
    }

    var expressionType: String { "IMessageBody" }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue { .null }

    func call(_ method: ExpressionMethod, _ arguments: [ExpressionValue]) throws(ExpressionError) -> ExpressionValue {
        switch method {
        case .asString: .string(String(decoding: self.content, as: UTF8.self))
        case .asBytes: .bytes(self.content)
        default: .null
        }
    }
}
