// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension ExpressionValue {
    /// Whether the value has a type at run time.
    func isInstance(of type: StaticType) -> Bool {
        switch (type, self) {
        case (_, .null): false
        case (.object, _): true
        case (.nullable(let wrapped), _): isInstance(of: wrapped)
        case (.bool, .bool), (.int, .int), (.long, .long), (.double, .double), (.char, .char), (.string, .string),
            (.guid, .guid), (.dateTime, .dateTime), (.timeSpan, .timeSpan), (.array(.byte), .bytes),
            (.enumeration, .int), (.uint, .uint), (.ulong, .ulong), (.float, .float), (.decimal, .decimal):
            true
        case (.enumeration(let name), .object(let object)): object.expressionType == name
        case (_, .int(let number)): type.smallRange?.contains(Int64(number)) ?? false
        case (.array(let element), .array(let array)): array.elementType == element.runtimeName
        case (.dictionary, .object(let object)): object is any ExpressionLookup
        case (.named(let name), .object(let object)): TypeHierarchy.derives(object.expressionType, from: name)
        case (.generic(let name, let arguments), _): isInstance(of: name, arguments)
        default: false
        }
    }

    private func isInstance(of generic: String, _ arguments: [StaticType]) -> Bool {
        switch self {
        case .array(let array):
            return ["IEnumerable", "IList", "ICollection", "IReadOnlyList", "IReadOnlyCollection"].contains(generic)
                && (array.elementType == arguments.first?.runtimeName || arguments.first == .object)
        case .object(let list as ExpressionList):
            let isClass = ["List", "HashSet", "Queue", "Stack"].contains(generic)
            let isSet = generic != "ISet" || list.expressionType == "HashSet"
            let isIndexed = !["IList", "IReadOnlyList"].contains(generic) || list.expressionType == "List"
            return (isClass ? generic == list.expressionType : isSet && isIndexed)
                && list.element == arguments.first?.runtimeName
        case .object(let map as ExpressionMap):
            return ["Dictionary", "IDictionary", "IReadOnlyDictionary"].contains(generic)
                && [map.key, map.value] == arguments.map(\.runtimeName)
        case .object(let query as DeferredSequence): return query.isInstance(of: generic, arguments)
        case .object(let object): return object.expressionType == generic
        default: return false
        }
    }

    /// The name of the type at run time.
    var runtimeTypeName: String {
        switch self {
        case .null: "null"
        case .bool: "System.Boolean"
        case .int: "System.Int32"
        case .long: "System.Int64"
        case .uint: "System.UInt32"
        case .ulong: "System.UInt64"
        case .float: "System.Single"
        case .decimal: "System.Decimal"
        case .double: "System.Double"
        case .char: "System.Char"
        case .string: "System.String"
        case .bytes: "System.Byte[]"
        case .guid: "System.Guid"
        case .dateTime: "System.DateTime"
        case .timeSpan: "System.TimeSpan"
        case .array(let array): array.elementType + "[]"
        case .object(let object as ExpressionList): object.invariantText
        case .object(let object as ExpressionMap): object.invariantText
        case .object(let object): TypeHierarchy.fullName(object.expressionType)
        }
    }

    /// The value as another type, as a cast of `object` does it.
    func unboxed(to type: StaticType) throws(ExpressionError) -> ExpressionValue {
        if self.isNull {
            guard type.acceptsNull else { throw .nullReference }
            return .null
        }
        guard isInstance(of: type), !type.holdsDelegates else {
            throw .invalidCast(from: self.runtimeTypeName, to: type.runtimeName)
        }
        if case .enumeration = type, case .object(let boxed as EnumerationObject) = self { return .int(boxed.value) }
        return self
    }
}
