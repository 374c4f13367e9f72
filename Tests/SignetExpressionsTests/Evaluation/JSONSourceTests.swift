// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// A text that is scanned first and read later gives the same tokens as one that is read at once.
@Suite struct JSONSourceTests {
    private static let texts = [
        "{}", "[]", " [ ] ", "{\"a\":1}", "[1,-2,0,-0,12345678901234567890,1.5,-0.25,1e5,1E+5,2.5e-3,1e400]",
        "[true,false,null]", "[[],{},[[]],[{}],{\"a\":[]}]", "{\"a\":{\"b\":{\"c\":[1,{\"d\":null}]}}}",
        "{\"a\":1,\"b\":2,\"a\":{\"c\":[[]]}}", "{\"a\":{\"x\":[[[1]]]},\"a\":2}", "{\"\":\"\"}",
        #"["\"\\\/\b\f\n\r\t","\u0041\u00e9\u20AC\ud83d\ude00","é€😀"]"#, #"{"\u0061":1,"a":2}"#,
        "{\"d\":\"2014-01-02T03:04:05Z\",\"e\":[\"2014-01-02T03:04:05+02:00\",\"2014-13-02T03:04:05Z\"]}",
        "{\r\n\t\"a\" : [ 1 , 2 ] ,\n \"b\" : \"x\"\n}\n", "[\"tab\tand\nline\"]",
        "{" + (0..<40).map { "\"n\($0)\":\($0)" }.joined(separator: ",") + "}",
        "[" + (0..<300).map { "{\"i\":[\($0)]}" }.joined(separator: ",") + "]",
        String(repeating: "[", count: 64) + String(repeating: "]", count: 64),
    ]

    private func isScanned(_ text: String) -> Bool {
        JSONScan(Array(text.utf8).span, allowance: .max) != nil
    }

    private func written(_ token: JSONToken) throws -> String {
        var memory = Budget(limit: 1 << 24)
        return try JSONTokenWriter.text(token, isIndented: true, memory: &memory)
    }

    @Test(arguments: texts, [true, false])
    func isReadLaterAsAtOnce(text: String, readsDates: Bool) throws {
        // A comment is no JSON to the scan.
        let other = "/**/" + text
        #expect(isScanned(text) && !isScanned(other))
        var (memory, otherMemory) = (Budget(limit: 1 << 24), Budget(limit: 1 << 24))
        let token = try JSONTokenParser.parse(text, memory: &memory, readsDates: readsDates)
        let atOnce = try JSONTokenParser.parse(other, memory: &otherMemory, readsDates: readsDates)
        #expect(memory.remaining == otherMemory.remaining)
        #expect(token.height == atOnce.height)
        #expect(token.expressionType == atOnce.expressionType)
        #expect(try written(token) == written(atOnce))
        #expect(try token.isEqual(to: atOnce, &memory))
        for child in token.children { #expect(child.parent === token) }
    }

    /// The memory that reading takes is counted before it is taken, to the byte.
    @Test(arguments: texts)
    func countsWhatReadingCosts(text: String) throws {
        var memory = Budget(limit: 1 << 24)
        _ = try JSONTokenParser.parse(text, memory: &memory)
        let cost = (1 << 24) - memory.remaining
        var enough = Budget(limit: cost)
        _ = try JSONTokenParser.parse(text, memory: &enough)
        #expect(throws: ExpressionError.self) {
            var less = Budget(limit: cost - 1)
            _ = try JSONTokenParser.parse(text, memory: &less)
        }
    }

    /// What is not plain JSON is left to the parser, which takes it or says what is wrong.
    @Test(arguments: [
        "1", "\"a\"", "", "[1,]", "{'a':1}", "{a:1}", "[01]", "[+1]", "[1.]", "[.5]", "[1e]", "[NaN]", "[tru]",
        "[truex]",
        "[\"\\'\"]", "[\"\\ud83d\"]", "[\"\\ude00\"]", "[\"\\u+123\"]", "[\"\\u12\"]", "[1]]", "[1}", "[1 2]",
        "{\"a\"}",
        "{\"a\":}", "{\"a\":1 \"b\":2}", "[", "{\"a\":[1", "[\"a", "[1]x", "[,1]", "[1,,2]", "[\u{B}1]", "[-]",
        String(repeating: "[", count: 65) + String(repeating: "]", count: 65),
    ])
    func leavesWhatIsNotPlain(text: String) {
        #expect(!isScanned(text))
    }

    @Test(arguments: [
        (
            #"{"a":{"b":[1,{"c":tru}]}}"#,
            "Unexpected character encountered while parsing value: t. Path 'a.b[1].c', line 1, position 18."
        ),
        ("{\"a\":{\"b\":[1,\n2", "Unexpected end of content while loading JSON. Path 'a.b[1]', line 2, position 1."),
        (
            #"{"a":[1]} x"#,
            "Additional text encountered after finished reading JSON content: x. Path '', line 1, position 10."
        ),
    ])
    func saysWhereANestedFaultIs(text: String, message: String) {
        let error = #expect(throws: ExpressionError.self) {
            var memory = Budget(limit: 1 << 24)
            _ = try JSONTokenParser.parse(text, memory: &memory)
        }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [
        ("o[\"a\"][\"b\"][0] = 5; return o.ToString(Formatting.None);", #"{"a":{"b":[5,{"c":2}]},"d":"x"}"#),
        ("return o[\"a\"][\"b\"][1][\"c\"].Path + o[\"d\"].Path;", "a.b[1].cd"),
        ("return o[\"a\"][\"b\"][1][\"c\"].Root == o;", "True"),
        (
            "var a = o[\"a\"]; o.Remove(\"a\"); return a.Parent == null ? a[\"b\"].ToString(Formatting.None) : \"\";",
            #"[1,{"c":2}]"#
        ),
        (
            "o[\"e\"] = o[\"a\"]; o[\"a\"][\"b\"][0] = 7; return o[\"e\"].ToString(Formatting.None);",
            #"{"b":[1,{"c":2}]}"#
        ),
        ("((JArray)o[\"a\"][\"b\"]).Add(3); return o[\"a\"].ToString(Formatting.None);", #"{"b":[1,{"c":2},3]}"#),
        ("var c = o.DeepClone(); c[\"a\"][\"b\"][1][\"c\"] = 9; return (int)o[\"a\"][\"b\"][1][\"c\"];", "2"),
        ("return JToken.DeepEquals(o, JObject.Parse(o.ToString()));", "True"),
        ("return o.SelectTokens(\"$..c\").Count() + o.Descendants().Count();", "11"),
        ("o[\"a\"][\"b\"][1].Replace(4); return o.Value<JObject>(\"a\").ToString(Formatting.None);", #"{"b":[1,4]}"#),
    ])
    func changesWhatIsReadLater(source: String, result: String) throws {
        let text = #"{\"a\": {\"b\": [1, {\"c\": 2}]}, \"d\": \"x\"}"#
        let whole = "var o = JObject.Parse(\"\(text)\"); " + source
        #expect(try evaluate(whole, form: .block).invariantText == result)
    }
}
