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
            _,
            arguments throws(ExpressionError) in
            let sought = arguments[1]
            return .bool(try elements(arguments[0]).contains { Equality.equal($0, sought) })
        }
    ]

    /// The elements of an array of any kind.
    static func elements(_ value: ExpressionValue) throws(ExpressionError) -> [ExpressionValue] {
        switch value {
        case .array(let array): array.elements
        case .bytes(let bytes): bytes.map { .int(Int32($0)) }
        default: throw .nullReference
        }
    }
}
