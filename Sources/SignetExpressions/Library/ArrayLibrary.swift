// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// `System.Array`, as far as it does not depend on the type of the elements.
enum ArrayLibrary {
    static func table() -> LibraryTable {
        LibraryTable("Array", changes + members)
    }

    private static let changes: [LibraryDeclaration] = [
        "object[]", "byte[]", "int[]", "char[]", "long[]", "double[]", "bool[]",
    ]
    .flatMap { type -> [LibraryDeclaration] in
        [
            .init("static void Reverse(\(type) array)") { state, a throws(ExpressionError) in
                let array = try a.array(0)
                try state.memory.charge(elements: array.count)
                array.rearrange(array.elements.reversed())
                return .null
            },
            .init("static void Sort(\(type) array)") { state, a throws(ExpressionError) in
                let array = try a.array(0)
                try state.memory.charge(elements: 2 * array.count)
                array.rearrange(
                    try Sorting.sorted(array.elements.map { ($0, $0) }, isDescending: false, &state).map(\.value)
                )
                return .null
            },
            .init("static void Clear(\(type) array, int index, int length)") { _, a throws(ExpressionError) in
                let array = try a.array(0)
                let (start, count) = (a.integer(1), a.integer(2))
                guard start >= 0, count >= 0, start + count <= array.count else { throw .indexOutsideArray }
                for index in start..<start + count { try array.set(index, cleared(array)) }
                return .null
            },
            .init("static void Copy(\(type) sourceArray, \(type) destinationArray, int length)") {
                _,
                a throws(ExpressionError) in
                try copy(try a.array(0), 0, try a.array(1), 0, a.integer(2))
            },
            .init(
                "static void Copy(\(type) sourceArray, int sourceIndex, \(type) destinationArray, "
                    + "int destinationIndex, int length)"
            ) { _, a throws(ExpressionError) in
                try copy(try a.array(0), a.integer(1), try a.array(2), a.integer(3), a.integer(4))
            },
            .init("void CopyTo(\(type) array, int index)") { _, a throws(ExpressionError) in
                let source = try a.array(0)
                return try copy(source, 0, try a.array(1), a.integer(2), source.count)
            },
        ]
    }

    private static func cleared(_ array: ExpressionArray) -> ExpressionValue {
        let name = array.elementType.replacing("System.", with: "")
        if case .type(let type) = TypeCatalogue.entry(name) { return type.defaultValue }
        return .null
    }

    private static func copy(
        _ source: ExpressionArray,
        _ start: Int,
        _ target: ExpressionArray,
        _ place: Int,
        _ count: Int
    ) throws(ExpressionError) -> ExpressionValue {
        guard start >= 0, place >= 0, count >= 0 else { throw StringLibrary.outOfRange("length") }
        guard start + count <= source.count else {
            throw .exception(
                .argument,
                "Source array was not long enough. Check the source index, length, and the array's lower bounds. "
                    + "(Parameter 'sourceArray')"
            )
        }
        guard place + count <= target.count else {
            throw .exception(
                .argument,
                "Destination array was not long enough. Check the destination index, length, and the array's lower "
                    + "bounds. (Parameter 'destinationArray')"
            )
        }
        if let from = source.bytes, var to = target.bytes {
            to.replaceSubrange(place..<place + count, with: from[start..<start + count])
            target.replace(bytes: to)
        } else {
            for (offset, value) in source.elements[start..<start + count].enumerated() {
                try target.set(place + offset, value)
            }
        }
        return .null
    }

    private static let members: [LibraryDeclaration] = [
        .init("int Length") { _, a throws(ExpressionError) in .int(try count(a[0])) },
        .init("long LongLength") { _, a throws(ExpressionError) in .long(Int64(try count(a[0]))) },
        .init("int Rank") { _, _ in .int(1) },
        .init("int GetLength(int dimension)") { _, a throws(ExpressionError) in .int(try count(a[0])) },
        .init("int GetLowerBound(int dimension)") { _, _ in .int(0) },
        .init("int GetUpperBound(int dimension)") { _, a throws(ExpressionError) in .int(try count(a[0]) - 1) },
        .init("object GetValue(int index)") { _, a throws(ExpressionError) in
            guard let value = try a.array(0).element(at: a.integer(1)) else { throw .indexOutsideArray }
            return value
        },
        .init("object Clone()") { state, a throws(ExpressionError) in
            let array = try a.array(0)
            try state.memory.charge(elements: array.count)
            if let bytes = array.bytes { return .array(ExpressionArray(bytes: bytes)) }
            return .array(ExpressionArray(elementType: array.elementType, array.elements, reserve: array.levels))
        },
    ]

    private static func count(_ value: ExpressionValue) throws(ExpressionError) -> Int {
        switch value {
        case .array(let array): array.count
        case .bytes(let bytes): bytes.count
        default: throw .nullReference
        }
    }
}
