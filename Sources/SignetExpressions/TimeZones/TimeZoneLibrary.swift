// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The members of `System.TimeZoneInfo`.
enum TimeZoneLibrary {
    static func table() -> LibraryTable { LibraryTable("TimeZoneInfo", finding + converting + others + rules) }

    private static func found(_ id: String) throws(ExpressionError) -> TimeZoneObject {
        guard let zone = TimeZoneCatalogue.zone(id) else {
            throw .exception(.timeZoneNotFound, "The time zone ID '\(id)' was not found on the local computer.")
        }
        return zone
    }

    private static let finding: [LibraryDeclaration] = [
        .init("static TimeZoneInfo Utc") { _, _ in .object(TimeZoneObject.utc) },
        // The gateway's local time is UTC.
        .init("static TimeZoneInfo Local") { _, _ in .object(TimeZoneObject.utc) },
        .init("static TimeZoneInfo FindSystemTimeZoneById(string id)") { _, a throws(ExpressionError) in
            .object(try found(try a.text(0)))
        },
    ]

    /// The moment in UTC of a date: that of its kind, or of a zone.
    private static func utc(_ date: ExpressionDate, in zone: TimeZoneObject?) throws(ExpressionError) -> ExpressionDate
    {
        let zone = date.kind == .unspecified ? zone ?? .utc : .utc
        let moved = try date.moved(-Int64(zone.offset(local: date.ticks)) * 600_000_000)
        return ExpressionDate(ticks: moved.ticks, kind: .utc)
    }

    /// A moment in UTC as a clock in a zone shows it.
    private static func shown(_ date: ExpressionDate, in zone: TimeZoneObject) throws(ExpressionError)
        -> ExpressionValue
    {
        let moved = try date.moved(Int64(zone.offset(utc: date.ticks)) * 600_000_000)
        return .dateTime(ExpressionDate(ticks: moved.ticks, kind: zone === TimeZoneObject.utc ? .utc : .unspecified))
    }

    private static let converting: [LibraryDeclaration] = [
        .init("static DateTime ConvertTime(DateTime dateTime, TimeZoneInfo destinationTimeZone)") {
            _,
            a throws(ExpressionError) in
            try shown(try utc(a.date(0), in: nil), in: try a.object(1))
        },
        .init(
            "static DateTime ConvertTime(DateTime dateTime, TimeZoneInfo sourceTimeZone, TimeZoneInfo destinationTimeZone)"
        ) { _, a throws(ExpressionError) in
            try shown(try utc(a.date(0), in: try a.object(1)), in: try a.object(2))
        },
        .init("static DateTimeOffset ConvertTime(DateTimeOffset dateTimeOffset, TimeZoneInfo destinationTimeZone)") {
            _,
            a throws(ExpressionError) in
            let (date, zone): (DateOffset, TimeZoneObject) = (try a.object(0), try a.object(1))
            return .object(try date.at(zone.offset(utc: date.utcTicks)))
        },
        .init("static DateTime ConvertTimeFromUtc(DateTime dateTime, TimeZoneInfo destinationTimeZone)") {
            _,
            a throws(ExpressionError) in
            try shown(a.date(0), in: try a.object(1))
        },
        .init("static DateTime ConvertTimeToUtc(DateTime dateTime)") { _, a throws(ExpressionError) in
            .dateTime(try utc(a.date(0), in: nil))
        },
        .init("static DateTime ConvertTimeToUtc(DateTime dateTime, TimeZoneInfo sourceTimeZone)") {
            _,
            a throws(ExpressionError) in
            .dateTime(try utc(a.date(0), in: try a.object(1)))
        },
        .init("static DateTime ConvertTimeBySystemTimeZoneId(DateTime dateTime, string destinationTimeZoneId)") {
            _,
            a throws(ExpressionError) in
            try shown(try utc(a.date(0), in: nil), in: try found(try a.text(1)))
        },
        .init(
            "static DateTime ConvertTimeBySystemTimeZoneId(DateTime dateTime, string sourceTimeZoneId, "
                + "string destinationTimeZoneId)"
        ) { _, a throws(ExpressionError) in
            try shown(try utc(a.date(0), in: try found(try a.text(1))), in: try found(try a.text(2)))
        },
        .init(
            "static DateTimeOffset ConvertTimeBySystemTimeZoneId(DateTimeOffset dateTimeOffset, "
                + "string destinationTimeZoneId)"
        ) { _, a throws(ExpressionError) in
            let date: DateOffset = try a.object(0)
            return .object(try date.at(try found(try a.text(1)).offset(utc: date.utcTicks)))
        },
    ]

