// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Members that several types share, and those of arrays, `Guid` and nullable types.
enum ValueLibrary {
    static let properties: [LibraryProperty] = [
        LibraryProperty(owner: "Nullable", name: "HasValue", isStatic: false, type: .bool) { _, arguments in
            .bool(!arguments[0].isNull)
        }
    ]

    static let methods: [LibraryMethod] = [
        LibraryMethod(owner: "Array", name: "Contains", isStatic: false, parameters: [.object], result: .bool) {
            state,
            arguments throws(ExpressionError) in
            .bool(try Equality.contains(try elements(arguments[0], &state), arguments[1], &state.memory))
        }
    ]

    /// The elements of an array of any kind.
    static func elements(
        _ value: ExpressionValue,
        _ state: inout Evaluation
    ) throws(ExpressionError) -> [ExpressionValue] {
        switch value {
        case .array(let array):
            try state.memory.charge(elements: array.count)
            return array.elements
        case .bytes(let bytes):
            try state.memory.charge(elements: bytes.count)
            return bytes.map { .int(Int32($0)) }
        default: throw .nullReference
        }
    }
}
