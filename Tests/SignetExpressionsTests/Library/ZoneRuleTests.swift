// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// The rules of time zones, with what .NET gives.
@Suite struct ZoneRuleTests {
    private static let berlin = #"TimeZoneInfo.FindSystemTimeZoneById("W. Europe Standard Time")"#
    private static let seattle = #"TimeZoneInfo.FindSystemTimeZoneById("Pacific Standard Time")"#

    // https://learn.microsoft.com/dotnet/api/system.timezoneinfo.adjustmentrule
    // https://learn.microsoft.com/dotnet/api/system.timezoneinfo.transitiontime
    @Test(arguments: [
        (
            "var r = \(Self.berlin).GetAdjustmentRules()[0]; var t = r.DaylightTransitionStart; return $\"{t.Month} {t.Week} {t.DayOfWeek} {t.TimeOfDay:HH:mm} {t.IsFixedDateRule} {r.DaylightDelta}\";",
            "3 5 Sunday 02:00 False 01:00:00"
        ),
        (
            "var t = \(Self.berlin).GetAdjustmentRules()[0].DaylightTransitionEnd; return $\"{t.Month} {t.Week} {t.TimeOfDay:HH:mm}\";",
            "10 5 03:00"
        ),
        (
            "var r = \(Self.seattle).GetAdjustmentRules().Last(); return $\"{r.DateStart:yyyy-MM-dd} {r.DateEnd:yyyy-MM-dd} {r.DaylightTransitionStart.Week} {r.DaylightTransitionEnd.Month}\";",
            "2007-01-01 9999-12-31 2 11"
        ),
        ("TimeZoneInfo.Utc.GetAdjustmentRules().Length", "0"),
        ("\(Self.berlin).IsInvalidTime(new DateTime(2026, 3, 29, 2, 30, 0))", "True"),
        ("\(Self.berlin).IsInvalidTime(new DateTime(2026, 3, 29, 3, 0, 0))", "False"),
        ("\(Self.berlin).IsAmbiguousTime(new DateTime(2026, 10, 25, 2, 30, 0))", "True"),
        ("\(Self.berlin).IsAmbiguousTime(new DateTime(2026, 10, 25, 3, 0, 0))", "False"),
        ("\(Self.berlin).HasSameRules(TimeZoneInfo.FindSystemTimeZoneById(\"Romance Standard Time\"))", "True"),
        ("TimeZoneInfo.GetSystemTimeZones().Any(z => z.Id == \"Tokyo Standard Time\")", "True"),
        ("TimeZoneInfo.GetSystemTimeZones().First().BaseUtcOffset", "-12:00:00"),
        (
            "var t = TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 2, DayOfWeek.Sunday); return t.Equals(\(Self.seattle).GetAdjustmentRules()[0].DaylightTransitionStart);",
            "True"
        ),
        (
            "var t = TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 2, 0, 0), 4, 15); return t.Month + \"/\" + t.Day + t.IsFixedDateRule;",
            "4/15True"
        ),
    ])
    func tellsWhenClocksChange(source: String, result: String) throws {
        try expect(source, result)
    }

    // https://learn.microsoft.com/dotnet/api/system.timezone; the gateway's zone is UTC.
    @Test(arguments: [
        ("TimeZone.CurrentTimeZone.GetUtcOffset(new DateTime(2026, 7, 1))", "00:00:00"),
        ("TimeZone.CurrentTimeZone.IsDaylightSavingTime(new DateTime(2026, 7, 1))", "False"),
        (
            "TimeZone.CurrentTimeZone.ToUniversalTime(new DateTime(2026, 7, 1)).ToString(\"o\")",
            "2026-07-01T00:00:00.0000000Z"
        ),
        ("TimeZone.CurrentTimeZone.StandardName", "UTC"),
    ])
    func knowsTheZoneOfTheGateway(source: String, result: String) throws {
        try expect(source, result)
    }

    @Test func refusesAMonthThatThereIsNot() {
        let error = #expect(throws: ExpressionError.self) {
            try evaluate("TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1), 13, 1)")
        }
        #expect(error?.exception == .argumentOutOfRange)
    }

    private func expect(_ source: String, _ result: String) throws {
        let form: CompiledExpression.Form = source.contains("return ") ? .block : .single
        #expect(try evaluate(source, form: form).invariantText == result)
    }
}