    private static func zone(_ a: [ExpressionValue]) throws(ExpressionError) -> TimeZoneObject { try a.object(0) }

    /// The distance from UTC at a date, in the zone itself unless the date says otherwise.
    private static func offset(_ a: [ExpressionValue]) throws(ExpressionError) -> Int {
        let date = a.date(1)
        return try date.kind == .unspecified ? zone(a).offset(local: date.ticks) : zone(a).offset(utc: date.ticks)
    }

    private static let rules: [LibraryDeclaration] = [
        .init("static IEnumerable<TimeZoneInfo> GetSystemTimeZones()") { state, _ throws(ExpressionError) in
            let zones = TimeZoneCatalogue.all
            try state.memory.charge(elements: zones.count)
            return .array(ExpressionArray(elementType: "System.TimeZoneInfo", zones.map { .object($0) }))
        },
        .init("AdjustmentRule[] GetAdjustmentRules()") { state, a throws(ExpressionError) in
            let rules = try zone(a).adjustments
            try state.memory.charge(elements: rules.count)
            let values = rules.map { ExpressionValue.object($0) }
            return .array(ExpressionArray(elementType: "System.TimeZoneInfo+AdjustmentRule", values))
        },
        .init("bool HasSameRules(TimeZoneInfo other)") { _, a throws(ExpressionError) in
            let (zone, other): (TimeZoneObject, TimeZoneObject) = (try zone(a), try a.object(1))
            return .bool(zone.base == other.base && zone.rule == other.rule)
        },
        .init("bool IsAmbiguousTime(DateTime dateTime)") { _, a throws(ExpressionError) in
            .bool(try zone(a).isAmbiguous(local: a.date(1).ticks))
        },
        .init("bool IsInvalidTime(DateTime dateTime)") { _, a throws(ExpressionError) in
            let (zone, date) = (try zone(a), a.date(1))
            return .bool(date.kind != .utc && zone.isSkipped(local: date.ticks))
        },
    ]

    private static let others: [LibraryDeclaration] = [
        .init("string Id") { _, a throws(ExpressionError) in .string(try zone(a).id) },
        .init("string DisplayName") { _, a throws(ExpressionError) in .string(try zone(a).displayName) },
        .init("string StandardName") { _, a throws(ExpressionError) in .string(try zone(a).windowsName) },
        .init("string DaylightName") { _, a throws(ExpressionError) in
            .string(try zone(a).windowsName.replacing("Standard", with: "Daylight"))
        },
        .init("TimeSpan BaseUtcOffset") { _, a throws(ExpressionError) in
            .timeSpan(Int64(try zone(a).base) * 600_000_000)
        },
        .init("bool SupportsDaylightSavingTime") { _, a throws(ExpressionError) in .bool(try zone(a).rule != .none) },
        .init("TimeSpan GetUtcOffset(DateTime dateTime)") { _, a throws(ExpressionError) in
            .timeSpan(Int64(try offset(a)) * 600_000_000)
        },
        .init("TimeSpan GetUtcOffset(DateTimeOffset dateTimeOffset)") { _, a throws(ExpressionError) in
            let date: DateOffset = try a.object(1)
            return .timeSpan(Int64(try zone(a).offset(utc: date.utcTicks)) * 600_000_000)
        },
        .init("bool IsDaylightSavingTime(DateTime dateTime)") { _, a throws(ExpressionError) in
            .bool(try offset(a) != zone(a).base)
        },
        .init("bool IsDaylightSavingTime(DateTimeOffset dateTimeOffset)") { _, a throws(ExpressionError) in
            let date: DateOffset = try a.object(1)
            return .bool(try zone(a).offset(utc: date.utcTicks) != zone(a).base)
        },
    ]
}
