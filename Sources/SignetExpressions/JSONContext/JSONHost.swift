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
    private let names: [ExpressionMember]
    private let values: [ExpressionValue]
    private let text: String?

    init(_ type: String, _ members: [ExpressionMember: ExpressionValue], text: String? = nil) {
        self.expressionType = type
        self.names = Array(members.keys)
        self.values = self.names.map { members[$0] ?? .null }
        self.text = text
    }

    var invariantText: String { self.text ?? self.expressionType }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue {
        if let place = self.names.firstIndex(of: member) { return self.values[place] }
        switch ContextCatalogue.type(of: member, in: self.expressionType) {
        case .dictionary: return .object(JSONLookup([:], ignoresCase: false))
        case .some(let type): return type.defaultValue
        case .none: return .null
        }
    }

    /// The same object with another value.
    func with(_ member: ExpressionMember, _ value: ExpressionValue) -> JSONHost {
        var members = Dictionary(zip(self.names, self.values)) { _, last in last }
        members[member] = value
        return JSONHost(self.expressionType, members, text: self.text)
    }
}

/// A dictionary of the object model.
final class JSONLookup: ExpressionLookup {
    /// Up to this many keys are compared one by one: a dictionary would cost more than it saves.
    private static let few = 8

    private let values: [String: ExpressionValue]
    private let ignoresCase: Bool
    let keys: [String]
    /// The values of the keys, where they are few.
    private let row: [ExpressionValue]

    init(_ values: [(String, ExpressionValue)], ignoresCase: Bool) {
        self.ignoresCase = ignoresCase
        self.keys = values.map(\.0)
        let entries = Dictionary(values.map { (ignoresCase ? $0.0.lowercased() : $0.0, $0.1) }) { _, last in last }
        self.values = entries
        self.row = values.count > Self.few ? [] : values.map { entries[ignoresCase ? $0.0.lowercased() : $0.0] ?? $0.1 }
    }

    convenience init(_ values: [String: ExpressionValue], ignoresCase: Bool) {
        self.init(values.map { ($0.key, $0.value) }, ignoresCase: ignoresCase)
    }

    func value(for key: String) -> ExpressionValue? {
        // Most who ask spell a name as it stands there.
        if !self.row.isEmpty {
            if let place = self.keys.firstIndex(of: key) { return self.row[place] }
            guard self.ignoresCase else { return nil }
        }
        return self.values[self.ignoresCase ? key.lowercased() : key]
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
