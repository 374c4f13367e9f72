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
        let method = SequenceChoice(name)
        return try visited(type, of: source, test.map { [$0.body] } ?? []) { state, elements throws(ExpressionError) in
            var (count, found) = (0, ExpressionValue.null)
            let isWhole = try elements.run(&state) { state, value throws(ExpressionError) in
                guard try test?.accepts(&state, value) ?? true else { return method != .all }
                count += 1
                found = value
                switch method {
                case .any, .first: return false
                case .single: return count < 2
                case .all, .count, .last: return true
                }
            }
            switch method {
            case .all: return .bool(isWhole)
            case .any: return .bool(!isWhole)
            case .count: return name == "Count" ? .int(Int32(clamping: count)) : .long(Int64(count))
            case .first, .last, .single: return try Self.only(found, count, name, hasTest: test != nil, fallback)
            }
        }
    }

    /// `ElementAt`, `ElementAtOrDefault`.
    private mutating func elementAt(_ source: SequenceSource) throws(ExpressionError) -> Bound {
        let index = try value(source.arguments[0], to: .int)
        let (code, isStrict) = (index.code, source.group.name == "ElementAt")
        let fallback = source.element.defaultValue
        return try visited(source.element, of: source, [index]) { state, elements throws(ExpressionError) in
            var remaining = try code(&state).integer ?? -1
            var found: ExpressionValue?
            if remaining >= 0 {
                _ = try elements.run(&state) { _, value in
                    if remaining == 0 { found = value }
                    remaining -= 1
                    return remaining >= 0
                }
            }
            if let found { return found }
            if isStrict { throw .indexArgumentOutOfRange }
            return fallback
        }
    }

    /// The element that was found, or the exceptions of those that find none, or too many.
    private static func only(
        _ found: ExpressionValue,
        _ count: Int,
        _ name: String,
        hasTest: Bool,
        _ fallback: ExpressionValue
    ) throws(ExpressionError) -> ExpressionValue {
        if count > 0 {
            if count == 1 || !name.hasPrefix("Single") { return found }
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
            return .bool(try Equality.contains(keys, try code(&state).key(under: comparer), &state.memory))
        }
    }
}

/// What a method does that looks for elements.
private enum SequenceChoice {
    case any, all, count, first, last, single

    init(_ name: String) {
        switch name {
        case "Any": self = .any
        case "All": self = .all
        case "Count", "LongCount": self = .count
        case "First", "FirstOrDefault": self = .first
        case "Last", "LastOrDefault": self = .last
        default: self = .single
        }
    }
}
