// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The type that the compiler knows a value to have.
indirect enum StaticType: Hashable, Sendable {
    /// The type of the literal `null`.
    case null
    case void
    case object
    case bool
    case byte
    case int
    case long
    case double
    case char
    case string
    case guid
    case dateTime
    case timeSpan
    case array(StaticType)
    case nullable(StaticType)
    /// A read-only dictionary of the host, from `string` to this.
    case dictionary(StaticType)
    /// A type of the host's object model, or a class of the library, by its name in C#.
    case named(String)
    /// A collection or another generic type of the library, such as `List` of `string`.
    case generic(String, [StaticType])
    /// An anonymous type: the names and types of its properties.
    case anonymous([String], [StaticType])
    /// An enumeration of the library; its values are numbers.
    case enumeration(String)

    /// The name in the compiler's messages.
    var name: String {
        switch self {
        case .null: "<null>"
        case .void: "void"
        case .object: "object"
        case .bool: "bool"
        case .byte: "byte"
        case .int: "int"
        case .long: "long"
        case .double: "double"
        case .char: "char"
        case .string: "string"
        case .guid: "Guid"
        case .dateTime: "DateTime"
        case .timeSpan: "TimeSpan"
        case .array(let element): element.name + "[]"
        case .nullable(let wrapped): wrapped.name + "?"
        case .dictionary(let value): "IReadOnlyDictionary<string, \(value.name)>"
        case .generic(let name, let arguments): name + "<" + arguments.map(\.name).joined(separator: ", ") + ">"
        case .anonymous(let names, let types):
            "<anonymous type: " + zip(types, names).map { "\($0.name) \($1)" }.joined(separator: ", ") + ">"
        case .named(let name), .enumeration(let name): name
        }
    }

    /// The name in the messages of .NET at run time.
    var runtimeName: String {
        switch self {
        case .object: "System.Object"
        case .bool: "System.Boolean"
        case .byte: "System.Byte"
        case .int: "System.Int32"
        case .long: "System.Int64"
        case .double: "System.Double"
        case .char: "System.Char"
        case .string: "System.String"
        case .guid: "System.Guid"
        case .dateTime: "System.DateTime"
        case .timeSpan: "System.TimeSpan"
        case .array(let element): element.runtimeName + "[]"
        case .nullable(let wrapped): wrapped.runtimeName
        case .named(let name) where JSONTypes.contains(name): "Newtonsoft.Json.Linq." + name
        default: self.name
        }
    }

    /// Whether `null` is a value of the type.
    var acceptsNull: Bool {
        switch self {
        case .null, .object, .string, .array, .nullable, .dictionary, .named, .anonymous: true
        case .generic(let name, _): name != "KeyValuePair"
        default: false
        }
    }

    /// Whether the type is a class or an interface.
    var isReference: Bool {
        switch self {
        case .null, .object, .string, .array, .dictionary, .named, .anonymous: true
        case .generic(let name, _): name != "KeyValuePair"
        default: false
        }
    }

    /// The type itself, or what a nullable one wraps.
    var underlying: StaticType {
        if case .nullable(let wrapped) = self { wrapped } else { self }
    }

    /// The type that also has `null`.
    var lifted: StaticType { self.acceptsNull || self == .void ? self : .nullable(self) }

    /// What `default(T)` gives.
    var defaultValue: ExpressionValue {
        switch self {
        case .bool: .bool(false)
        case .byte, .int, .enumeration: .int(0)
        case .long: .long(0)
        case .double: .double(0)
        case .char: .char(0)
        case .guid: .guid("00000000-0000-0000-0000-000000000000")
        case .dateTime: .dateTime(ExpressionDate(ticks: 0, kind: .unspecified))
        case .timeSpan: .timeSpan(0)
        default: .null
        }
    }

    /// The type in which arithmetic with this type is done; `nil` for what is no number.
    var promoted: StaticType? {
        switch self {
        case .byte, .char, .int: .int
        case .long: .long
        case .double: .double
        default: nil
        }
    }
}
