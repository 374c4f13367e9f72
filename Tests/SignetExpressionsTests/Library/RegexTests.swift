// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetExpressions

/// The results are those of .NET's `Regex`, with the options given.
@Suite struct RegexTests {
    @Test(arguments: [
        (##"Regex.IsMatch("abc", "^a.c$")"##, ##"True"##),
        (##"Regex.IsMatch("ABC", "abc")"##, ##"False"##),
        (##"Regex.IsMatch("ABC", "abc", RegexOptions.IgnoreCase)"##, ##"True"##),
        (##"Regex.Match("max-age=3600", @"max-age=(?<maxAge>\d+)").Groups["maxAge"]?.Value"##, ##"3600"##),
        (##"Regex.Match("a1b22", @"\d+").Value"##, ##"1"##),
        (##"Regex.Match("abc", "x").Success"##, ##"False"##),
        (##"Regex.Match("abc", "x").Value"##, ##""##),
        (##"Regex.Match("xaby", "a(b)").Index"##, ##"1"##),
        (##"Regex.Match("xaby", "a(b)").Groups[1].Value"##, ##"b"##),
        (##"Regex.Match("xaby", "a(b)").Groups.Count"##, ##"2"##),
        (##"Regex.Matches("a1b22c333", @"\d+").Count"##, ##"3"##),
        (##"Regex.Matches("a1b22", @"\d+")[1].Value"##, ##"22"##),
        (##"string.Join(",", Regex.Matches("a1b22", @"\d+").Cast<Match>().Select(m => m.Value))"##, ##"1,22"##),
        (##"Regex.Replace("a1b2", @"\d", "#")"##, ##"a#b#"##),
        (##"Regex.Replace("john smith", @"(\w+) (\w+)", "$2 $1")"##, ##"smith john"##),
        (##"Regex.Replace("john smith", @"(?<f>\w+) (?<l>\w+)", "${l}, ${f}")"##, ##"smith, john"##),
        (##"Regex.Replace("abc", "b", "[$&]")"##, ##"a[b]c"##),
        (##"Regex.Replace("abc", "b", "$$")"##, ##"a$c"##),
        (##"Regex.Replace("abc", "b", "$`|$'")"##, ##"aa|cc"##),
        (##"Regex.Replace("abc", "b", "$_")"##, ##"aabcc"##),
        (##"Regex.Replace("aaa", "a", m => (m.Index + 1).ToString())"##, ##"123"##),
        (##"new Regex("a").Replace("aaa", "b", 2)"##, ##"bba"##),
        (##"Regex.Replace("abc", "", "-")"##, ##"-a-b-c-"##),
        (##"string.Join("|", Regex.Split("a1b2c", @"\d"))"##, ##"a|b|c"##),
        (##"string.Join("|", Regex.Split("a1b2c", @"(\d)"))"##, ##"a|1|b|2|c"##),
        (##"string.Join("|", new Regex(",").Split("a,b,c", 2))"##, ##"a|b,c"##),
        (##"Regex.Match("aaa", "a+?").Value"##, ##"a"##),
        (##"Regex.Match("<b>x</b>", "<.+?>").Value"##, ##"<b>"##),
        (##"Regex.Match("aaa", "a{2}").Value"##, ##"aa"##),
        (##"Regex.Match("foobar", "foo(?=bar)").Value"##, ##"foo"##),
        (##"Regex.IsMatch("foobaz", "foo(?!baz)")"##, ##"False"##),
        (##"Regex.Match("price: 10", @"(?<=: )\d+").Value"##, ##"10"##),
        (##"Regex.IsMatch("xbar", "(?<!x)bar")"##, ##"False"##),
        (##"Regex.IsMatch("abab", @"^(ab)\1$")"##, ##"True"##),
        (##"Regex.IsMatch("aa", @"(?<c>a)\k<c>")"##, ##"True"##),
        (##"Regex.Match("a\nb", "^b", RegexOptions.Multiline).Value"##, ##"b"##),
        (##"Regex.IsMatch("a\nb", "a.b")"##, ##"False"##),
        (##"Regex.IsMatch("a\nb", "a.b", RegexOptions.Singleline)"##, ##"True"##),
        (##"Regex.IsMatch("AB", "(?i)a(?-i)B")"##, ##"True"##),
        (##"Regex.IsMatch("Ab", "(?i:a)B")"##, ##"False"##),
        (##"Regex.IsMatch("ab", "a b", RegexOptions.IgnorePatternWhitespace)"##, ##"True"##),
        (##"Regex.IsMatch("é", @"^\w$")"##, ##"True"##),
        (##"Regex.IsMatch("é", @"^\w$", RegexOptions.ECMAScript)"##, ##"False"##),
        (##"Regex.IsMatch("Ж", @"\p{IsCyrillic}")"##, ##"True"##),
        (##"Regex.IsMatch("Ж", @"^\p{Lu}$")"##, ##"True"##),
        (##"Regex.IsMatch("5", "[a-z-[aeiou]]")"##, ##"False"##),
        (##"Regex.IsMatch("b", "^[a-z-[aeiou]]$")"##, ##"True"##),
        (##"Regex.IsMatch("e", "^[a-z-[aeiou]]$")"##, ##"False"##),
        (##"Regex.IsMatch("a", "[^a]")"##, ##"False"##),
        (##"Regex.Match("aabb", "(?>a+)ab").Success"##, ##"False"##),
        (##"Regex.Match("((a))", @"\(((?<o>\()|(?<-o>\))|[^()])*\)").Success"##, ##"True"##),
        (##"Regex.Match("abc", "(a)(?<n>b)(c)").Groups[2].Value"##, ##"c"##),
        (##"Regex.Match("abc", "(a)(?<n>b)(c)").Groups[3].Value"##, ##"b"##),
        (##"Regex.Match("a1b2", @"(?:(\w)(\d))+").Groups[1].Captures.Count"##, ##"2"##),
        (##"Regex.Match("a1b2", @"(?:(\w)(\d))+").Groups[1].Captures[0].Value"##, ##"a"##),
        (##"Regex.Match("xay", "(?(a)a|y)").Value"##, ##"a"##),
        (##"Regex.IsMatch("ab", @"\bab\b")"##, ##"True"##),
        (##"Regex.Match("abc", "b", RegexOptions.RightToLeft).Index"##, ##"1"##),
        (##"Regex.Match("a12b34", @"\d+", RegexOptions.RightToLeft).Value"##, ##"34"##),
        (##"Regex.IsMatch("line\n", "line$")"##, ##"True"##),
        (##"Regex.IsMatch("line\n", @"line\z")"##, ##"False"##),
        (##"Regex.Match("aXbX", "(.*)X").Groups[1].Value"##, ##"aXb"##),
        (##"Regex.Match("key=value", "(?<k>[^=]+)=(?<v>.*)").Result("${v}:${k}")"##, ##"value:key"##),
        (##"Regex.IsMatch("10.0.0.1", @"^(\d{1,3}\.){3}\d{1,3}$")"##, ##"True"##),
        (##"new Regex("^/api/v[0-9]+/").IsMatch("/api/v12/x")"##, ##"True"##),
        (##"Regex.Match("ab", "(a)|(b)").Groups[2].Success"##, ##"False"##),
        (##"Regex.IsMatch("a.b", @"a\.b") && !Regex.IsMatch("axb", @"a\.b")"##, ##"True"##),
        (##"Regex.Matches("aaa", "(?=a)").Count"##, ##"3"##),
        (##"Regex.Match("\u00e9\u0301", ".{2}").Length"##, ##"2"##),
    ])
    func matchesAsDotNet(source: String, result: String) throws {
        #expect(try evaluate(source).invariantText == result)
    }

    @Test(arguments: [
        (##"var s = ""; foreach (Match m in Regex.Matches("a1b2", "[a-z]")) { s += m.Value; } return s;"##, ##"ab"##),
        (
            ##"try { return Regex.IsMatch("a", "("); } catch (Exception e) { return e.Message; }"##,
            ##"Invalid pattern '(' at offset 1. Not enough )'s."##
        ),
        (
            ##"try { return Regex.IsMatch("a", "*"); } catch (Exception e) { return e.Message; }"##,
            ##"Invalid pattern '*' at offset 1. Quantifier '*' following nothing."##
        ),
        (
            ##"try { return Regex.IsMatch("a", "[a"); } catch (Exception e) { return e.Message; }"##,
            ##"Invalid pattern '[a' at offset 2. Unterminated [] set."##
        ),
        (
            ##"try { return Regex.IsMatch("a", "a)"); } catch (Exception e) { return e.Message; }"##,
            ##"Invalid pattern 'a)' at offset 1. Too many )'s."##
        ),
        (
            ##"try { return Regex.IsMatch(null, "a"); } catch (Exception e) { return e.Message; }"##,
            ##"Value cannot be null. (Parameter 'input')"##
        ),
    ])
    func runsRegularExpressions(source: String, result: String) throws {
        #expect(try evaluate(source, form: .block).invariantText == result)
    }

    @Test(arguments: [
        "Regex.IsMatch(new string('a', 40) + \"b\", \"^(a+)+$\")",
        "Regex.IsMatch(new string('a', 5000), \"(.*a){20}b\")",
        "Regex.IsMatch(new string('x', 20000), \"(x+x+)+y\")",
    ])
    func stopsCatastrophicPatterns(source: String) {
        let few = ExpressionLimits(regexSteps: 100_000)
        let error = #expect(throws: ExpressionError.self) { try evaluate(source, limits: few) }
        #expect(error?.code == .limitExceeded)
    }

    @Test func matchesLongTextsWithoutRecursion() throws {
        #expect(try evaluate("Regex.Match(new string('a', 20000), \"(a|b)*\").Length").invariantText == "20000")
        #expect(try evaluate("Regex.Match(new string('a', 100000), \"^a*$\").Length").invariantText == "100000")
    }

    @Test func refusesPatternsThatNestTooDeep() {
        let source = "Regex.IsMatch(\"a\", new string('(', 10000))"
        #expect(throws: ExpressionError.self) { try evaluate(source) }
    }
}
