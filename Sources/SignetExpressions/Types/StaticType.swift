// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The type that the compiler knows a value to have.
enum StaticType: Hashable, Sendable {
    /// The type of the literal `null`.
    case null
    case void
    case object
    case bool
    case sbyte
    case byte
    case short
    case ushort
    case int
    case uint
    case long
    case ulong
    case float
    case double
    case decimal
    case char
    case string
    case guid
    case dateTime
    case timeSpan
    indirect case array(StaticType)
    indirect case nullable(StaticType)
    /// A read-only dictionary of the host, from `string` to this.
    indirect case dictionary(StaticType)
    /// A type of the host's object model, or a class of the library, by its name in C#.
    case named(String)
    /// A collection or another generic type of the library, such as `List` of `string`.
    case generic(String, [StaticType])
    /// An anonymous type: the names and types of its properties.
    case anonymous([String], [StaticType])
    /// An enumeration of the library; its values are numbers.
    case enumeration(String)

    /// Of how many types a type may be made: types inside types are compared and named part by part.
    static let maximumParts = 1_000

    /// Of how many types this one is made; not counted beyond a number.
    func parts(upTo limit: Int) -> Int {
        switch self {
        case .array(let element), .nullable(let element), .dictionary(let element):
            return limit > 1 ? 1 + element.parts(upTo: limit - 1) : 1
        case .generic(_, let arguments), .anonymous(_, let arguments):
            var count = 1
            for type in arguments where count < limit { count += type.parts(upTo: limit - count) }
            return count
        default: return 1
        }
    }

    /// The name in the compiler's messages.
    var name: String {
        switch self {
        case .null: "<null>"
        case .void: "void"
        case .object: "object"
        case .bool: "bool"
        case .sbyte: "sbyte"
        case .byte: "byte"
        case .short: "short"
        case .ushort: "ushort"
        case .int: "int"
        case .uint: "uint"
        case .long: "long"
        case .ulong: "ulong"
        case .float: "float"
        case .double: "double"
        case .decimal: "decimal"
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
        case .array(let element): element.runtimeName + "[]"
        case .nullable(let wrapped): wrapped.runtimeName
        case .named(let name), .enumeration(let name): TypeHierarchy.fullName(name)
        case .generic(let name, let arguments):
            TypeHierarchy.fullName(name) + "`\(arguments.count)[" + arguments.map(\.runtimeName).joined(separator: ",")
                + "]"
        case .dictionary, .anonymous, .null, .void: self.name
        default: Self.systemNames[self.name].map { "System." + $0 } ?? self.name
        }
    }

    /// The classes behind C#'s words for types.
    static let systemNames = [
        "object": "Object", "bool": "Boolean", "sbyte": "SByte", "byte": "Byte", "short": "Int16", "ushort": "UInt16",
        "int": "Int32", "uint": "UInt32", "long": "Int64", "ulong": "UInt64", "float": "Single", "double": "Double",
        "decimal": "Decimal", "char": "Char", "string": "String", "Guid": "Guid", "DateTime": "DateTime",
        "TimeSpan": "TimeSpan",
    ]

    /// Whether `null` is a value of the type.
    var acceptsNull: Bool {
        switch self {
        case .named(let name): !TypeHierarchy.isValueType(name)
        case .null, .object, .string, .array, .nullable, .dictionary, .anonymous: true
        case .generic(let name, _): name != "KeyValuePair"
        default: false
        }
    }

    /// Whether the type is a class or an interface.
    var isReference: Bool {
        switch self {
        case .named(let name): !TypeHierarchy.isValueType(name)
        case .null, .object, .string, .array, .dictionary, .anonymous: true
        case .generic(let name, _): name != "KeyValuePair"
        default: false
        }
    }

    /// Whether it is a value type whose `==` also takes `null`.
    var hasLiftedEquality: Bool {
        if case .generic = self { return false }
        return !self.acceptsNull && self != .void
    }

    /// The type itself, or what a nullable one wraps.
    var underlying: StaticType {
        if case .nullable(let wrapped) = self { wrapped } else { self }
    }

    /// The type that also has `null`.
    var lifted: StaticType { self.acceptsNull || self == .void ? self : .nullable(self) }

    /// The type in which arithmetic with this type is done; `nil` for what is no number.
    var promoted: StaticType? {
        switch self {
        case .sbyte, .byte, .short, .ushort, .char, .int: .int
        case .uint, .long, .ulong, .float, .double, .decimal: self
        default: nil
        }
    }

    /// Whether the numbers of the type are whole.
    var isWhole: Bool { self.promoted != nil && ![.float, .double, .decimal].contains(self) }

    /// The numbers of a type smaller than `int`.
    var smallRange: ClosedRange<Int64>? {
        switch self {
        case .sbyte: -128...127
        case .byte: 0...255
        case .short: -32_768...32_767
        case .ushort, .char: 0...65_535
        default: nil
        }
    }

    /// The numbers of a whole type; those of `ulong` above `Int64.max` are not among them.
    var range: ClosedRange<Int64>? {
        switch self {
        case .int: Int64(Int32.min)...Int64(Int32.max)
        case .uint: 0...Int64(UInt32.max)
        case .long: Int64.min...Int64.max
        case .ulong: 0...Int64.max
        default: self.smallRange
        }
    }

    /// The types of numbers that this one converts to without being asked, nearest first.
    var wider: [StaticType] {
        switch self {
        case .sbyte: [.short, .int, .long, .float, .double, .decimal]
        case .byte: [.short, .ushort, .int, .uint, .long, .ulong, .float, .double, .decimal]
        case .short: [.int, .long, .float, .double, .decimal]
        case .ushort, .char: (self == .char ? [.ushort] : []) + [.int, .uint, .long, .ulong, .float, .double, .decimal]
        case .int: [.long, .float, .double, .decimal]
        case .uint: [.long, .ulong, .float, .double, .decimal]
        case .long, .ulong: [.float, .double, .decimal]
        case .float: [.double]
        default: []
        }
    }

    /// Whether values of the type are code, which lives no longer than its evaluation.
    var isDelegate: Bool {
        switch self {
        case .generic(let name, _): TypeCatalogue.delegates.contains(name)
        case .named(let name): TypeCatalogue.delegates.contains(name)
        default: false
        }
    }

    /// Whether a delegate is the type or a part of it.
    var holdsDelegates: Bool {
        switch self {
        case .generic(_, let arguments): self.isDelegate || arguments.contains(where: \.holdsDelegates)
        case .array(let element), .nullable(let element), .dictionary(let element): element.holdsDelegates
        case .anonymous(_, let types): types.contains(where: \.holdsDelegates)
        default: self.isDelegate
        }
    }
}
