// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// The results are those of .NET's `System.Xml.Linq`.
@Suite struct XMLTests {
    @Test(arguments: [
        (##"XElement.Parse("<a><b>1</b><b>2</b></a>").Elements("b").Count()"##, ##"2"##),
        (##"(string)XElement.Parse("<a x='1'/>").Attribute("x")"##, ##"1"##),
        (##"(int)XElement.Parse("<a><b>5</b></a>").Element("b") + 1"##, ##"6"##),
        (##"XDocument.Parse("<a><b>x</b></a>").Root.Element("b").Value"##, ##"x"##),
        (##"XDocument.Parse("<a><b>x</b></a>").Descendants("b").First().Parent.Name"##, ##"a"##),
        (##"XElement.Parse("<a>1<b>2</b></a>").Value"##, ##"12"##),
        (##"new XElement("a", new XAttribute("x", 1), "t").ToString()"##, ##"<a x="1">t</a>"##),
        (
            ##"new XElement("a", new XElement("b", true)).ToString(SaveOptions.DisableFormatting)"##,
            ##"<a><b>true</b></a>"##
        ),
        (##"new XElement("a")"##, ##"<a />"##),
        (##"XElement.Parse("<a></a>")"##, ##"<a></a>"##),
        (##"XElement.Parse("<a xmlns='u'><b/></a>").Elements(XName.Get("b", "u")).Count()"##, ##"1"##),
        (##"XElement.Parse("<p:a xmlns:p='u'/>").Name"##, ##"{u}a"##),
        (##"((XNamespace)"u" + "a").LocalName"##, ##"a"##),
        (##"new XElement((XNamespace)"u" + "a").ToString()"##, ##"<a xmlns="u" />"##),
        (##"XElement.Parse("<a>&lt;&#65;&amp;</a>").Value"##, ##"<A&"##),
        (##"new XElement("a", "<&>").ToString()"##, ##"<a>&lt;&amp;&gt;</a>"##),
        (##"XElement.Parse("<a><![CDATA[<x>]]></a>").Value"##, ##"<x>"##),
        (##"new XElement("a", new[] { 1, 2 }.Select(i => new XElement("i", i))).Elements().Count()"##, ##"2"##),
        (##"XElement.Parse("<a><b/><c/></a>").Elements().Last().Name.LocalName"##, ##"c"##),
        (##"(string)XElement.Parse("<a/>").Element("b") == null"##, ##"True"##),
        (##"XElement.Parse("<a><b/></a>").HasElements"##, ##"True"##),
        (##"XDocument.Parse("<!DOCTYPE a><a/>").Root.Name"##, ##"a"##),
    ])
    func computesXML(source: String, result: String) throws {
        #expect(try evaluate(source).invariantText == result)
    }

    @Test(arguments: [
        (
            ##"try { return XElement.Parse("<a>"); } catch (Exception e) { return e.Message; }"##,
            ##"Unexpected end of file has occurred. The following elements are not closed: a. Line 1, position 4."##
        ),
        (
            ##"try { return XElement.Parse("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>").Value; } catch (Exception e) { return e.Message; }"##,
            ##"Reference to undeclared entity 'x'. Line 1, position 35."##
        ),
        (
            ##"try { return XElement.Parse("<a></b>"); } catch (Exception e) { return e.Message; }"##,
            ##"The 'a' start tag does not match the end tag of 'b'. Line 1, position 7."##
        ),
        (
            ##"var e = XElement.Parse("<a><b>1</b></a>"); e.SetElementValue("b", 2); e.SetAttributeValue("x", "y"); e.Add(new XElement("c")); return e.ToString(SaveOptions.DisableFormatting);"##,
            ##"<a x="y"><b>2</b><c /></a>"##
        ),
        (
            ##"var e = XElement.Parse("<a><b/><c/></a>"); e.Element("b").Remove(); e.Add(e); return e.ToString(SaveOptions.DisableFormatting);"##,
            ##"<a><c /><a><c /></a></a>"##
        ),
        (
            ##"var s = ""; foreach (var e in XElement.Parse("<a><b>1</b><b>2</b></a>").Elements("b")) { s += e.Value; } return s;"##,
            ##"12"##
        ),
    ])
    func changesXML(source: String, result: String) throws {
        #expect(try evaluate(source, form: .block).invariantText == result)
    }
}
