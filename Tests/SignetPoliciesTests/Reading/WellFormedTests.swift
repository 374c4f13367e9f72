// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetPolicies

/// What is XML and what is not, as another parser sees it.
@Suite struct WellFormedTests {
    private static let wellFormed = [
        "<a b=']]>'/>", "<a>]] ></a>", "<a>]]&gt;</a>", "<?xml version='1.0'?><a/>", "<?xml\tversion=\"1.0\" ?><a/>",
        "<a><?x?></a>", "<a><?xmlish y?></a>", "<a>&#65;&#x42;&#9;&#x20AC;</a>", "<a xml:space='preserve'/>",
        "<a xmlns:x='u'><x:b x:c='1'/></a>", "<x:a xmlns:x='u'><b xmlns:x='v'><x:c/></b><x:d/></x:a>",
        "<a></a  >", "<a>\u{7F}</a>", "<a xmlns='u'/>",
    ]

    private static let malformed = [
        "<a>]]></a>", "<a>x]]]>y</a>", "\n<?xml version='1.0'?><a/>", "<a><?xml x?></a>", "<a><? x?></a>",
        "<?xml?><a/>", "<?XML x?><a/>", "<a>&#+65;</a>", "<a>&#x+41;</a>", "<a>&#xFFFE;</a>", "<a>&#0;</a>",
        "<x:a/>", "<a x:b='1'/>", "<a><b xmlns:x='u'/><x:c/></a>", "<:a/>", "<a:b:c xmlns:a='u'/>",
        "<a xmlns:x=''/>", "<a b='1'c='2'/>", "<a b='<'/>", "<a>&</a>", "<a><!-- -- --></a>",
    ]

    @Test(arguments: wellFormed.map { ($0, true) } + malformed.map { ($0, false) })
    func isWellFormedWhereAnXMLParserSaysSo(text: String, isWellFormed: Bool) throws {
        #expect(PolicyDocument(Array(text.utf8)).isWellFormedXML == isWellFormed)
        #expect(try XMLJudge.isWellFormed(Array(text.utf8)) == isWellFormed)
    }
}
