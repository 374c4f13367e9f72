// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// The results are those of Newtonsoft.Json 13 and .NET, invariant culture.
@Suite struct JSONTokenTests {
    @Test(arguments: [
        (#"JObject.Parse("{\"a\": 1}")["a"]"#, "1"), (#"(string)JObject.Parse("{\"a\":\"x\"}")["a"]"#, "x"),
        (#"JObject.Parse("{'a': 'x', b: 2, /* c */ }").Count"#, "2"),
        (#"((JObject)JToken.Parse("{\"a\":{\"b\":true}}"))["a"]["b"]"#, "True"),
        (#"JObject.Parse("{\"a\":1.0,\"b\":[1,null]}").ToString(Formatting.None)"#, #"{"a":1.0,"b":[1,null]}"#),
        (#"JObject.Parse("{\"a\":[1],\"b\":{}}").ToString()"#, "{\r\n  \"a\": [\r\n    1\r\n  ],\r\n  \"b\": {}\r\n}"),
        (#"JToken.Parse("\"2014-01-02T03:04:05Z\"").ToString()"#, "01/02/2014 03:04:05"),
        (
            #"JObject.Parse("{\"a\":\"2014-01-02T03:04:05Z\"}").ToString(Formatting.None)"#,
            #"{"a":"2014-01-02T03:04:05Z"}"#
        ),
        (#"JToken.Parse("\"2014-01-02T03:04:05Z\"").Type.ToString()"#, "Date"),
        (#"JToken.Parse("1").Type == JTokenType.Integer"#, "True"),
        (#"JToken.Parse("[]").Type.ToString() + JToken.Parse("1.5").Type"#, "ArrayFloat"),
        (#"JObject.Parse("{\"a\":5}").Value<string>("a")"#, "5"), (#"JObject.Parse("{}").Value<int>("a")"#, "0"),
        (#"JObject.Parse("{}").Value<string>("a") == null"#, "True"), (#"(int?)JObject.Parse("{}")["a"] ?? 7"#, "7"),
        (#"(int)JObject.Parse("{\"a\":\"12\"}")["a"] + 1"#, "13"),
        (#"(bool)JObject.Parse("{\"a\":true}")["a"]"#, "True"),
        (#"JObject.Parse("{\"a\":{\"b\":[{\"c\":3}]}}").SelectToken("a.b[0].c")"#, "3"),
        (#"JObject.Parse("{\"a\":1}").SelectToken("$.x") == null"#, "True"),
        (
            #"JObject.Parse("{\"a\":[{\"n\":\"x\",\"v\":1},{\"n\":\"y\",\"v\":2}]}").SelectToken("$.a[?(@.n == 'y')].v")"#,
            "2"
        ),
        (#"JObject.Parse("{\"a\":[{\"v\":1},{\"v\":2}]}").SelectTokens("$..v").Count()"#, "2"),
        (
            #"new JObject(new JProperty("a", 1), new JProperty("b", new JArray("x", 2, null))).ToString(Formatting.None)"#,
            #"{"a":1,"b":["x",2,null]}"#
        ),
        (#"new JObject { { "a", 1 }, { "b", "x" } }.ToString(Formatting.None)"#, #"{"a":1,"b":"x"}"#),
        (#"new JObject { ["a"] = 1 }.ToString(Formatting.None)"#, #"{"a":1}"#),
        (#"new JProperty("a", 1, 2).ToString(Formatting.None)"#, #""a":[1,2]"#),
        (#"JsonConvert.SerializeObject(new { a = 1, b = new[] { "x" } })"#, #"{"a":1,"b":["x"]}"#),
        (#"JsonConvert.SerializeObject("a\"b")"#, #""a\"b""#), (#"JsonConvert.SerializeObject(null)"#, "null"),
        (#"JsonConvert.SerializeObject(new Dictionary<string, int> { { "a", 1 } })"#, #"{"a":1}"#),
        (#"JsonConvert.SerializeObject(DateTime.UtcNow)"#, #""2026-11-21T10:04:05.123456Z""#),
        (#"JsonConvert.DeserializeObject<JObject>("{\"a\":1}")["a"]"#, "1"),
        (#"JsonConvert.DeserializeObject<Dictionary<string, string>>("{\"a\":1}")["a"]"#, "1"),
        (#"JsonConvert.DeserializeObject<List<string>>("[\"a\",\"b\"]").Count"#, "2"),
        (#"JObject.FromObject(new { a = 1.5 }).ToString(Formatting.None)"#, #"{"a":1.5}"#),
        (#"JObject.Parse("{\"A\":1}").GetValue("a", StringComparison.OrdinalIgnoreCase)"#, "1"),
        (#"JObject.Parse("{\"a\":1}").TryGetValue("a", out var t) ? (int)t : 0"#, "1"),
        (#"JObject.Parse("{\"a\":1}").Property("a").Name"#, "a"), (#"JArray.Parse("[1,2]").Count"#, "2"),
        (
            #"string.Join(",", JObject.Parse("{\"a\":1,\"b\":2}").Properties().Select(p => p.Name + "=" + p.Value))"#,
            "a=1,b=2"
        ),
        (
            #"JArray.Parse("[{\"a\":1},{\"a\":2}]").Where(x => (int)x["a"] > 1).Select(x => x.ToString(Formatting.None)).First()"#,
            #"{"a":2}"#
        ),
        (#"JArray.Parse("[1,2]").Any(x => x.Value<int>() == 2)"#, "True"),
        (#"JArray.Parse("[\"a\",\"b\"]").ToObject<string[]>().Length"#, "2"),
        (#"JToken.DeepEquals(JToken.Parse("{\"a\":1,\"b\":2}"), JToken.Parse("{\"b\":2,\"a\":1}"))"#, "True"),
        (#"JToken.Parse("\"\\ud83d\\ude00\\u00e9\"").ToString()"#, "😀é"),
    ])
    func computesTokens(source: String, result: String) throws {
        #expect(try evaluate(source).invariantText == result)
    }

    @Test(arguments: [
        (
            "var o = new JObject(); o[\"a\"] = 1; o.Add(\"b\", \"x\"); o[\"a\"] = 2; return o.ToString(Formatting.None);",
            #"{"a":2,"b":"x"}"#
        ),
        ("var o = JObject.Parse(\"{'a':1,'b':2}\"); o.Remove(\"a\"); return o.ToString(Formatting.None);", #"{"b":2}"#),
        (
            "var a = new JArray(); a.Add(1); a.Add(new JObject()); a[0] = \"x\"; return a.ToString(Formatting.None);",
            #"["x",{}]"#
        ),
        ("var s = \"\"; foreach (var p in JObject.Parse(\"{'a':1}\")) { s += p.Key + p.Value; } return s;", "a1"),
        (
            "var s = 0; foreach (JObject o in JArray.Parse(\"[{'a':1},{'a':2}]\")) { s += (int)o[\"a\"]; } return s;",
            "3"
        ),
        ("var o = new JObject(); o[\"a\"] = o; return o.ToString(Formatting.None);", #"{"a":{}}"#),
        ("var o = JObject.Parse(\"{'a':[{'b':1}]}\"); return o[\"a\"][0][\"b\"].Path;", "a[0].b"),
        ("var p = new JProperty(\"a\", 1); p.Value = 2; return p.ToString(Formatting.None);", #""a":2"#),
        (
            "var o = JObject.Parse(\"{'a':{'b':1}}\"); o.SelectToken(\"a.b\").Parent.Remove(); return o.ToString(Formatting.None);",
            #"{"a":{}}"#
        ),
        (
            "try { return JObject.Parse(\"nonsense\").ToString(); } catch (Exception e) { return e.Message; }",
            "Unexpected character encountered while parsing value: n. Path '', line 0, position 0."
        ),
        (
            "try { return JObject.Parse(\"[]\").ToString(); } catch (Exception e) { return e.Message; }",
            "Error reading JObject from JsonReader. Current JsonReader item is not an object: StartArray. Path '', line 1, position 1."
        ),
        (
            "try { return (int)JToken.Parse(\"{}\"); } catch (Exception e) { return e.Message; }",
            "Can not convert Object to Int32."
        ),
        (
            "try { return JToken.Parse(\"1\")[\"a\"]; } catch (Exception e) { return e.Message; }",
            "Cannot access child value on Newtonsoft.Json.Linq.JValue."
        ),
        (
            "try { return new JObject(new JProperty(\"a\", 1), new JProperty(\"a\", 2)); } catch (Exception e) { return e.Message; }",
            "Can not add property a to Newtonsoft.Json.Linq.JObject. Property with the same name already exists on object."
        ),
    ])
    func changesTokens(source: String, result: String) throws {
        #expect(try evaluate(source, form: .block).invariantText == result)
    }

    @Test(arguments: [
        "JToken.Parse(new string('[', 10000))", "JToken.Parse(new string('[', 100) + new string(']', 100))",
    ])
    func refusesDeepTexts(source: String) {
        #expect(throws: ExpressionError.self) { try evaluate(source) }
    }

    @Test(arguments: [
        "JToken t = new JObject(); for (var i = 0; i < 90000; i++) { t = new JObject(new JProperty(\"a\", t)); } return 1;",
        "object t = 1; for (var i = 0; i < 90000; i++) { t = new object[] { t }; } return 1;",
        "object t = 1; for (var i = 0; i < 90000; i++) { t = new List<object> { t }; } return 1;",
        "var l = new List<object>(); l.Add(l); return 1;",
        "var a = new List<object>(); var b = new List<object>(); a.Add(b); b.Add(a); return 1;",
        "var o = new JArray(1); while (o.Count > 0) { o.Add(o); } return 1;",
        "var o = new JObject(); var n = 0; while (n >= 0) { n++; o[\"a\" + n] = o; } return 1;",
        "var l = new List<string>(); while (l.Count >= 0) { l.Add(\"x\"); } return 1;",
    ])
    func stopsEndlessNestingAndGrowth(source: String) {
        let error = #expect(throws: ExpressionError.self) { try evaluate(source, form: .block) }
        #expect(error?.code == .limitExceeded)
    }
}
