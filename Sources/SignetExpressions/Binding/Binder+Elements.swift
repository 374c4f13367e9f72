// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// `Any`, `All`, `Count`, `First`, `Last`, `Single` and their like, `Contains`, `ElementAt`.
    mutating func choice(_ source: SequenceSource) throws(ExpressionError) -> Bound? {
        let (name, element, arguments) = (source.group.name, source.element, source.arguments)
        switch name {
        case "Contains" where arguments.count == 1: return try contains(source)
        case "ElementAt" where arguments.count == 1, "ElementAtOrDefault" where arguments.count == 1:
            return try elementAt(source)
        case "Any", "All", "Count", "LongCount", "First", "FirstOrDefault", "Last", "LastOrDefault", "Single",
            "SingleOrDefault":
            guard arguments.count <= 1 else { return nil }
        default: return nil
        }
        let test = try arguments.first.map { argument throws(ExpressionError) in
            try lambda(argument, [element], returning: .bool)
        }
        let fallback = element.defaultValue
        let type: StaticType =
            name == "Count" ? .int : name == "LongCount" ? .long : name == "Any" || name == "All" ? .bool : element
        return try result(type, of: source, test.map { [$0.body] } ?? []) { state, elements throws(ExpressionError) in
            var found: [ExpressionValue] = []
            for value in name.hasPrefix("Last") ? elements.reversed() : elements {
                let isFound = try test?.accepts(&state, value) ?? true
                if name == "All" {
                    if !isFound { return .bool(false) }
                    continue
                }
                guard isFound else { continue }
                if name == "Any" { return .bool(true) }
                if name.hasPrefix("First") || name.hasPrefix("Last") { return value }
                found.append(value)
            }
            switch name {
            case "All": return .bool(true)
            case "Any": return .bool(false)
            case "Count": return .int(Int32(clamping: found.count))
            case "LongCount": return .long(Int64(found.count))
            default: return try Self.only(found, name, hasTest: test != nil, fallback)
            }
        }
    }

    /// `ElementAt`, `ElementAtOrDefault`.
    private mutating func elementAt(_ source: SequenceSource) throws(ExpressionError) -> Bound {
        let index = try value(source.arguments[0], to: .int)
        let (code, isStrict) = (index.code, source.group.name == "ElementAt")
        let fallback = source.element.defaultValue
        return try result(source.element, of: source, [index]) { state, elements throws(ExpressionError) in
            let index = try code(&state).integer ?? -1
            if elements.indices.contains(index) { return elements[index] }
            if isStrict { throw .indexArgumentOutOfRange }
            return fallback
        }
    }

    /// The element of `Single`, or the exceptions of all that find none.
    private static func only(
        _ found: [ExpressionValue],
        _ name: String,
        hasTest: Bool,
        _ fallback: ExpressionValue
    ) throws(ExpressionError) -> ExpressionValue {
        if let first = found.first {
            if found.count == 1 { return first }
            throw .exception(
                .invalidOperation,
                hasTest ? "Sequence contains more than one matching element" : "Sequence contains more than one element"
            )
        }
        if name.hasSuffix("OrDefault") { return fallback }
        throw .exception(
            .invalidOperation,
            hasTest ? "Sequence contains no matching element" : "Sequence contains no elements"
        )
    }

    /// `Contains`.
    private mutating func contains(_ source: SequenceSource) throws(ExpressionError) -> Bound {
        let (element, arguments) = (source.element, source.arguments)
        let sought = try value(arguments[0], to: element)
        let code = sought.code
        return try result(.bool, of: source, [sought]) { state, elements throws(ExpressionError) in
            let comparer = try source.comparer(&state)
            let keys = comparer == nil ? elements : elements.map { $0.key(under: comparer) }
            return .bool(try Sequences.contains(keys, try code(&state).key(under: comparer), &state.memory))
        }
    }
}
