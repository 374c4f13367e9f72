// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// An array of the language: a reference with identity, whose elements may be replaced, as in .NET.
public final class ExpressionArray: Sendable {
    private enum Storage {
        case values([ExpressionValue])
        case bytes([UInt8])
    }

    /// The .NET name of the element type, such as `System.String`.
    public let elementType: String
    private let storage: Mutex<Storage>

    /// How deeply arrays and collections may nest in this one, itself included.
    let levels: Int

    /// Wraps elements.
    public convenience init(elementType: String, _ elements: [ExpressionValue]) {
        self.init(elementType: elementType, elements, reserve: 0)
    }

    /// Wraps elements in an array that may get others, which nest so many levels.
    init(elementType: String, _ elements: [ExpressionValue], reserve: Int) {
        self.elementType = elementType
        self.storage = Mutex(.values(elements))
        self.levels = max((try? Nesting.levels(elements)) ?? Nesting.maximum, reserve)
    }

    /// Wraps bytes that may be replaced.
    init(bytes: [UInt8]) {
        self.elementType = "System.Byte"
        self.storage = Mutex(.bytes(bytes))
        self.levels = 1
    }

    /// The elements.
    public var elements: [ExpressionValue] {
        self.storage.withLock { storage in
            switch storage {
            case .values(let values): values
            case .bytes(let bytes): bytes.map { .int(Int32($0)) }
            }
        }
    }

    /// The bytes of a byte array.
    public var bytes: [UInt8]? {
        self.storage.withLock { storage in
            switch storage {
            case .bytes(let bytes): bytes
            case .values(let values):
                self.elementType == "System.Byte"
                    ? values.map { UInt8(truncatingIfNeeded: $0.integer ?? 0) } : nil
            }
        }
    }

    /// The element of an array that has one.
    var only: ExpressionValue? {
        self.storage.withLock { storage in
            guard case .values(let values) = storage, values.count == 1 else { return nil }
            return values[0]
        }
    }

    /// How many elements there are.
    public var count: Int {
        self.storage.withLock { storage in
            switch storage {
            case .values(let values): values.count
            case .bytes(let bytes): bytes.count
            }
        }
    }

    /// The element at an index; `nil` outside.
    func element(at index: Int) -> ExpressionValue? {
        self.storage.withLock { storage in
            switch storage {
            case .values(let values): values.indices.contains(index) ? values[index] : nil
            case .bytes(let bytes): bytes.indices.contains(index) ? .int(Int32(bytes[index])) : nil
            }
        }
    }

    /// Replaces an element.
    func set(_ index: Int, _ value: ExpressionValue) throws(ExpressionError) {
        _ = try Nesting.levels(value, under: self.levels)
        guard index >= 0, index < self.count else { throw .indexOutsideArray }
        self.storage.withLock { storage in
            switch storage {
            case .values(var values):
                storage = .values([])
                values[index] = value
                storage = .values(values)
            case .bytes(var bytes):
                storage = .bytes([])
                bytes[index] = UInt8(truncatingIfNeeded: value.integer ?? 0)
                storage = .bytes(bytes)
            }
        }
    }

    /// Replaces all elements by some of them, by another order of them, or by default values.
    func rearrange(_ elements: [ExpressionValue]) {
        self.storage.withLock { storage in
            switch storage {
            case .values: storage = .values(elements)
            case .bytes: storage = .bytes(elements.map { UInt8(truncatingIfNeeded: $0.integer ?? 0) })
            }
        }
    }

    /// Replaces the bytes of a byte array.
    func replace(bytes: [UInt8]) {
        self.storage.withLock { $0 = .bytes(bytes) }
    }
}
