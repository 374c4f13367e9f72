// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@testable import SignetPolicies

@Suite struct PolicyCheckTests {
    @Test func countsWhatIsThere() throws {
        let text =
            "<policies><inbound><base/><log-to-eventhub logger-id='l' partition-key='@(1)'>"
            + "@((XNodeEqualityComparer)context.Variables[\"a\"])</log-to-eventhub>"
            + "<set-variable name='a' value='@(\"{{named}}\")'/></inbound><backend><base/></backend></policies>"
        let check = PolicyCheck(Array(text.utf8), path: "a.xml")
        #expect(check.isValid && check.isWellFormedXML)
        #expect(check.policies == 4 && check.expressions == 3 && check.bound == 2)
        #expect(check.diagnostics.map(\.code) == [.unsupportedPolicy, .expressionUnsupported])
        #expect(check.json["diagnostics"]?.array?.first?["code"]?.string == "unsupportedPolicy")
        #expect(check.json["bound"]?.integer == 2)
    }

    @Test(.enabled(if: SharedDocuments.isAvailable, "The folder ../shared with the documents is not there."))
    func bindsTheExpressionsOfRealDocuments() throws {
        var policies = 0
        var expressions = 0
        var bound = 0
        var unparsed: Set<String> = []
        var wrong: Set<String> = []
        for (path, bytes) in try SharedDocuments.all() {
            let check = PolicyCheck(bytes, path: path)
            policies += check.policies
            expressions += check.expressions
            bound += check.bound
            for diagnostic in check.diagnostics where diagnostic.severity == .error {
                let name = path.split(separator: "/").last.map(String.init) ?? path
                if diagnostic.code == .expressionSyntax { unparsed.insert(name) } else { wrong.insert("\(diagnostic)") }
            }
        }
        // Texts in single quotes: truly wrong, the service's compiler says "Too many characters in character literal".
        #expect(unparsed == ["aca-backend-pool-load-balancing-with-retry-tracked.xml"])
        // Names that a deployment script replaces, and text of one where elements stand.
        let known = ["RETRY_COUNT", "'group'", "'choose'"]
        #expect(wrong.filter { text in !known.contains { text.contains($0) } } == [])
        #expect(wrong.count == 7)
        #expect(policies > 1_000 && expressions >= 650)
        // Three texts that do not parse and three names that do not exist: all others bind.
        #expect(expressions - bound == 6)
    }
}
