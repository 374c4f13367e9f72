// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension ExpressionValue {
    /// A value that can be kept beyond its call: it shares nothing that an expression can change.
    ///
    /// - Returns: The value with an estimate of its size in bytes; `nil` for what cannot be kept, such as a list, an XML
    ///   tree or a `StringBuilder`.
    package func detached() -> (value: ExpressionValue, size: Int)? {
        var memory = Budget(limit: 64 * 1_048_576, work: 256 * 1_048_576)
        guard let value = try? detached(&memory, depth: 0) else { return nil }
        return (value, memory.limit - memory.remaining + Budget.node)
    }

    private struct Unkept: Error {}

    private func detached(_ memory: inout Budget, depth: Int) throws -> ExpressionValue {
        switch self {
        case .null, .bool, .int, .long, .uint, .ulong, .float, .double, .decimal, .char, .dateTime, .timeSpan:
            return self
        case .string(let text), .guid(let text):
            try memory.charge(text.utf8.count)
            return self
        case .bytes(let bytes):
            try memory.charge(bytes.count)
            return self
        case .array(let array):
            guard depth < Nesting.maximum else { throw Unkept() }
            if let bytes = array.bytes {
                try memory.charge(bytes.count)
                return .array(ExpressionArray(bytes: bytes))
            }
            var elements: [ExpressionValue] = []
            for element in array.elements {
                try memory.charge(Budget.node)
                elements.append(try element.detached(&memory, depth: depth + 1))
            }
            return .array(ExpressionArray(elementType: array.elementType, elements))
        case .object(let object):
            try memory.charge(Budget.node)
            if let token = object as? JSONToken { return .object(try token.copy(&memory)) }
            // What the language itself makes can be changed, but for the values among its objects.
            let isOwn = object is any LibraryObject || object is any WrittenObject
            guard !(object is any NestingObject), !isOwn || object is any EquatableObject else { throw Unkept() }
            return self
        }
    }
}
