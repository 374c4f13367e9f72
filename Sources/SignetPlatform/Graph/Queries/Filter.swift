// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The meaning of a `$filter`: a tree over the properties of an object.
indirect enum Filter: Sendable, Equatable {
    enum Comparison: String, Sendable {
        case eq, ne, gt, ge, lt, le
    }

    enum TextFunction: String, Sendable {
        case startswith, endswith, contains
    }

    /// A literal, in the form in which a property is shown; dates and GUIDs may stand without quotation marks.
    enum Literal: Sendable, Equatable {
        case text(String)
        case bool(Bool)
        case number(Int)
        case null
    }

    case comparison(path: String, Comparison, Literal)
    case membership(path: String, [Literal])
    case text(TextFunction, path: String, String)
    /// Whether an element of a collection fulfils a condition; the element's own properties stand behind `variable/`.
    case any(path: String, variable: String, Filter)
    case not(Filter)
    case and(Filter, Filter)
    case or(Filter, Filter)

    /// The operator that the real service answers only with `$count=true` and `ConsistencyLevel: eventual`.
    var advancedOperator: String? {
        switch self {
        case .comparison(_, .ne, _): "NotEqualsMatch"
        case .text(.endswith, _, _): "EndsWith"
        case .not: "Not"
        case .and(let left, let right), .or(let left, let right): left.advancedOperator ?? right.advancedOperator
        case .any(_, _, let inner): inner.advancedOperator
        default: nil
        }
    }

    /// The properties that it looks at; those of a collection's elements stand for the collection.
    var paths: [String] {
        switch self {
        case .comparison(let path, _, _), .membership(let path, _), .text(_, let path, _), .any(let path, _, _): [path]
        case .not(let inner): inner.paths
        case .and(let left, let right), .or(let left, let right): left.paths + right.paths
        }
    }

    /// An equality that every hit fulfils, where it concerns one of the given properties: an index can serve it.
    func equality(among names: [String]) -> (name: String, value: String)? {
        switch self {
        case .comparison(let path, .eq, .text(let value)) where names.contains(path): return (path, value)
        case .any(let path, let variable, .comparison(let inner, .eq, .text(let value)))
        where names.contains(path) && inner == variable:
            return (path, value)
        case .and(let left, let right): return left.equality(among: names) ?? right.equality(among: names)
        default: return nil
        }
    }
}
