// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension JSONToken {
    /// The children: the properties of an object, the elements of an array, the value of a property.
    var children: [JSONToken] {
        switch self.content {
        case .value: []
        case .property(_, let value): [value]
        case .array(let elements): elements
        case .object(let members): members.tokens
        }
    }

    /// The values below an object or array.
    var values: [JSONToken] { self.children.map(\.unwrapped) }

    /// The value of a property; any other node itself.
    var unwrapped: JSONToken { if case .property(_, let value) = self.content { value } else { self } }

    /// The name of a property.
    var name: String? { if case .property(let name, _) = self.glimpse { name } else { nil } }

    /// The plain value of a `JValue`.
    var scalar: ExpressionValue? { if case .value(let value) = self.glimpse { value } else { nil } }

    /// The node, or a copy of it where it hangs elsewhere or above this one.
    private func free(_ child: JSONToken, _ memory: inout Budget) throws(ExpressionError) -> JSONToken {
        var ancestor: JSONToken? = self
        while let current = ancestor {
            if current === child { return try child.copy(&memory) }
            ancestor = current.parent
        }
        return child.parent == nil ? child : try child.copy(&memory)
    }

    /// A deep copy; the depth of every tree is limited.
    func copy(_ memory: inout Budget) throws(ExpressionError) -> JSONToken {
        try memory.charge(Budget.node)
        switch self.glimpse {
        case .value(let value): return JSONToken(value: value)
        case .property(let name, let value): return try .property(name, try value.copy(&memory))
        case .array(let elements):
            let array = JSONToken.empty(isArray: true)
            for element in elements { try array.append(try element.copy(&memory), &memory) }
            return array
        case .object(let members):
            let object = JSONToken.empty(isArray: false)
            for property in members.tokens { try object.append(try property.copy(&memory), &memory) }
            return object
        }
    }

    /// Adds an element to an array, or a property to an object.
    func append(_ child: JSONToken, _ memory: inout Budget) throws(ExpressionError) {
        switch self.expressionType {
        case "JArray": add(try adopt(try free(child, &memory)), named: nil)
        case "JObject":
            guard let name = child.name else {
                throw .exception(
                    .argument,
                    "Can not add Newtonsoft.Json.Linq.\(child.expressionType) to Newtonsoft.Json.Linq.JObject."
                )
            }
            guard property(name) == nil else {
                throw .exception(
                    .argument,
                    "Can not add property \(name) to Newtonsoft.Json.Linq.JObject. Property with the same name already "
                        + "exists on object."
                )
            }
            add(try adopt(try free(child, &memory)), named: name)
        case "JProperty": try setValue(of: self.name ?? "", child, &memory)
        default: throw .exception(.invalidOperation, "Cannot add to Newtonsoft.Json.Linq.JValue.")
        }
    }

    /// Sets a property of an object, or adds it.
    func set(_ name: String, _ value: JSONToken, _ memory: inout Budget) throws(ExpressionError) {
        if let property = property(name) {
            try property.setValue(of: name, value, &memory)
        } else {
            try memory.charge(Budget.node)
            try append(try .property(name, value.parent == nil ? value : try value.copy(&memory)), &memory)
        }
    }

    /// Puts an element in the place of another.
    func set(_ index: Int, _ value: JSONToken, _ memory: inout Budget) throws(ExpressionError) {
        guard case .array(var elements) = self.content, elements.indices.contains(index) else {
            throw .indexArgumentOutOfRange
        }
        try memory.charge(elements.count * 8)
        let new = try adopt(try free(value, &memory))
        elements[index].release()
        elements[index] = new
        replace(.array(elements))
    }

    private func setValue(of name: String, _ value: JSONToken, _ memory: inout Budget) throws(ExpressionError) {
        guard case .property(_, let old) = self.content, old !== value else { return }
        let new = try adopt(try free(value, &memory))
        old.release()
        replace(.property(name, new))
    }

    /// Takes a child away.
    func remove(_ child: JSONToken) {
        switch self.content {
        case .array(var elements):
            elements.removeAll { $0 === child }
            replace(.array(elements))
        case .object(var members):
            members.remove(child)
            replace(.object(members))
        case .property(let name, _):
            let null = JSONToken(value: .null)
            _ = try? adopt(null)
            replace(.property(name, null))
        case .value: return
        }
        child.release()
    }

    /// Puts another node in the place of this one.
    func replaceSelf(with other: JSONToken, _ memory: inout Budget) throws(ExpressionError) {
        guard let parent = self.parent else { throw .exception(.invalidOperation, "The parent is missing.") }
        switch parent.content {
        case .property(let name, _): try parent.setValue(of: name, other, &memory)
        case .array(let elements):
            if let index = elements.firstIndex(where: { $0 === self }) { try parent.set(index, other, &memory) }
        default: throw .exception(.argument, "Can not replace a property with a value.")
        }
    }
}
