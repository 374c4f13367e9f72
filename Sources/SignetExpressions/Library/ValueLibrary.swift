// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Members that several types share, and those of arrays, `Guid` and nullable types.
enum ValueLibrary {
    static let properties: [LibraryProperty] = [
        LibraryProperty(owner: "Array", name: "Length", isStatic: false, type: .int) {
            _,
            arguments throws(ExpressionError) in
            .int(Int32(clamping: try count(arguments[0])))
        },
        LibraryProperty(owner: "Nullable", name: "HasValue", isStatic: false, type: .bool) { _, arguments in
            .bool(!arguments[0].isNull)
        },
        LibraryProperty(owner: "Guid", name: "Empty", isStatic: true, type: .guid) { _, _ in
            StaticType.guid.defaultValue
        },
    ]

    static let methods: [LibraryMethod] = [
        LibraryMethod(owner: "Guid", name: "NewGuid", isStatic: true, parameters: [], result: .guid) { _, _ in
            .guid(GUID.random())
        },
        LibraryMethod(owner: "Guid", name: "Parse", isStatic: true, parameters: [.string], result: .guid) {
            _,
            arguments throws(ExpressionError) in
            let text = try arguments.text(0)
            guard GUID.isWellFormed(text) else {
                throw .exception(
                    .format,
                    "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx)."
                )
            }
            return .guid(OrdinalText.lower(text))
        },
        LibraryMethod(owner: "Guid", name: "ToString", isStatic: false, parameters: [.string], result: .string) {
            state,
            arguments throws(ExpressionError) in
            try state.text(try ValueFormat.text(arguments[0], format: arguments[1].string, &state.memory))
        },
        LibraryMethod(owner: "Array", name: "Contains", isStatic: false, parameters: [.object], result: .bool) {
            _,
            arguments throws(ExpressionError) in
            let sought = arguments[1]
            return .bool(try elements(arguments[0]).contains { Equality.equal($0, sought) })
        },
    ]

    /// The elements of an array of any kind.
    static func elements(_ value: ExpressionValue) throws(ExpressionError) -> [ExpressionValue] {
        switch value {
        case .array(let array): array.elements
        case .bytes(let bytes): bytes.map { .int(Int32($0)) }
        default: throw .nullReference
        }
    }

    private static func count(_ value: ExpressionValue) throws(ExpressionError) -> Int {
        switch value {
        case .array(let array): array.elements.count
        case .bytes(let bytes): bytes.count
        default: throw .nullReference
        }
    }
}
