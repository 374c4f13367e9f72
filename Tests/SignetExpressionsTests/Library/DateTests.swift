// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// The results are those of .NET; the clock of the tests stands at 2026-11-21T10:04:05.123456Z, a Saturday.
@Suite struct DateTests {
    @Test(arguments: [
        (##"new DateTime(2024, 1, 31).AddMonths(1)"##, ##"02/29/2024 00:00:00"##),
        (##"new DateTime(2024, 2, 29).AddYears(1)"##, ##"02/28/2025 00:00:00"##),
        (##"DateTime.UtcNow.DayOfWeek.ToString()"##, ##"Saturday"##),
        (##"(int)DateTime.UtcNow.DayOfWeek"##, ##"6"##),
        (##"DateTime.UtcNow.DayOfYear"##, ##"325"##),
        (##"DateTime.UtcNow.TimeOfDay"##, ##"10:04:05.1234560"##),
        (##"DateTime.UtcNow.Date"##, ##"11/21/2026 00:00:00"##),
        (##"DateTime.UtcNow.ToString("o")"##, ##"2026-11-21T10:04:05.1234560Z"##),
        (##"DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ")"##, ##"2026-11-21T10:04:05Z"##),
        (##"DateTime.UtcNow.ToString("R")"##, ##"Sat, 21 Nov 2026 10:04:05 GMT"##),
        (##"DateTime.UtcNow.ToString("dddd d MMMM")"##, ##"Saturday 21 November"##),
        (##"DateTime.IsLeapYear(2024)"##, ##"True"##),
        (##"DateTime.DaysInMonth(2023, 2)"##, ##"28"##),
        (##"(new DateTime(2024, 1, 2) - new DateTime(2024, 1, 1)).TotalHours"##, ##"24"##),
        (##"new DateTime(2024, 1, 1) < new DateTime(2024, 1, 2)"##, ##"True"##),
        (##"(long)(DateTime.UtcNow - new DateTime(1970, 1, 1)).TotalSeconds"##, ##"1795255445"##),
        (##"DateTimeOffset.UtcNow.ToUnixTimeSeconds()"##, ##"1795255445"##),
        (##"new DateTimeOffset(DateTime.UtcNow).ToUnixTimeMilliseconds()"##, ##"1795255445123"##),
        (##"DateTimeOffset.FromUnixTimeSeconds(0).ToString("o")"##, ##"1970-01-01T00:00:00.0000000+00:00"##),
        (##"DateTimeOffset.FromUnixTimeSeconds(0).UtcDateTime.Year"##, ##"1970"##),
        (##"DateTimeOffset.Parse("2024-01-01T00:00:00+02:00").UtcDateTime"##, ##"12/31/2023 22:00:00"##),
        (##"DateTimeOffset.Parse("2024-01-01T00:00:00+02:00").Offset"##, ##"02:00:00"##),
        (
            ##"new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.FromHours(1)) == DateTimeOffset.Parse("2023-12-31T23:00:00Z")"##,
            ##"True"##
        ),
        (##"(DateTimeOffset.UtcNow.AddHours(1) - DateTimeOffset.UtcNow).TotalMinutes"##, ##"60"##),
        (##"DateTimeOffset.UtcNow"##, ##"11/21/2026 10:04:05 +00:00"##),
        (##"TimeSpan.FromMinutes(90)"##, ##"01:30:00"##),
        (##"new TimeSpan(1, 2, 3, 4)"##, ##"1.02:03:04"##),
        (##"TimeSpan.Parse("1.02:03:04").Days"##, ##"1"##),
        (##"TimeSpan.FromSeconds(3661).Minutes"##, ##"1"##),
        (##"TimeSpan.FromDays(1) > TimeSpan.FromHours(23)"##, ##"True"##),
        (##"TimeSpan.FromHours(1).Add(TimeSpan.FromMinutes(1))"##, ##"01:01:00"##),
        (##"TimeSpan.FromSeconds(-1)"##, ##"-00:00:01"##),
        (##"$"{TimeSpan.FromMinutes(5):mm}""##, ##"05"##),
        (##"DateTime.Parse("2024-05-06").Month"##, ##"5"##),
        (##"DateTime.Parse("05/06/2024 07:08").Hour"##, ##"7"##),
        (##"new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc).ToString("s")"##, ##"2024-05-06T07:08:09"##),
    ])
    func computesDates(source: String, result: String) throws {
        #expect(try evaluate(source).invariantText == result)
    }

    @Test(arguments: [
        (
            ##"try { return new DateTime(2024, 13, 1); } catch (Exception e) { return e.Message; }"##,
            ##"Year, Month, and Day parameters describe an un-representable DateTime."##
        ),
        (
            ##"try { return DateTime.MaxValue.AddDays(1); } catch (Exception e) { return e.Message; }"##,
            ##"The added or subtracted value results in an un-representable DateTime."##
        ),
        (
            ##"try { return DateTime.Parse("nonsense"); } catch (Exception e) { return e.Message; }"##,
            ##"String 'nonsense' was not recognized as a valid DateTime."##
        ),
    ])
    func throwsForDates(source: String, result: String) throws {
        #expect(try evaluate(source, form: .block).invariantText == result)
    }
}
