// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension ExpressionDecimal {
    /// Two magnitudes over the same power of ten.
    private static func aligned(
        _ left: ExpressionDecimal,
        _ right: ExpressionDecimal
    ) -> (left: (high: UInt128, low: UInt128), right: (high: UInt128, low: UInt128), scale: Int) {
        let scale = max(left.scale, right.scale)
        let first = left.magnitude.multipliedFullWidth(by: power(scale - left.scale))
        let second = right.magnitude.multipliedFullWidth(by: power(scale - right.scale))
        return ((first.high, first.low), (second.high, second.low), scale)
    }

    /// -1, 0 or 1.
    func compared(to other: ExpressionDecimal) -> Int {
        if self.isNegative != other.isNegative { return self.isNegative ? -1 : 1 }
        let (left, right, _) = Self.aligned(self, other)
        let order = left == right ? 0 : left < right ? -1 : 1
        return self.isNegative ? -order : order
    }

    static func sum(
        _ left: ExpressionDecimal,
        _ right: ExpressionDecimal
    ) throws(ExpressionError) -> ExpressionDecimal {
        let (first, second, scale) = aligned(left, right)
        if left.isNegative == right.isNegative {
            let low = first.low.addingReportingOverflow(second.low)
            return try ExpressionDecimal(
                isNegative: left.isNegative,
                high: first.high + second.high + (low.overflow ? 1 : 0),
                low: low.partialValue,
                scale: scale
            )
        }
        let isSmaller = first < second
        let (large, small) = isSmaller ? (second, first) : (first, second)
        let low = large.low.subtractingReportingOverflow(small.low)
        return try ExpressionDecimal(
            isNegative: isSmaller ? right.isNegative : left.isNegative,
            high: large.high - small.high - (low.overflow ? 1 : 0),
            low: low.partialValue,
            scale: scale
        )
    }

    static func product(
        _ left: ExpressionDecimal,
        _ right: ExpressionDecimal
    ) throws(ExpressionError) -> ExpressionDecimal {
        let product = left.magnitude.multipliedFullWidth(by: right.magnitude)
        return try ExpressionDecimal(
            isNegative: left.isNegative != right.isNegative,
            high: product.high,
            low: product.low,
            scale: left.scale + right.scale
        )
    }

    /// The quotient with up to 28 digits behind the point.
    static func quotient(
        _ left: ExpressionDecimal,
        _ right: ExpressionDecimal
    ) throws(ExpressionError) -> ExpressionDecimal {
        guard right.magnitude != 0 else { throw .exception(.divideByZero, "Attempted to divide by zero.") }
        var (quotient, rest) = left.magnitude.quotientAndRemainder(dividingBy: right.magnitude)
        var scale = left.scale - right.scale
        while rest != 0 || scale < 0 {
            let next = (rest * 10).quotientAndRemainder(dividingBy: right.magnitude)
            let digits = quotient * 10 + next.quotient
            guard digits < self.limit, scale < self.maximumScale else {
                guard scale >= 0 else { throw self.overflow }
                break
            }
            (quotient, rest, scale) = (digits, next.remainder, scale + 1)
        }
        let doubled = rest * 2
        if doubled > right.magnitude || doubled == right.magnitude && quotient % 2 == 1 { quotient += 1 }
        return try ExpressionDecimal(
            isNegative: left.isNegative != right.isNegative,
            high: 0,
            low: quotient,
            scale: scale
        )
    }

    static func remainder(
        _ left: ExpressionDecimal,
        _ right: ExpressionDecimal
    ) throws(ExpressionError) -> ExpressionDecimal {
        guard right.magnitude != 0 else { throw .exception(.divideByZero, "Attempted to divide by zero.") }
        if left.scale <= right.scale {
            var rest = left.magnitude % right.magnitude
            for _ in left.scale..<right.scale { rest = rest * 10 % right.magnitude }
            return ExpressionDecimal(isNegative: left.isNegative, magnitude: rest, scale: right.scale)
        }
        let divisor = right.magnitude.multipliedFullWidth(by: power(left.scale - right.scale))
        guard divisor.high == 0 else { return left }
        return ExpressionDecimal(
            isNegative: left.isNegative,
            magnitude: left.magnitude % UInt128(divisor.low),
            scale: left.scale
        )
    }

    /// Rounded to so many digits behind the point.
    func rounded(_ places: Int, awayFromZero: Bool) -> ExpressionDecimal {
        guard places < self.scale else { return self }
        let unit = Self.power(self.scale - places)
        var (whole, rest) = self.magnitude.quotientAndRemainder(dividingBy: unit)
        let half = unit / 2
        if rest > half || rest == half && (awayFromZero || whole % 2 == 1) { whole += 1 }
        rest = 0
        return ExpressionDecimal(isNegative: self.isNegative, magnitude: whole, scale: places)
    }

    /// The next whole number below, or above.
    func whole(up: Bool) -> ExpressionDecimal {
        let whole = self.truncated
        guard whole != self, self.isNegative != up else { return whole }
        return ExpressionDecimal(isNegative: self.isNegative, magnitude: whole.magnitude + 1, scale: 0)
    }
}
