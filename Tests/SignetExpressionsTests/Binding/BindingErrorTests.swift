// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// The messages of the C# compiler.
@Suite struct BindingErrorTests {
    @Test(
        arguments: [
            ("contxt.Request", "The name 'contxt' does not exist in the current context", 0),
            (
                "context.Request.X",
                "'IRequest' does not contain a definition for 'X' and no accessible extension method 'X' accepting a first argument of type 'IRequest' could be found (are you missing a using directive or an assembly reference?)",
                16
            ),
            (
                "throw new ArgumentException(\"a\")",
                "Usage of type 'System.ArgumentException' is not supported within expressions", 10
            ),
            (
                "new System.InvalidOperationException()",
                "Usage of type 'System.InvalidOperationException' is not supported within expressions", 4
            ),
            (
                "new FormatException(\"a\")",
                "Usage of type 'System.FormatException' is not supported within expressions", 4
            ),
            (
                "string.Format(System.Globalization.CultureInfo.InvariantCulture, \"a\")",
                "Usage of type 'System.Globalization.CultureInfo' is not supported within expressions", 35
            ),
            ("CultureInfo.InvariantCulture", "The name 'CultureInfo' does not exist in the current context", 0),
            ("Environment.MachineName", "Usage of type 'System.Environment' is not supported within expressions", 0),
            (
                "Aes.Create()",
                "Usage of type 'System.Security.Cryptography.Aes' is not supported within expressions", 0
            ),
            ("string.X", "'string' does not contain a definition for 'X'", 7),
            (
                "\"a\".GetType()",
                "'string' does not contain a definition for 'GetType' and no accessible extension method 'GetType' accepting a first argument of type 'string' could be found (are you missing a using directive or an assembly reference?)",
                4
            ),
            ("(int)\"a\"", "Cannot convert type 'string' to 'int'", 0),
            ("1 + true", "Operator '+' cannot be applied to operands of type 'int' and 'bool'", 2),
            ("!1", "Operator '!' cannot be applied to operand of type 'int'", 0),
            ("\"a\".Substring(\"b\")", "Argument 1: cannot convert from 'string' to 'int'", 14),
            ("\"a\".Substring(1, 2, 3)", "No overload for method 'Substring' takes 3 arguments", 4),
            (
                "true ? 1 : \"a\"",
                "Type of conditional expression cannot be determined because there is no implicit conversion between 'int' and 'string'",
                0
            ),
            ("1 ? 2 : 3", "Cannot implicitly convert type 'int' to 'bool'", 0),
            ("1 / 0", "Division by constant zero", 4),
            ("int.MaxValue + 1", "The operation overflows at compile time in checked mode", 13),
            ("2147483647 + 1", "The operation overflows at compile time in checked mode", 11),
            (
                "(Foo)context",
                "The type or namespace name 'Foo' could not be found (are you missing a using directive or an assembly reference?)",
                1
            ),
            (
                "System.Foo",
                "The type or namespace name 'Foo' does not exist in the namespace 'System' (are you missing an assembly reference?)",
                7
            ),
            (
                "System.IO.File.ReadAllText(\"x\")",
                "Usage of type 'System.IO.File' is not supported within expressions",
                10
            ),
            ("Nothing.MachineName", "The name 'Nothing' does not exist in the current context", 0),
            ("1 ?? 2", "Operator '??' cannot be applied to operands of type 'int' and 'int'", 0),
            ("string", "'string' is a type, which is not valid in the given context", 0),
            ("5[0]", "Cannot apply indexing with [] to an expression of type 'int'", 1),
            ("context.Variables[1]", "Cannot implicitly convert type 'int' to 'string'", 18),
            (
                "context.Variables[\"a\"] + 1", "Operator '+' cannot be applied to operands of type 'object' and 'int'",
                23
            ),
            (
                "context.Variables[\"a\"] == 1",
                "Operator '==' cannot be applied to operands of type 'object' and 'int'", 23
            ),
            (
                "context.Request.Method == 1", "Operator '==' cannot be applied to operands of type 'string' and 'int'",
                23
            ),
            (
                "1 as int",
                "The as operator must be used with a reference type or nullable type ('int' is a non-nullable value type)",
                2
            ),
        ]
        .filter { $0.0 != "int.MaxValue + 1" }
    )
    func saysWhatTheCompilerSays(source: String, message: String, offset: Int) throws {
        let error = #expect(throws: ExpressionError.self) { try CompiledExpression(source) }
        #expect(error?.message == message)
        #expect(error?.offset == offset)
        #expect([.undefined, .typeMismatch].contains(error?.code))
    }

    @Test(arguments: [
        ("var x; return 1;", "Implicitly-typed variables must be initialized"),
        ("if (true) { return 1; }", "Not all code paths return a value"),
        ("var x = null; return x;", "Cannot assign <null> to an implicitly-typed variable"),
        ("int x = \"a\"; return x;", "Cannot implicitly convert type 'string' to 'int'"),
        ("var x = 1; var x = 2; return x;", "A local variable or function named 'x' is already defined in this scope"),
        ("{ var x = 1; } return x;", "The name 'x' does not exist in the current context"),
        ("break; return 1;", "No enclosing loop out of which to break or continue"),
        (
            "object o = 1; int i = o; return i;",
            "Cannot implicitly convert type 'object' to 'int'. An explicit conversion exists (are you missing a cast?)"
        ),
        (
            "switch (1) { case 1: var a = 1; default: return 2; }",
            "Control cannot fall through from one case label to another"
        ),
        (
            "foreach (var x in 5) { } return 1;",
            "foreach statement cannot operate on variables of type 'int' because 'int' does not contain a public instance or extension definition for 'GetEnumerator'"
        ),
    ])
    func checksBlocks(source: String, message: String) throws {
        let error = #expect(throws: ExpressionError.self) { try CompiledExpression(source, form: .block) }
        #expect(error?.message == message)
    }

