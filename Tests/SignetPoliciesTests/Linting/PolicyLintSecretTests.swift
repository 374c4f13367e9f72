// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetPolicies

@Suite struct PolicyLintSecretTests {
    private func codes(_ inbound: String) -> [DiagnosticCode] {
        let text = "<policies><inbound><base />\(inbound)</inbound><backend><base /></backend></policies>"
        return PolicyLint.findings(PolicyDocument(Array(text.utf8))).map(\.code)
    }

    private static func header(_ name: String, _ value: String) -> String {
        "<set-header name=\"\(name)\"><value>\(value)</value></set-header>"
    }

    @Test(arguments: [
        "<authentication-basic username=\"u\" password=\"p\" />",
        "<authentication-certificate body=\"@(new byte[0])\" password=\"p\" />", header("Authorization", "Basic dTpw"),
        header("Ocp-Apim-Subscription-Key", "0123456789"), "<set-variable name=\"client-secret\" value=\"s\" />",
        "<set-query-parameter name=\"code\"><value>0123456789abcdefghij</value></set-query-parameter>",
        "<set-body>grant_type=client_credentials&amp;client_secret=abcdefgh</set-body>",
        "<set-variable name=\"c\" value=\"@(\"AccountKey=abcdefghijkl;\")\" />",
        "<validate-jwt><issuer-signing-keys><key>c2VjcmV0c2VjcmV0c2VjcmV0</key></issuer-signing-keys></validate-jwt>",
    ])
    func findsSecrets(policy: String) {
        #expect(codes(policy).contains(.secretInClear))
    }

    @Test(arguments: [
        "<authentication-basic username=\"u\" password=\"{{p}}\" />", header("Authorization", "{{token}}"),
        header("Authorization", "@(\"Bearer \" + context.RequestId)"), header("X-Id", "7"), header("api-key", ""),
        "<set-query-parameter name=\"code\"><value>7</value></set-query-parameter>",
        "<set-variable name=\"client-secret\" value=\"{{secret}}\" />",
        "<set-body>client_secret={{secret}}</set-body>",
        "<set-variable name=\"hasPassword\" value=\"@(true)\" />",
        "<set-body>@(\"client_secret=\" + context.RequestId)</set-body>", "<metadata key=\"value\" />",
        "<set-variable name=\"needsPassword\" value=\"True\" />",
    ])
    func leavesNamedValuesAlone(policy: String) {
        #expect(!codes(policy).contains(.secretInClear))
    }

    @Test func neverQuotesTheSecret() {
        let text =
            "<policies><inbound><base /><authentication-basic username=\"u\" password=\"hunter22\" /></inbound></policies>"
        let findings = PolicyLint.findings(PolicyDocument(Array(text.utf8)))
        #expect(findings.map(\.code) == [.secretInClear])
        #expect(!findings.contains { $0.message.contains("hunter22") })
    }

    @Test func findsReferencesInStrings() {
        #expect(codes("<set-variable name=\"u\" value=\"@(\"?a=1&amp;b=2\")\" />") == [.referenceInString])
        // An escaped document means what the references stand for.
        #expect(codes("<set-variable name=\"u\" value=\"@(&quot;?a=1&amp;b=2&quot;)\" />") == [])
        #expect(codes("<set-variable name=\"u\" value=\"@(\"?a=1&b=2\")\" />") == [])
    }

    @Test func findsDeprecatedElements() {
        #expect(codes("<cross-domain />") == [.deprecated])
        #expect(codes("<validate-jwt><zumo-master-key id=\"k\">x</zumo-master-key></validate-jwt>") == [.deprecated])
        #expect(codes("<cors />") == [])
    }

    @Test func findsPoliciesWithoutEffect() {
        func backend(_ text: String) -> [DiagnosticCode] {
            let text = "<policies><inbound><base /></inbound><backend>\(text)</backend></policies>"
            return PolicyLint.findings(PolicyDocument(Array(text.utf8))).map(\.code)
        }
        #expect(backend("<forward-request /><set-backend-service backend-id=\"b\" />") == [.withoutEffect])
        #expect(backend("<set-backend-service backend-id=\"b\" /><forward-request />") == [])
        #expect(backend("<retry><forward-request /><set-backend-service backend-id=\"b\" /></retry>") == [])
        #expect(
            backend("<set-backend-service backend-id=\"b\" /><set-backend-service base-url=\"https://a\" /><base />")
                == [.withoutEffect]
        )
    }

    /// Every rule has a row and a finding; the tests above see each.
    @Test func namesARemedyForEveryRule() {
        #expect(Set(PolicyLintRule.all.map(\.code)).count == PolicyLintRule.all.count)
        for rule in PolicyLintRule.all { #expect(rule.finding.hasSuffix(".") && rule.remedy.hasSuffix(".")) }
    }

    @Test(.enabled(if: SharedDocuments.isAvailable, "The folder ../shared with the documents is not there."))
    func findsInRealDocumentsWhatIsThere() throws {
        var counts: [String: Int] = [:]
        for (_, bytes) in try SharedDocuments.all() {
            for finding in PolicyLint.findings(PolicyDocument(bytes)) { counts[finding.code.rawValue, default: 0] += 1 }
        }
        // Each was looked at: two sections without <base/>, three <base/> behind return-response, and three variables
        // that only a broader scope can have set.
        #expect(counts == ["baseMissing": 2, "unreachable": 3, "unknownVariable": 6])
    }
}
