// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Keeps collections from nesting without end or in circles.
///
/// What is put into a collection may grow only a fixed number of levels from then on: along every way down the numbers
/// fall, so that no way is endless and no collection contains itself.
enum Nesting {
    static let maximum = 48
    /// How many levels a collection may still grow when it becomes an element.
    static let reserve = 8

    /// The levels that a value has, or may get, as an element of a collection that may have `limit` levels.
    static func levels(_ value: ExpressionValue, under limit: Int) throws(ExpressionError) -> Int {
        let levels: Int
        switch value {
        case .array(let array): levels = array.levels
        case .object(let object as any NestingObject): levels = object.levels(under: limit - 1, reserve: self.reserve)
        default: levels = 0
        }
        guard levels < limit else { throw self.tooDeep }
        return levels
    }

    static var tooDeep: ExpressionError {
        ExpressionError(.limitExceeded, "The expression was stopped: its collections nest too deep.")
    }

    /// The levels of a collection that has these elements for ever.
    static func levels(_ values: [ExpressionValue]) throws(ExpressionError) -> Int {
        var result = 0
        for value in values { result = max(result, try levels(value, under: self.maximum)) }
        return result + 1
    }
}

/// A collection or anything else that holds values.
protocol NestingObject: ExpressionObject {
    /// The levels that it has, or may get from now on.
    func levels(under limit: Int, reserve: Int) -> Int
}

/// The levels of one collection that changes.
struct NestingState {
    private(set) var levels = 1
    private(set) var limit = Nesting.maximum

    mutating func seal(under limit: Int, reserve: Int) -> Int {
        self.limit = min(self.limit, max(self.levels, min(reserve, limit)))
        return self.limit
    }

    /// Counts an element with so many levels, which may have been sealed, and with it this collection, since.
    mutating func count(_ levels: Int) throws(ExpressionError) {
        guard levels < self.limit else { throw Nesting.tooDeep }
        self.levels = max(self.levels, levels + 1)
    }
}
