// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// What C# 5 to 7 compute, feature by feature; the results are those that the C# specification (ECMA-334) and the pages of
/// .NET's API reference state.
@Suite struct LanguageTests {
    @Test(arguments: [
        // Precedence and associativity (ECMA-334 §12.4.2).
        ("1 + 2 * 3 - 4 / 2 % 3", "5"), ("2 + 3 << 1", "10"), ("1 << 2 + 1", "8"), ("7 & 3 | 8 ^ 12", "7"),
        ("true || false && false", "True"), ("!true || true", "True"), ("1 < 2 == true", "True"),
        // A value type is never null: the compiler only warns (CS0472).
        ("1 == null", "False"), ("null != true", "True"), ("DateTime.UtcNow == null", "False"),
        ("null == Guid.NewGuid()", "False"), ("TimeSpan.Zero != null", "True"),
        ("5 - 3 - 1", "1"), ("100 / 10 / 2", "5"), ("true ? 1 : false ? 2 : 3", "1"), ("-2 * -3", "6"),
        ("~5 + 1", "-5"), ("- -5", "5"), ("1 + +2", "3"), ("(1 + 2) * 3", "9"), ("2 * (3 + 4) % 5", "4"),
        (##""a" + 1 + 2"##, "a12"), (##"1 + 2 + "a""##, "3a"), (##""a" + (1 + 2)"##, "a3"), (##"null + "a""##, "a"),
        (##""a" + null + 'b'"##, "ab"), (##""x" + true"##, "xTrue"), (##""" + 1.0"##, "1"), (##""" + 1.50m"##, "1.50"),
        (##"'a' + 'b'"##, "195"), (##"'a' + 1"##, "98"), (##"(char)('a' + 1)"##, "b"), (##"'a' + "b""##, "ab"),
        (##"'a' < 'b'"##, "True"), (##"(int)'A'"##, "65"), (##"'\u0041'"##, "A"), (##"'\x41'"##, "A"),
        (##"'\''"##, "'"),
        // Promotion, division, remainders (§12.4.7).
        ("7 / 2", "3"), ("-7 / 2", "-3"), ("-7 % 3", "-1"), ("7 % -3", "1"), ("7 / 2.0", "3.5"), ("7 / 2m", "3.5"),
        ("5.5 % 2", "1.5"), ("1 / 3.0f", "0.33333334"), ("(1 + 1L).GetType", "!"), ("1.0 / 0", "Infinity"),
        ("-1.0 / 0", "-Infinity"), ("0.0 / 0 == 0.0 / 0", "False"), ("0.1 + 0.2", "0.30000000000000004"),
        ("0.1m + 0.2m", "0.3"), ("1.10m + 1.1m", "2.20"), ("10m / 3", "3.3333333333333333333333333333"),
        ("1e3", "1000"), ("1.5e-7", "1.5E-07"), ("1e15", "1E+15"), ("123456789012345680.0", "1.2345678901234568E+17"),
        ("0xFF", "255"), ("0b1010", "10"), ("1_000_000", "1000000"), ("0x7FFF_FFFF", "2147483647"), ("100UL", "100"),
        ("3000000000", "3000000000"), ("(3000000000).ToString()", "3000000000"), ("1.0f", "1"), ("1d", "1"),
        ("double.MaxValue", "1.7976931348623157E+308"), ("float.MaxValue", "3.4028235E+38"),
        ("decimal.MaxValue", "79228162514264337593543950335"), ("long.MinValue", "-9223372036854775808"),
        // Overflow wraps unless it is constant or checked.
        ("(int)3000000000L", "!"), ("unchecked((int)3000000000L)", "-1294967296"),
        ("(byte)(context.Response.StatusCode + 100)", "17"), ("(short)(context.Response.StatusCode * 1000)", "-29752"),
        ("(uint)-context.Response.StatusCode", "4294966867"), ("(int)1e20", "!"),
        ("(int)(double)context.Response.StatusCode", "429"),
        ("(int)2.9", "2"), ("(int)-2.9", "-2"), ("(int)2.5m", "2"), ("(long)1e10", "10000000000"),
        ("(float)1.1", "1.1"),
        ("Convert.ToInt32(2.5)", "2"), ("Convert.ToInt32(3.5)", "4"), ("(char)97", "a"), ("(byte)'a'", "97"),
        ("(double)1 / 2", "0.5"), ("(double)(1 / 2)", "0"), ("(object)1 is int", "True"),
        ("(object)1 is long", "False"),
        // Shifts and bits.
        ("-8 >> 1", "-4"), ("1 << 33", "2"), ("1L << 33", "8589934592"), ("~0", "-1"), ("6 ^ 3", "5"),
        ("true ^ true", "False"),
        ("true & false", "False"), ("true | false", "True"), ("0xF0 & ~0x30", "192"),
        // Null and nullable.
        ("((string)null)?.Length == null", "True"), (##"((string)null ?? "d").Length"##, "1"),
        ("(int?)null == null", "True"),
        ("((int?)5) + 1", "6"), ("((int?)null + 1) == null", "True"), ("((int?)null) > 1", "False"),
        ("(int?)null ?? 7", "7"), ("((int?)5).HasValue", "True"), ("((int?)5).Value", "5"),
        ("((int?)null).GetValueOrDefault()", "0"),
        ("((int?)null).GetValueOrDefault(3)", "3"), ("((int?)null).HasValue", "False"), ("default(int)", "0"),
        ("default(string) == null", "True"), ("default(DateTime).Year", "1"),
        (##""abc"?.Substring(1)?.Length ?? -1"##, "2"),
        ("((int[])null)?[0] == null", "True"), ("((bool?)null) == true", "False"), ("((int?)3).ToString()", "3"),
        ("((int?)null).ToString() == \"\"", "True"),
        // Types.
        ("nameof(context.Request.Method)", "Method"), ("typeof(string).Name", "!"), (##""a" is string"##, "True"),
        (##"((object)"a") as string"##, "a"), ("(((object)1) as string) == null", "True"), ("1 is int", "True"),
        (##"((object)"abc") is string s && s.Length == 3"##, "True"), ("((object)5) is int n ? n * 2 : 0", "10"),
        ("((object)null) is string", "False"), ("((object)null) is null", "True"),
        ("5 is 5", "True"), ("sizeof(int)", "!"), ("new object() == null", "False"),
    ])
    func computes(source: String, result: String) throws {
        if result == "!" {
            #expect(throws: ExpressionError.self) { try CompiledExpression(source) }
        } else {
            #expect(try evaluate(source).invariantText == result)
        }
    }

    @Test(arguments: [
        // Interpolation (§12.8.3) and composite formats.
        (##"$"{1}{2}""##, "12"), (##"$"{{{1}}}""##, "{1}"), (##"$"{3.14159:F2}""##, "3.14"),
        (##"$"[{42,6}]""##, "[    42]"),
        (##"$"[{42,-6}]""##, "[42    ]"), (##"$"[{3.14159,10:F3}]""##, "[     3.142]"), (##"$"{"a" + "b"}""##, "ab"),
        (##"$"{(true ? "y" : "n")}""##, "y"), (##"$"{null}x""##, "x"), (##"$@"c:\{1}\""q""""##, "c:\\1\\\"q\""),
        (##"@"a\b""c""##, ##"a\b"c"##), (##"@"a\b""c""""##, "a\\b\"c\""), (##""\t|\n|\\|\"|\0|\a".Length"##, "11"),
        (##""\u00e9""##, "é"),
        (##""\U0001F600".Length"##, "2"), (##""\x41B""##, "\u{41B}"),
        (##"$"{DateTime.Parse("2024-02-03"):yyyy/MM/dd}""##, "2024/02/03"),
        (
            ##"$"{255:X4}|{255:x}|{5:D3}|{0.256:P1}|{1234567.891:N2}|{12345.678:E3}""##,
            "00FF|ff|005|25.6 %|1,234,567.89|1.235E+004"
        ),
        (
            ##"$"{1234.5:0.00}|{1234.5:#,##0.##}|{0.5:0%}|{5:000}|{-5:0;(0);zero}|{0:0;(0);zero}""##,
            "1234.50|1,234.5|50%|005|(5)|zero"
        ),
        (##"$"{1e10:G}|{0.00001:G}|{123456789:G4}|{1.5:R}|{12.3m:C}""##, "10000000000|1E-05|1.235E+08|1.5|¤12.30"),
        (##"string.Format("{0} {1:00} {0}", "a", 7)"##, "a 07 a"),
        (##"string.Format("{0,-5}|{1,5}", "ab", 1)"##, "ab   |    1"),
        (##"string.Format("{{}}")"##, "{}"), (##"12.ToString("D5")"##, "00012"),
        (##"1234.5678.ToString("0.##")"##, "1234.57"),
        (##"(0.1f).ToString()"##, "0.1"), (##"1.0.ToString("F0")"##, "1"), (##"2.5.ToString("F0")"##, "3"),
        (##"0.125.ToString("F2")"##, "0.13"),
        (##"(1.0/3).ToString("G5")"##, "0.33333"), (##"(-1234).ToString("N0")"##, "-1,234"),
        (##"1e-5.ToString()"##, "1E-05"),
        (##"123.ToString("X")"##, "7B"), (##"(-1).ToString("X")"##, "FFFFFFFF"),
        (##"1234567.ToString("#,#")"##, "1,234,567"),
        (##"0.ToString("#")"##, ""), (##"12.5.ToString("00.00E+0")"##, "12.50E+0"),
        (##"1234.ToString("0,,.00")"##, "0.00"),
        (##"86400000.ToString("0,.0K")"##, "86400.0K"), (##"5.ToString("'n'0")"##, "n5"),
        (##"5.ToString("\\#0")"##, "#5"),
        (##"true.ToString()"##, "True"), (##"true.ToString().ToLower()"##, "true"), (##"'x'.ToString()"##, "x"),
        // Dates in formats.
        (##"new DateTime(2024, 2, 29, 13, 5, 9).ToString("yyyy-MM-ddTHH:mm:ssZ")"##, "2024-02-29T13:05:09Z"),
        (
            ##"new DateTime(2024, 2, 29, 13, 5, 9).ToString("ddd, dd MMM yyyy hh:mm:ss tt")"##,
            "Thu, 29 Feb 2024 01:05:09 PM"
        ),
        (##"new DateTime(2024, 2, 29, 13, 5, 9, 70).ToString("d/M/yy h:m:s.fff")"##, "29/2/24 1:5:9.070"),
        (##"new DateTime(2024, 2, 29).ToString("r")"##, "Thu, 29 Feb 2024 00:00:00 GMT"),
        (##"new DateTime(2024, 2, 29).ToString("o")"##, "2024-02-29T00:00:00.0000000"),
        (##"new DateTime(2024, 2, 29, 0, 0, 0, DateTimeKind.Utc).ToString("o")"##, "2024-02-29T00:00:00.0000000Z"),
        (##"new DateTime(2024, 2, 29).ToString("dddd, MMMM d, yyyy")"##, "Thursday, February 29, 2024"),
        (##"new DateTime(2024, 2, 29).ToString()"##, "02/29/2024 00:00:00"),
        (##"new DateTime(2024, 2, 29).ToString("s")"##, "2024-02-29T00:00:00"),
        (##"new DateTime(2024, 2, 29).ToString("u")"##, "2024-02-29 00:00:00Z"),
        (##"new DateTime(2024, 1, 5).ToString("%d")"##, "5"),
        (##"new DateTime(2024, 2, 29).AddYears(1).ToString("yyyy-MM-dd")"##, "2025-02-28"),
        (##"(new DateTime(2024, 3, 1) - new DateTime(2024, 2, 1)).TotalDays"##, "29"),
        (##"new TimeSpan(1, 2, 3, 4, 5).ToString()"##, "1.02:03:04.0050000"),
        (##"new TimeSpan(1, 2, 3).ToString(@"hh\:mm")"##, "01:02"),
        (##"TimeSpan.FromMinutes(90).ToString("c")"##, "01:30:00"),
        (##"TimeSpan.Parse("1.02:03:04").TotalHours.ToString("F2")"##, "26.05"),
        (##"TimeSpan.Parse("1:2:3:4").ToString()"##, "1.02:03:04"),
        (##"TimeSpan.Parse("-10675199.02:48:05.4775808").Ticks"##, "-9223372036854775808"),
        (##"DateTimeOffset.FromUnixTimeSeconds(0).ToString()"##, "01/01/1970 00:00:00 +00:00"),
        (##"DateTimeOffset.Parse("2024-02-03T04:05:06+02:00").UtcDateTime.ToString("s")"##, "2024-02-03T02:05:06"),
        (##"DateTime.Parse("2024-02-03 04:05").Hour"##, "4"), (##"DateTime.Parse("02/03/2024").Month"##, "2"),
    ])
    func formats(source: String, result: String) throws {
        if result == "!" {
            #expect(throws: ExpressionError.self) { try CompiledExpression(source) }
        } else {
            #expect(try evaluate(source).invariantText == result)
        }
    }
}
