// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetPolicies

@Suite struct FragmentTests {
    private func result(_ inbound: String, _ fragments: [String: String]) -> PolicyCompiler.Result {
        let text = "<policies><inbound>\(inbound)</inbound><backend><base/></backend></policies>"
        let fragments = fragments.mapValues { PolicyDocument(Array($0.utf8), file: "fragment.xml") }
        return PolicyCompiler(namedValues: ["n": "N"], fragments: fragments)
            .compile(PolicyDocument(Array(text.utf8), file: "policy.xml"), scope: .api, inheriting: .standard)
    }

    @Test func putsTheStepsInPlace() throws {
        let fragment = "<fragment>\n<set-variable name=\"a\" value=\"{{n}}\"/></fragment>"
        let result = result("<set-method>GET</set-method><include-fragment fragment-id=\"f\"/>", ["f": fragment])
        let steps = try #require(result.policy).inbound
        #expect(steps.map(\.path) == ["set-method[1]", "include-fragment[1]/set-variable[1]"])
        #expect(steps[1].file == "fragment.xml" && steps[1].line == 2)
        guard case .setVariable("a", let value) = steps[1].statement else {
            Issue.record("no variable")
            return
        }
        #expect(value.literal == "N")
    }

    @Test(arguments: [
        ("<include-fragment fragment-id=\"x\"/>", "", DiagnosticCode.unknownFragment, "policy.xml"),
        ("<include-fragment fragment-id=\"f\"/>", "<fragment><base/></fragment>", .invalidFragment, "fragment.xml"),
        (
            "<include-fragment fragment-id=\"f\"/>", "<fragment><inbound/></fragment>", .invalidFragment, "fragment.xml"
        ),
        (
            "<include-fragment fragment-id=\"f\"/>", "<fragment><include-fragment fragment-id=\"f\"/></fragment>",
            .invalidFragment, "fragment.xml"
        ),
        ("<include-fragment fragment-id=\"f\"/>", "<policies/>", .invalidFragment, "policy.xml"),
        ("<include-fragment/>", "<fragment/>", .missingAttribute, "policy.xml"),
        ("<include-fragment fragment-id=\"@(1)\"/>", "<fragment/>", .expressionNotAllowed, "policy.xml"),
        ("<include-fragment fragment-id=\"f\"/>", "<fragment><x/></fragment>", .unknownPolicy, "fragment.xml"),
    ])
    func refuses(inbound: String, fragment: String, code: DiagnosticCode, file: String) throws {
        let result = result(inbound, fragment.isEmpty ? [:] : ["f": fragment])
        #expect(result.policy == nil)
        let first = try #require(result.errors.first)
        #expect(first.code == code && first.file == file, "\(first)")
    }

    @Test func saysOnceWhatIsWrongInAFragmentThatIsIncludedTwice() {
        let twice = "<include-fragment fragment-id=\"f\"/><include-fragment fragment-id=\"f\"/>"
        #expect(result(twice, ["f": "<fragment><x/></fragment>"]).errors.count == 1)
    }

    @Test func aFragmentIsNoPolicyDocument() {
        #expect(CompiledText.document("<fragment/>").errors.map(\.code) == [.invalidStructure])
    }
}
