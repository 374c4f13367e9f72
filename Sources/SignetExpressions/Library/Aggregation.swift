// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Sums, averages and extremes of sequences.
enum Aggregation {
    static func value(
        _ name: String,
        _ values: [ExpressionValue],
        _ type: StaticType
    ) throws(ExpressionError) -> ExpressionValue {
        if name == "Sum" { return try sum(values, type.underlying) }
        guard var best = values.first else {
            if type.acceptsNull { return .null }
            throw .exception(.invalidOperation, "Sequence contains no elements")
        }
        if name == "Average" {
            let total = try sum(values, type.underlying)
            return try Arithmetic.apply(.divide, total, .int(values.count), as: type.underlying)
        }
        for value in values.dropFirst() {
            let order = try ValueOrder.compare(value, best)
            if name == "Min" ? order < 0 : order > 0 { best = value }
        }
        return best
    }

    /// The sum, whose whole numbers must fit; real numbers are added as `double`.
    private static func sum(_ values: [ExpressionValue], _ type: StaticType) throws(ExpressionError) -> ExpressionValue
    {
        let sumType: StaticType = type == .float ? .double : type
        var total = try Arithmetic.cast(.int(Int32(0)), to: sumType)
        for value in values {
            total =
                sumType.isWhole
                ? try Arithmetic.checked(.add, total, value, as: sumType)
                : try Arithmetic.apply(.add, total, value, as: sumType)
        }
        return try Arithmetic.cast(total, to: type)
    }
}
