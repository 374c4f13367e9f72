// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// `System.DateTimeOffset`: a date with its distance from UTC.
final class DateOffset: LibraryObject, EquatableObject {
    /// The date as a clock there shows it.
    let date: ExpressionDate
    /// The distance from UTC in minutes.
    let offset: Int

    /// A date whose moment in UTC is one that .NET can hold.
    init(_ date: ExpressionDate, offset: Int) {
        self.date = ExpressionDate(ticks: date.ticks, kind: .unspecified)
        self.offset = offset
    }

    /// A date at a distance, unless .NET cannot hold its moment in UTC.
    static func checked(_ date: ExpressionDate, offset: Int) throws(ExpressionError) -> DateOffset {
        let result = DateOffset(date, offset: offset)
        guard 0...ExpressionDate.maximum ~= result.utcTicks else {
            throw .exception(
                .argumentOutOfRange,
                "The UTC time represented when the offset is applied must be between year 0 and 10,000. "
                    + "(Parameter 'offset')"
            )
        }
        return result
    }

    var expressionType: String { "DateTimeOffset" }
    var invariantText: String { self.date.invariantText + " " + self.offsetText }
    var hash: Int { self.utcTicks.hashValue }
    var utcTicks: Int64 { self.date.ticks - Int64(self.offset) * 600_000_000 }

    /// `+01:00`.
    var offsetText: String {
        (self.offset < 0 ? "-" : "+") + padded(abs(self.offset) / 60, 2) + ":" + padded(abs(self.offset) % 60, 2)
    }

    func isEqual(to other: any ExpressionObject) -> Bool { (other as? DateOffset)?.utcTicks == self.utcTicks }

    /// The same moment at another distance.
    func at(_ offset: Int) throws(ExpressionError) -> DateOffset {
        let ticks = self.utcTicks + Int64(offset) * 600_000_000
        guard 0...ExpressionDate.maximum ~= ticks else { throw ExpressionDate.outOfRange }
        return DateOffset(ExpressionDate(ticks: ticks, kind: .unspecified), offset: offset)
    }

    func moved(_ ticks: Int64) throws(ExpressionError) -> ExpressionValue {
        .object(try DateOffset.checked(try self.date.moved(ticks), offset: self.offset))
    }
}
