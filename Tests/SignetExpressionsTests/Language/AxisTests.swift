// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// What lies below a node is looked up when it is enumerated, and meets what changes meanwhile.
@Suite struct AxisTests {
    // https://learn.microsoft.com/dotnet/standard/linq/mixed-declarative-imperative-code-bugs
    @Test(arguments: [
        (
            ##"var r = XElement.Parse("<r><a>1</a><b>2</b><c>3</c></r>"); foreach (var e in r.Elements()) { e.Remove(); } return r.ToString(SaveOptions.DisableFormatting);"##,
            "<r><b>2</b><c>3</c></r>"
        ),
        (
            ##"var r = XElement.Parse("<r><a>1</a><b>2</b><c>3</c></r>"); foreach (var e in r.Elements().ToList()) { e.Remove(); } return r.ToString(SaveOptions.DisableFormatting);"##,
            "<r />"
        ),
        (
            ##"var r = XElement.Parse("<r><a/><b/></r>"); r.Elements().Remove(); return r.ToString(SaveOptions.DisableFormatting);"##,
            "<r />"
        ),
        (
            ##"var r = XElement.Parse("<r><a/></r>"); var q = r.Elements("x"); r.Add(new XElement("x", 1)); return q.Count();"##,
            "1"
        ),
        (
            ##"var r = XElement.Parse("<r><a/></r>"); var q = r.Descendants(); r.Element("a").Add(new XElement("b")); return string.Join(",", q.Select(e => e.Name));"##,
            "a,b"
        ),
        (
            ##"var r = XElement.Parse("<r><a/><b/></r>"); int n = 0; foreach (var e in r.Elements()) { if (n++ < 2) { r.Add(new XElement("n")); } } return n;"##,
            "4"
        ),
        (
            ##"var r = XElement.Parse("<r><a><b/></a><c/></r>"); return string.Join(",", r.DescendantsAndSelf().Select(e => e.Name.LocalName)) + r.DescendantNodes().Count();"##,
            "r,a,b,c3"
        ),
        (
            ##"var r = XElement.Parse("<r x='1' y='2'/>"); foreach (var a in r.Attributes()) { a.Remove(); } return r.ToString();"##,
            ##"<r y="2" />"##
        ),
        (
            ##"try { var r = XElement.Parse("<r><a/><b/></r>"); foreach (var e in r.Descendants()) { e.Remove(); } return "done"; } catch (Exception e) { return e.Message; }"##,
            "Object reference not set to an instance of an object."
        ),
    ])
    func meetsChangesOfXML(source: String, result: String) throws {
        try expect(source, result)
    }

    // https://learn.microsoft.com/dotnet/api/system.collections.generic.list-1.enumerator.movenext#exceptions
    @Test(arguments: [
        ##"var o = JObject.Parse("{\"a\":1,\"b\":2}"); foreach (var p in o.Properties()) { p.Remove(); } return 0;"##,
        ##"var o = JObject.Parse("{\"a\":1,\"b\":2}"); foreach (var p in o) { o.Remove(p.Key); } return 0;"##,
        ##"var a = JArray.Parse("[1,2]"); foreach (var t in a) { a.Add(3); } return 0;"##,
        ##"var a = JArray.Parse("[1,2]"); foreach (var t in a.Children()) { t.Remove(); } return 0;"##,
        ##"var o = JObject.Parse("{\"a\":{\"b\":1}}"); foreach (var t in o.Descendants()) { if (t is JProperty p && p.Name == "b") { p.Remove(); } } return 0;"##,
    ])
    func refusesChangesOfJSONMeanwhile(source: String) {
        let error = #expect(throws: ExpressionError.self) { try evaluate(source, form: .block) }
        #expect(error?.exception == .invalidOperation)
        #expect(error?.message == "Collection was modified; enumeration operation may not execute.")
    }

    // https://www.newtonsoft.com/json/help/html/M_Newtonsoft_Json_Linq_JContainer_Descendants.htm
    @Test(arguments: [
        (
            ##"var o = JObject.Parse("{\"a\":1}"); var q = o.Descendants(); o["b"] = 2; return q.Count();"##, "4"
        ),
        (
            ##"var o = JObject.Parse("{\"a\":1}"); var q = o.Properties(); o["b"] = 2; return string.Join(",", q.Select(p => p.Name));"##,
            "a,b"
        ),
        (
            ##"var o = JObject.Parse("{\"a\":1,\"b\":2}"); foreach (var p in o.Properties()) { p.Value = 0; } return o.ToString(Formatting.None);"##,
            ##"{"a":0,"b":0}"##
        ),
        (
            ##"var o = JObject.Parse("{\"a\":{\"x\":1},\"b\":{\"x\":2}}"); foreach (var p in o.Descendants().OfType<JProperty>().Where(p => p.Name == "x").ToList()) { p.Remove(); } return o.ToString(Formatting.None);"##,
            ##"{"a":{},"b":{}}"##
        ),
        (##"JObject.Parse("{\"a\":[1]}").DescendantsAndSelf().Count()"##, "4"),
        (##"JsonConvert.SerializeObject(JArray.Parse("[1,2]").Children())"##, "[1,2]"),
        (##"new JArray(JArray.Parse("[1,[2]]").Descendants().OfType<JValue>()).ToString(Formatting.None)"##, "[1,2]"),
    ])
    func looksUpJSONWhenItIsEnumerated(source: String, result: String) throws {
        try expect(source, result)
    }

    private func expect(_ source: String, _ result: String) throws {
        let form: CompiledExpression.Form = source.contains("return ") ? .block : .single
        #expect(try evaluate(source, form: form).invariantText == result)
    }
}
