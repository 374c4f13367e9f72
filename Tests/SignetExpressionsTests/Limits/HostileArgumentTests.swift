// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// Every member of the library with arguments at the edges of their types and with arguments of other types: a value or
/// an error comes back, whatever they are.
@Suite struct HostileArgumentTests {
    /// How an object of each type is made.
    private static let makers = [
        "StringBuilder": #"new StringBuilder("añb😀")"#, "StringReader": #"new StringReader("a\r\nb")"#,
        "StringWriter": "new StringWriter()", "Random": "new Random(1)", "Uri": #"new Uri("https://a.test:1/b?c#d")"#,
        "IPAddress": #"IPAddress.Parse("::1")"#, "Regex": #"new Regex("(?<n>a)|(b)")"#,
        "Match": #"Regex.Match("ab", "(?<n>a)(b)?")"#, "Group": #"Regex.Match("ab", "(?<n>a)").Groups["n"]"#,
        "Capture": #"Regex.Match("ab", "(?<n>a)").Groups[1].Captures[0]"#,
        "MatchCollection": #"Regex.Matches("ab", ".")"#, "GroupCollection": #"Regex.Match("ab", "(a)").Groups"#,
        "CaptureCollection": #"Regex.Match("aa", "(a)+").Groups[1].Captures"#, "Exception": #"new Exception("x")"#,
        "DateTimeOffset": "DateTimeOffset.MaxValue", "StringComparer": "StringComparer.OrdinalIgnoreCase",
        "Encoding": "Encoding.Unicode", "XElement": #"XElement.Parse("<a x='1'><b/>t<!--c--></a>")"#,
        "XDocument": #"XDocument.Parse("<a xmlns='u'><b/></a>")"#, "XName": #"XName.Get("{u}a")"#,
        "XNamespace": #"XNamespace.Get("u")"#, "XAttribute": #"new XAttribute("a", 1)"#,
        "XText": #"new XText("t")"#, "XComment": #"new XComment("c")"#, "XCData": #"new XCData("d")"#,
        "XDeclaration": #"new XDeclaration("1.0", null, null)"#, "HMACSHA256": "new HMACSHA256(new byte[3])",
        "SHA256": "SHA256.Create()", "JObject": #"JObject.Parse("{\"a\":[1,{\"b\":null}],\"c\":\"d\"}")"#,
        "JArray": #"JArray.Parse("[1,2,[3]]")"#, "JProperty": #"new JProperty("p", 1)"#, "JValue": "new JValue(1)",
        "RNGCryptoServiceProvider": "new RNGCryptoServiceProvider()", "Type": "typeof(StringComparison)",
        "HashAlgorithmName": "HashAlgorithmName.SHA256", "object[]": "new object[] { 1, null }",
        "byte[]": "new byte[] { 1, 2, 3 }", "char[]": "new[] { 'a' }", "string[]": #"new[] { "a", null }"#,
        "TimeZoneInfo": #"TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")"#,
        "XProcessingInstruction": #"new XProcessingInstruction("a", "b")"#,
    ]

    private static let objects: [String: ExpressionValue] = makers.compactMapValues { try? evaluate($0) }

    /// What every parameter gets, whatever its type.
    private static let pool: [ExpressionValue] =
        [
            .null, .bool(true), .int(Int32.min), .int(Int32.max), .int(Int32(-1)), .int(Int32(0)), .int(Int32(1)),
            .long(.min), .long(.max), .uint(.max), .ulong(.max), .double(.nan), .double(.infinity),
            .double(-.infinity), .double(1e300), .double(-1e300), .double(-0.0), .float(.nan), .float(3e38),
            .decimal(ExpressionDecimal(isNegative: true, magnitude: ExpressionDecimal.limit - 1, scale: 0)),
            .decimal(ExpressionDecimal(isNegative: false, magnitude: 1, scale: 28)), .char(0xD800), .char(0),
            .string(""), .string("a"), .string(" -0x7fffffffffffffffffff,1e999.5.5:6+99:99 "),
            .string("10675199.02:48:05.9999999"), .string("9999-12-31T23:59:59.9999999-14:00"),
            .string("0001-01-01T00:00:00+14:00"), .string("{0,-2147483648:X99}{1}\u{0}\u{FFFD}😀%🏳️‍🌈"),
            .string(String(repeating: "aé", count: 20_000)), .string(String(repeating: "(", count: 3_000)),
            .bytes([]), .bytes(Array(repeating: 0xFF, count: 3_000)), .guid("00000000-0000-0000-0000-000000000000"),
            .dateTime(ExpressionDate(ticks: 0, kind: .utc)),
            .dateTime(ExpressionDate(ticks: ExpressionDate.maximum, kind: .local)), .timeSpan(.min), .timeSpan(.max),
            .array(ExpressionArray(elementType: "System.Object", [.null, .int(Int32.min), .string("x")])),
            .strings([]),
        ] + objects.values

    /// What a parameter of a type gets when it is to be taken seriously.
    private static func sensible(_ type: StaticType) -> [ExpressionValue] {
        if let object = objects[type.name] { return [object, .null] }
        let own = pool.filter { $0.isInstance(of: type) }
        return own.isEmpty ? [type.defaultValue] : own + [type.defaultValue]
    }

    private static func state() -> Evaluation {
        let limits = ExpressionLimits(steps: 20_000, memory: 4_000_000, regexSteps: 20_000, work: 50_000_000)
        let environment = ExpressionEnvironment(clock: FixedClock(), limits: limits)
        return Evaluation(context: testContext, environment: environment, locals: 0)
    }

    private static func run(_ code: LibraryCode, _ arguments: [ExpressionValue]) {
        var state = state()
        guard let value = try? code(&state, arguments) else { return }
        _ = try? value.written(&state.memory)
    }

    private static func rounds(_ types: [StaticType], seed: String, _ body: ([ExpressionValue]) -> Void) {
        for value in pool { body(types.map { _ in value }) }
        var random = Seeded(state: seed.utf8.reduce(17) { $0 &* 31 &+ UInt64($1) })
        let choices = types.map(sensible)
        for _ in 0..<60 {
            body(choices.map { $0[Int(random.next() % UInt64($0.count))] })
            body(choices.map { random.next() % 4 == 0 ? pool[Int(random.next() % UInt64(pool.count))] : $0[0] })
        }
    }

    static let owners = Library.owners.sorted()

    @Test(arguments: owners) func survivesEveryMemberWithHostileArguments(owner: String) {
        let receiver = SignatureReader.type(of: owner)
        let (methods, properties) = Library.all(owner)
        for method in methods {
            let parameters = method.hasOutput ? Array(method.parameters.dropLast()) : method.parameters
            Self.rounds((method.isStatic ? [] : [receiver]) + parameters, seed: method.name) { arguments in
                Self.run(method.code, arguments)
            }
        }
        for property in properties {
            Self.rounds(property.isStatic ? [] : [receiver], seed: property.name) { arguments in
                Self.run(property.code, arguments)
                guard let setter = property.setter else { return }
                for value in Self.pool { Self.run(setter, arguments + [value]) }
            }
        }
    }

    @Test func makesAnObjectOfEveryKind() {
        #expect(Self.makers.keys.filter { Self.objects[$0] == nil }.sorted() == [])
    }

    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            self.state = self.state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return self.state ^ self.state >> 29
        }
    }
}
