// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

/// The headers of a head as a dictionary of arrays; letter case does not matter.
enum HeaderContext {
    static func names(_ head: MessageHead) -> [String] {
        var names: [String] = []
        for field in head.fields where !field.isDropped {
            let name = head.text(field.nameRange)
            if !names.contains(where: { $0.lowercased() == name.lowercased() }) { names.append(name) }
        }
        return names
    }

    static func values(_ head: MessageHead, _ name: String) -> ExpressionValue? {
        let values = head.values(of: name)
        return values.isEmpty ? nil : .strings(values)
    }
}

/// `IMessageBody`: the body of a message, if it is there.
///
/// Reading it never uses it up: `preserveContent` is always as if it were true.
final class BodyContext: ExpressionObject {
    let expressionType = "IMessageBody"
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue { .null }

    func call(
        _ method: ExpressionMethod,
        _ arguments: [ExpressionValue]
    ) throws(ExpressionError) -> ExpressionValue {
        switch method {
        case .asString: .string(String(decoding: self.bytes, as: UTF8.self))
        case .asBytes: .bytes(self.bytes)
        default: .null
        }
    }
}
