// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// The results are those of .NET, invariant culture.
@Suite struct NumberTests {
    @Test(arguments: [
        (##"1.10m + 2.2m"##, ##"3.30"##),
        (##"1m / 3m"##, ##"0.3333333333333333333333333333"##),
        (##"2m / 3m"##, ##"0.6666666666666666666666666667"##),
        (##"0.1m + 0.2m == 0.3m"##, ##"True"##),
        (##"1.5m * 2"##, ##"3.0"##),
        (##"decimal.Parse("1,234.50")"##, ##"1234.50"##),
        (##"(int)1.9m"##, ##"1"##),
        (##"decimal.MaxValue"##, ##"79228162514264337593543950335"##),
        (##"Math.Round(2.5)"##, ##"2"##),
        (##"Math.Round(3.5)"##, ##"4"##),
        (##"Math.Round(2.5, MidpointRounding.AwayFromZero)"##, ##"3"##),
        (##"Math.Round(1.005, 2)"##, ##"1"##),
        (##"Math.Round(2.345m, 2)"##, ##"2.34"##),
        (##"Math.Max(1, 2L)"##, ##"2"##),
        (##"Math.Abs(-5)"##, ##"5"##),
        (##"Math.Pow(2, 10)"##, ##"1024"##),
        (##"Math.Sqrt(16)"##, ##"4"##),
        (##"Math.Floor(-1.5)"##, ##"-2"##),
        (##"Math.Ceiling(1.2)"##, ##"2"##),
        (##"Math.Sign(-3)"##, ##"-1"##),
        (##"uint.MaxValue"##, ##"4294967295"##),
        (##"ulong.MaxValue"##, ##"18446744073709551615"##),
        (##"unchecked((byte)300)"##, ##"44"##),
        (##"unchecked((sbyte)200)"##, ##"-56"##),
        (##"unchecked((short)40000)"##, ##"-25536"##),
        (##"1u + 1"##, ##"2"##),
        (##"1f / 3f"##, ##"0.33333334"##),
        (##"(double)0.1f"##, ##"0.10000000149011612"##),
        (##"5 / 2.0f"##, ##"2.5"##),
        (##"(1234.5678).ToString("N2")"##, ##"1,234.57"##),
        (##"(1234.5678).ToString("F1")"##, ##"1234.6"##),
        (##"(0.256).ToString("P1")"##, ##"25.6 %"##),
        (##"(1234).ToString("D6")"##, ##"001234"##),
        (##"(255).ToString("X4")"##, ##"00FF"##),
        (##"(12345.678).ToString("E2")"##, ##"1.23E+004"##),
        (##"(1234.5).ToString("#,##0.00")"##, ##"1,234.50"##),
        (##"(5).ToString("000")"##, ##"005"##),
        (##"(0.5).ToString("0%")"##, ##"50%"##),
        (##"(-5).ToString("0;(0)")"##, ##"(5)"##),
        (##"(0).ToString("0;(0);zero")"##, ##"zero"##),
        (##"(1234567).ToString("0,,")"##, ##"1"##),
        (##"(12).ToString("0' units'")"##, ##"12 units"##),
        (##"(1.0).ToString("0.##")"##, ##"1"##),
        (##"(123.456m).ToString("0.0")"##, ##"123.5"##),
        (##"Convert.ToInt32("42")"##, ##"42"##),
        (##"Convert.ToInt32(2.5)"##, ##"2"##),
        (##"Convert.ToInt32(3.5)"##, ##"4"##),
        (##"Convert.ToInt32("ff", 16)"##, ##"255"##),
        (##"Convert.ToString(255, 16)"##, ##"ff"##),
        (##"Convert.ToString(5, 2)"##, ##"101"##),
        (##"Convert.ToBoolean("True")"##, ##"True"##),
        (##"Convert.ToDouble("1.5")"##, ##"1.5"##),
        (##"Convert.ToDecimal("1.50")"##, ##"1.50"##),
        (##"Convert.ToInt64(null)"##, ##"0"##),
        (##"Convert.ToByte("7")"##, ##"7"##),
        (##"int.TryParse("x", out var n) ? n : -1"##, ##"-1"##),
        (##"long.Parse("-9223372036854775808")"##, ##"-9223372036854775808"##),
        (##"double.IsNaN(double.NaN)"##, ##"True"##),
        (##"BitConverter.ToString(BitConverter.GetBytes(1))"##, ##"01-00-00-00"##),
        (##"BitConverter.ToInt32(new byte[] { 1, 1, 0, 0 }, 0)"##, ##"257"##),
        (##"Convert.ToBase64String(new byte[] { 1, 2, 3 })"##, ##"AQID"##),
        (##"char.IsDigit('5') && char.IsLetter('x') && !char.IsLetter('5')"##, ##"True"##),
        (##"char.ToUpper('x')"##, ##"X"##),
        (##"(char)('a' + 1)"##, ##"b"##),
        (##"'a' + 1"##, ##"98"##),
        (##"Enum.Parse(typeof(StringComparison), "Ordinal")"##, ##"Ordinal"##),
        (##"StringComparison.Ordinal.ToString()"##, ##"Ordinal"##),
        (##"(RegexOptions.IgnoreCase | RegexOptions.Multiline).ToString()"##, ##"IgnoreCase, Multiline"##),
        (##"new Random(1).Next()"##, ##"534011718"##),
        (##"new Random(42).Next(100)"##, ##"66"##),
        (##"7 % 3 + -7 % 3"##, ##"0"##),
        (##"1 << 33"##, ##"2"##),
        (##"(1.0 / 3).ToString("R")"##, ##"0.3333333333333333"##),
        (##"Guid.Parse("{00000000-0000-0000-0000-000000000001}")"##, ##"00000000-0000-0000-0000-000000000001"##),
        (##"new Guid("00000000000000000000000000000001").ToString("N")"##, ##"00000000000000000000000000000001"##),
        (##"new Guid("01020304-0506-0708-090a-0b0c0d0e0f10").ToByteArray()[0]"##, ##"4"##),
        (##"string.Format("{0:N0}|{1,6}|{1,-6}|", 1234567, "ab")"##, ##"1,234,567|    ab|ab    |"##),
    ])
    func computesNumbers(source: String, result: String) throws {
        #expect(try evaluate(source).invariantText == result)
    }

    @Test(arguments: [
        (
            ##"try { return decimal.MaxValue + 1; } catch (Exception e) { return e.Message; }"##,
            ##"Value was either too large or too small for a Decimal."##
        ),
        (
            ##"try { return 1m / decimal.Zero; } catch (Exception e) { return e.Message; }"##,
            ##"Attempted to divide by zero."##
        ),
        (
            ##"try { return Convert.ToInt32("x"); } catch (Exception e) { return e.Message; }"##,
            ##"Input string was not in a correct format."##
        ),
        (
            ##"try { return Convert.ToByte(300); } catch (Exception e) { return e.Message; }"##,
            ##"Value was either too large or too small for an unsigned byte."##
        ),
        (
            ##"try { return int.Parse("99999999999"); } catch (Exception e) { return e.Message; }"##,
            ##"Value was either too large or too small for an Int32."##
        ),
        (
            ##"try { return Math.Abs(int.MinValue); } catch (Exception e) { return e.Message; }"##,
            ##"Negating the minimum value of a twos complement number is invalid."##
        ),
    ])
    func throwsForNumbers(source: String, result: String) throws {
        #expect(try evaluate(source, form: .block).invariantText == result)
    }
}