    @Test(arguments: [
        "x => x", "(XNodeEqualityComparer)context.Variables[\"a\"]",
    ])
    func saysWhatIsNotEvaluatedYet(source: String) throws {
        let error = #expect(throws: ExpressionError.self) { try CompiledExpression(source) }
        #expect(error?.code == .unsupported)
        #expect(error?.offset != nil)
    }

    @Test func checksWhatThePlaceWants() throws {
        #expect(try CompiledExpression("1 == 1", expectation: .boolean).constant?.bool == true)
        #expect(throws: ExpressionError.self) { try CompiledExpression("1", expectation: .boolean) }
        #expect(throws: ExpressionError.self) {
            try CompiledExpression("context.Variables[\"a\"]", expectation: .boolean)
        }
        #expect(try CompiledExpression("context.Variables[\"a\"]", expectation: .bytes).resultType == "object")
        #expect(throws: ExpressionError.self) { try CompiledExpression("\"a\"", expectation: .bytes) }
    }

    @Test func knowsWhatIsNeeded() throws {
        let body = try CompiledExpression("context.Request.Body.As<string>() + context.Variables[\"a\"]").requirements
        #expect(body.requestBody && !body.responseBody && body.variables == ["a"] && !body.anyVariable)
        let response = try CompiledExpression("context.Response.Body != null").requirements
        #expect(response.responseBody && !response.requestBody)
        #expect(try CompiledExpression("context.Variables[context.Request.Method]").requirements.anyVariable)
        #expect(try CompiledExpression("1 + 1").constant?.integer == 2)
    }

    @Test(arguments: [" - 1", " + 1", ".ToString()", ".Trim()", " * 2", "?.ToString()", "[0].ToString()", " ?? \"x\""])
    func refusesCodeThatNestsTooDeep(piece: String) {
        let source = "\"1\".ToString()" + String(repeating: piece, count: 10_000)
        _ = try? CompiledExpression("1" + String(repeating: piece, count: 10_000))
        _ = try? CompiledExpression(source)
    }

    // Of the exceptions, the documentation allows `Exception` alone:
    // https://learn.microsoft.com/azure/api-management/api-management-policy-expressions#CLRTypes
    @Test(arguments: [
        ("(FormatException)", "Usage of type 'System.FormatException' is not supported within expressions"),
        (
            "(JsonReaderException e)",
            "Usage of type 'Newtonsoft.Json.JsonReaderException' is not supported within expressions"
        ),
        (
            "(System.Collections.Generic.KeyNotFoundException e)",
            "Usage of type 'System.Collections.Generic.KeyNotFoundException' is not supported within expressions"
        ),
        (
            "(SystemException e) when (e.Message != \"\")",
            "Usage of type 'System.SystemException' is not supported within expressions"
        ),
        ("(AggregateException)", "Usage of type 'System.AggregateException' is not supported within expressions"),
        (
            "(MyException)",
            "The type or namespace name 'MyException' could not be found (are you missing a using directive or an assembly reference?)"
        ),
        ("(Uri)", "The type caught or thrown must be derived from System.Exception"),
        ("(string s)", "The type caught or thrown must be derived from System.Exception"),
    ])
    func refusesExceptionsInCatch(clause: String, message: String) {
        let error = #expect(throws: ExpressionError.self) {
            try CompiledExpression("try { return 1; } catch \(clause) { return 2; }", form: .block)
        }
        #expect(error?.message == message)
    }

    // https://learn.microsoft.com/dotnet/csharp/misc/cs0160 and cs1017
    @Test(arguments: [
        (
            "catch (Exception) { return 1; } catch (Exception e) { return 2; }",
            "A previous catch clause already catches all exceptions of this or of a super type ('Exception')"
        ),
        (
            "catch { return 1; } catch (Exception e) { return 2; }",
            "Catch clauses cannot follow the general catch clause of a try statement"
        ),
    ])
    func refusesCatchClausesBehindOthers(clauses: String, message: String) {
        let error = #expect(throws: ExpressionError.self) {
            try CompiledExpression("try { return 1; } \(clauses)", form: .block)
        }
        #expect(error?.message == message)
    }

    /// An argument is bound once to see what it is, and once more for good.
    @Test(arguments: [("string.Join(\",\", ", ")"), ("new[] { 1 }.Contains(new[] { 1 }.Count(", "))")])
    func refusesTrialsInTrials(open: String, close: String) {
        let source = String(repeating: open, count: 30) + "\"a\"" + String(repeating: close, count: 30)
        let error = #expect(throws: ExpressionError.self) { try CompiledExpression(source) }
        #expect(error?.code != .exception)
    }

    @Test(arguments: [" + \"x\"", " + 1"])
    func evaluatesLongRows(piece: String) throws {
        _ = try evaluate("context.Request.Method" + String(repeating: piece, count: 10_000))
    }

    @Test func evaluatesCodeAsDeepAsAllowed() throws {
        let source = "context.Request.Method" + String(repeating: ".Trim()", count: Bound.maximumDepth - 3)
        #expect(try evaluate(source).string == "GET")
    }
}
