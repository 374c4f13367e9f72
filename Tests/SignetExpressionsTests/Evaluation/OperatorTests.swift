// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// The results are those of C# 7 on .NET, invariant culture.
@Suite struct OperatorTests {
    @Test(arguments: [
        ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("7 / 2", "3"), ("-7 / 2", "-3"), ("-7 % 3", "-1"),
        ("7.0 / 2", "3.5"),
        ("1 + 2L", "3"), ("'a' + 1", "98"), ("1 - 2 - 3", "-4"), ("2 - -2", "4"), ("~5", "-6"), ("+5", "5"),
        ("-2147483648", "-2147483648"), ("6 & 3", "2"), ("6 | 3", "7"), ("6 ^ 3", "5"), ("1 << 4", "16"),
        ("-16 >> 2", "-4"),
        ("1 << 33", "2"), ("1L << 33", "8589934592"), ("(int)3.9", "3"), ("(int)-3.9", "-3"),
        ("unchecked((byte)300)", "44"),
        ("(char)65", "A"), ("(int)'A'", "65"), ("(long)5", "5"), ("(double)5 / 2", "2.5"), ("0x1F", "31"),
        ("0b101", "5"),
        ("1_000", "1000"), ("1e3", "1000"), ("0.1 + 0.2", "0.30000000000000004"), ("1.0", "1"),
        ("int.MaxValue", "2147483647"), ("int.Parse(\"2147483647\") + 1", "-2147483648"), ("0.0 / 0", "NaN"),
        ("1.0 / 0", "Infinity"), ("(int)(0.95 * 3600)", "3420"),
    ])
    func computesNumbers(source: String, result: String) throws {
        #expect(try evaluate(source).invariantText == result)
    }

    @Test(arguments: [
        ("1 == 1", true), ("1 == 1.0", true), ("1L != 1", false), ("\"a\" == \"a\"", true), ("\"a\" != \"b\"", true),
        ("\"é\" == \"e\\u0301\"", false), ("null == null", true), ("\"a\" == null", false), ("2 > 1 && 1 >= 1", true),
        ("1 < 2 == true", true), ("!true || false", false), ("true ^ true", false), ("true & false", false),
        ("false | true", true), ("'a' < 'b'", true), ("\"a\" is string", true),
        ("context.Variables[\"number\"] is int", true),
        ("context.Variables[\"number\"] is string", false), ("context.Variables[\"number\"] is int n && n == 5", true),
        ("context.Variables[\"nothing\"] is null", true), ("context.Variables[\"number\"] is 5", true),
        ("context.LastError == null", true), ("context.Response != null", true),
        ("context.LastError?.Reason == null", true), ("context.Response?.StatusCode == 429", true),
        ("context.LastError?.Reason?.Length > 1", false), ("context.LastError?.Reason?.Length != 1", true),
        ("context.Variables[\"text\"] == \"abc\"", true), ("Guid.Empty == context.RequestId", false),
        ("false && 1 / int.Parse(\"0\") == 1", false), ("true || ((string)null).Length == 1", true),
    ])
    func decides(source: String, result: Bool) throws {
        #expect(try evaluate(source).bool == result)
    }

    @Test(arguments: [
        ("\"a\" + 1", "a1"), ("1 + 2 + \"a\" + 1 + 2", "3a12"), ("\"a\" + null + true + 'c' + 1.5", "aTruec1.5"),
        ("true ? \"a\" : \"b\"", "a"), ("false ? 1 : 2.5", "2.5"), ("(string)null ?? \"b\"", "b"),
        ("context.LastError?.Reason ?? context.LastError?.Message ?? \"none\"", "none"),
        ("context.Response?.StatusCode ?? 0", "429"), ("(string)context.Variables[\"text\"]", "abc"),
        ("(context.Variables[\"text\"] as string).Length", "3"), ("(int)context.Variables[\"number\"] + 1", "6"),
        ("$\"a{1 + 1}b{{c}}{\"d\"}\"", "a2b{c}d"),
        ("$\"{5:D3}|{255:X2}|{1234.5:N1}|{1.005:F2}|{3,4}|{3,-4}|\"", "005|FF|1,234.5|1.01|   3|3   |"),
        ("$@\"a\\{1}\"", "a\\1"), ("$\"{(true ? \"x\" : \"y\")}\"", "x"), ("@\"a\"\"b\"", "a\"b"),
        ("\"\\u0041\\x42\\t\"", "AB\t"), ("default(int)", "0"), ("nameof(context.Request)", "Request"),
        ("$\"{context.Request.Method}-{$\"{1}\"}\"", "GET-1"), ("\"\\ud83d\\ude00\".Length", "2"), ("\"a\"[0]", "a"),
        ("new string('x', 3)", "xxx"), ("new[] { 1, 2 }[1]", "2"), ("new string[] { \"a\" }.Length", "1"),
        ("new byte[2].Length", "2"), ("$\"{0.5:0.00}|{1234567:#,##0}|{0.005:0.##}\"", "0.50|1,234,567|0.01"),
    ])
    func makesTexts(source: String, result: String) throws {
        #expect(try evaluate(source).invariantText == result)
    }

    /// The messages of .NET.
    @Test(arguments: [
        ("1 / int.Parse(\"0\")", ExpressionException.divideByZero, "Attempted to divide by zero."),
        ("context.LastError.Reason", .nullReference, "Object reference not set to an instance of an object."),
        (
            "((string)context.Variables[\"nothing\"]).Length", .nullReference,
            "Object reference not set to an instance of an object."
        ),
        ("context.Variables[\"missing\"]", .keyNotFound, "The given key was not present in the dictionary."),
        ("context.Request.Headers[\"None\"]", .keyNotFound, "The given key was not present in the dictionary."),
        (
            "(string)context.Variables[\"number\"]", .invalidCast,
            "Unable to cast object of type 'System.Int32' to type 'System.String'."
        ),
        (
            "(int)context.Variables[\"long\"]", .invalidCast,
            "Unable to cast object of type 'System.Int64' to type 'System.Int32'."
        ),
        (
            "(IResponse)context.Variables[\"text\"]", .invalidCast,
            "Unable to cast object of type 'System.String' to type 'IResponse'."
        ),
        (
            "context.Variables.GetValueOrDefault<int>(\"text\")", .invalidCast,
            "Unable to cast object of type 'System.String' to type 'System.Int32'."
        ),
        ("int.Parse(\"x\")", .format, "Input string was not in a correct format."),
        ("int.Parse(\"99999999999\")", .overflow, "Value was either too large or too small for an Int32."),
        ("int.Parse(null)", .argumentNull, "Value cannot be null. (Parameter 's')"),
        (
            "\"abc\".Substring(4)", .argumentOutOfRange,
            "startIndex cannot be larger than length of string. (Parameter 'startIndex')"
        ),
        ("new int[] { 1 }[1]", .indexOutOfRange, "Index was outside the bounds of the array."),
        ("int.MinValue / int.Parse(\"-1\")", .overflow, "Arithmetic operation resulted in an overflow."),
    ])
    func throwsWhatDotNetThrows(source: String, exception: ExpressionException, message: String) throws {
        let error = #expect(throws: ExpressionError.self) { try evaluate(source) }
        #expect(error?.exception == exception)
        #expect(error?.message == message)
    }
}
