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
        case (.bool, .bool), (.int, .int), (.byte, .int), (.long, .long), (.double, .double), (.char, .char),
            (.string, .string), (.guid, .guid), (.dateTime, .dateTime), (.timeSpan, .timeSpan),
            (.array(.byte), .bytes), (.enumeration, .int):
            true
        case (.nullable(let wrapped), _): isInstance(of: wrapped)
        case (.array(let element), .array(let array)): array.elementType == element.runtimeName
        case (.dictionary, .object(let object)): object is any ExpressionLookup
        case (.named(let name), .object(let object)): JSONTypes.derives(object.expressionType, from: name)
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
            let isInterface = generic != "List" && generic != "HashSet"
            return (generic == list.expressionType || isInterface) && list.element == arguments.first?.runtimeName
        case .object(let map as ExpressionMap):
            return ["Dictionary", "IDictionary", "IReadOnlyDictionary"].contains(generic)
                && [map.key, map.value] == arguments.map(\.runtimeName)
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
        case .double: "System.Double"
        case .char: "System.Char"
        case .string: "System.String"
        case .bytes: "System.Byte[]"
        case .guid: "System.Guid"
        case .dateTime: "System.DateTime"
        case .timeSpan: "System.TimeSpan"
        case .array(let array): array.elementType + "[]"
        case .object(let object):
            JSONTypes.contains(object.expressionType)
                ? "Newtonsoft.Json.Linq." + object.expressionType : object.expressionType
        }
    }

    /// The value as another type, as a cast of `object` does it.
    func unboxed(to type: StaticType) throws(ExpressionError) -> ExpressionValue {
        if self.isNull {
            guard type.acceptsNull else { throw .nullReference }
            return .null
        }
        guard isInstance(of: type) else {
            throw .invalidCast(from: self.runtimeTypeName, to: type.runtimeName)
        }
        return self
    }
}
