// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

extension Filter {
    /// Whether an object fulfils the condition.
    func matches(_ object: JSONObject) -> Bool {
        matches { path in Self.value(at: path, in: .object(object)) }
    }

    private func matches(_ value: (String) -> JSONValue?) -> Bool {
        switch self {
        case .comparison(let path, let comparison, let literal):
            Self.holds(value(path) ?? .null, comparison, literal)
        case .membership(let path, let literals):
            literals.contains { Self.holds(value(path) ?? .null, .eq, $0) }
        case .text(let function, let path, let text):
            Self.holds(value(path)?.string, function, text)
        case .any(let path, let variable, let inner):
            (value(path)?.array ?? [])
                .contains { element in
                    inner.matches { path in
                        if path == variable { return element }
                        guard path.hasPrefix(variable + "/") else { return nil }
                        return Self.value(at: String(path.dropFirst(variable.count + 1)), in: element)
                    }
                }
        case .not(let inner): !inner.matches(value)
        case .and(let left, let right): left.matches(value) && right.matches(value)
        case .or(let left, let right): left.matches(value) || right.matches(value)
        }
    }

    private static func value(at path: String, in value: JSONValue) -> JSONValue? {
        var value: JSONValue? = value
        for name in path.split(separator: "/") { value = value?[String(name)] }
        return value
    }

    private static func holds(_ value: JSONValue, _ comparison: Comparison, _ literal: Literal) -> Bool {
        guard let order = order(value, literal) else { return comparison == .ne }
        return switch comparison {
        case .eq: order == 0
        case .ne: order != 0
        case .gt: order > 0
        case .ge: order >= 0
        case .lt: order < 0
        case .le: order <= 0
        }
    }

    /// Negative, zero or positive; `nil` where the two cannot be compared.
    private static func order(_ value: JSONValue, _ literal: Literal) -> Int? {
        switch (value, literal) {
        case (.null, .null): return 0
        case (.bool(let left), .bool(let right)): return left == right ? 0 : left ? 1 : -1
        case (.number, .number(let right)): return value.integer.map { $0 < right ? -1 : $0 == right ? 0 : 1 }
        case (.string(let left), .text(let right)):
            if let start = Timestamp.parse(left), let end = Timestamp.parse(right) {
                return start < end ? -1 : start == end ? 0 : 1
            }
            let (left, right) = (left.lowercased(), right.lowercased())
            return left < right ? -1 : left == right ? 0 : 1
        default: return nil
        }
    }

    private static func holds(_ value: String?, _ function: TextFunction, _ text: String) -> Bool {
        guard let value = value?.lowercased() else { return false }
        let text = text.lowercased()
        return switch function {
        case .startswith: value.hasPrefix(text)
        case .endswith: value.hasSuffix(text)
        case .contains: value.split(separator: text, maxSplits: 1, omittingEmptySubsequences: false).count > 1
        }
    }
}
