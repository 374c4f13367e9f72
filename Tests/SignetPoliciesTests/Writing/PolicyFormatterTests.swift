// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetPolicies

@Suite struct PolicyFormatterTests {
    private func formatted(_ text: String) -> String? {
        PolicyDocument(Array(text.utf8)).formatted().map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func laysADocumentOut() {
        let text = """
            <!-- head --><policies><inbound><base/>  <!-- beside -->
              <!-- own line --><set-header exists-action='override'   name="a"><value> x </value>
            <value>@(context.Request.Headers["a"][0])</value></set-header>



            <choose><when condition="@(1 < 2)"><set-variable name="x" value="@{
              return 1; // kept
            }"/></when></choose></inbound><backend>
            </backend>
            <outbound/></policies>
            <!-- foot -->
            """
        #expect(
            formatted(text) == """
                <!-- head -->
                <policies>
                    <inbound>
                        <base /> <!-- beside -->
                        <!-- own line -->
                        <set-header exists-action='override' name="a">
                            <value> x </value>
                            <value>@(context.Request.Headers["a"][0])</value>
                        </set-header>

                        <choose>
                            <when condition="@(1 < 2)">
                                <set-variable name="x" value="@{
                  return 1; // kept
                }" />
                            </when>
                        </choose>
                    </inbound>
                    <backend />
                    <outbound />
                </policies>
                <!-- foot -->

                """
        )
    }

    @Test func givesEachAttributeOfALongTagALine() {
        let value = String(repeating: "v", count: 60)
        let text =
            "<policies><inbound><set-backend-service base-url=\"\(value)\" sf-partition-key=\"\(value)\"/></inbound></policies>"
        #expect(
            formatted(text) == """
                <policies>
                    <inbound>
                        <set-backend-service
                            base-url="\(value)"
                            sf-partition-key="\(value)" />
                    </inbound>
                </policies>

                """
        )
    }

    /// Values in which every space counts.
    @Test(arguments: [
        "<set-body>\n  <a>\n <b/></a> </set-body>", "<set-body> </set-body>", "<value></value>",
        "<set-body template=\"liquid\">{% if a %}  x\n{% endif %}</set-body>", "<value><![CDATA[ x ]]></value>",
        "<x xml:space=\"preserve\"> <y/>\n</x>",
    ])
    func keepsValues(text: String) {
        #expect(formatted("<fragment>\(text)</fragment>") == "<fragment>\n    \(text)\n</fragment>\n")
    }

    @Test func keepsLineEndsAndMarks() throws {
        let text = "<policies>\r\n<inbound>\r\n<base/></inbound></policies>"
        let bytes = PolicyTextEncoding.utf8WithMark.encoded(Array(text.utf8))
        let expected = "<policies>\r\n    <inbound>\r\n        <base />\r\n    </inbound>\r\n</policies>\r\n"
        #expect(PolicyDocument(bytes).formatted() == PolicyTextEncoding.utf8WithMark.encoded(Array(expected.utf8)))
    }

    @Test(arguments: ["<a/>", "<a>\n\n\n<!-- x -->\n\n<b/>\n\n\n</a>", "<?xml version='1.0'?>\n\n<a><?x y?></a>"])
    func changesNothingTheSecondTime(text: String) throws {
        let once = try #require(formatted(text))
        #expect(formatted(once) == once)
    }
}
