// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What an expression works on: a value of one of the .NET types that policies use.
public enum ExpressionValue: Sendable {
    /// `null`.
    case null
    /// `System.Boolean`.
    case bool(Bool)
    /// `System.Int32`.
    case int(Int32)
    /// `System.Int64`.
    case long(Int64)
    /// `System.UInt32`.
    case uint(UInt32)
    /// `System.UInt64`.
    case ulong(UInt64)
    /// `System.Single`.
    case float(Float)
    /// `System.Double`.
    case double(Double)
    /// `System.Decimal`.
    indirect case decimal(ExpressionDecimal)
    /// `System.Char`: one UTF-16 code unit.
    case char(UInt16)
    /// `System.String`.
    case string(String)
    /// `System.Byte[]`.
    case bytes([UInt8])
    /// `System.Guid`, as its lower-case text.
    case guid(String)
    /// `System.DateTime`.
    case dateTime(ExpressionDate)
    /// `System.TimeSpan`, in ticks of 100 ns.
    case timeSpan(Int64)
    /// An array of anything but bytes.
    case array(ExpressionArray)
    /// An object of the host: `context` and what hangs on it.
    case object(any ExpressionObject)

    /// Whether the value is `null`.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The text of a string value.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The value of a Boolean.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The value of an integer that fits.
    public var integer: Int? {
        switch self {
        case .int(let value): Int(value)
        case .long(let value): Int(value)
        case .uint(let value): Int(value)
        case .ulong(let value): Int(exactly: value)
        default: nil
        }
    }

    /// The bytes of a byte array.
    public var bytes: [UInt8]? {
        switch self {
        case .bytes(let value): value
        case .array(let array): array.bytes
        default: nil
        }
    }

    /// How much there is to look at: bytes of a text or array, elements of an array.
    var weight: Int {
        switch self {
        case .string(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        case .array(let array): array.count
        default: 0
        }
    }

    /// Wraps a text, or gives `null`.
    public static func optional(_ text: String?) -> ExpressionValue { text.map(ExpressionValue.string) ?? .null }

    /// Wraps an object, or gives `null`.
    public static func optional(_ object: (any ExpressionObject)?) -> ExpressionValue {
        object.map(ExpressionValue.object) ?? .null
    }

    /// An array of strings.
    public static func strings(_ elements: [String]) -> ExpressionValue {
        .array(ExpressionArray(elementType: "System.String", elements.map(ExpressionValue.string)))
    }
}

extension ExpressionValue {
    /// What `ToString()` gives in the invariant culture; `null` gives an empty text.
    public var invariantText: String {
        switch self {
        case .null: ""
        case .bool(let value): value ? "True" : "False"
        case .int(let value): String(value)
        case .long(let value): String(value)
        case .uint(let value): String(value)
        case .ulong(let value): String(value)
        case .float(let value): InvariantNumber.text(value)
        case .decimal(let value): value.text
        case .double(let value): InvariantNumber.text(value)
        case .char(let unit): String(decoding: CollectionOfOne(unit), as: UTF16.self)
        case .string(let text): text
        case .bytes: "System.Byte[]"
        case .guid(let text): text
        case .dateTime(let date): date.invariantText
        case .timeSpan(let ticks): InvariantDuration.text(ticks)
        case .array(let array): array.elementType + "[]"
        case .object(let object): object.invariantText
        }
    }
}
