// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetPolicies

/// What the policies take, and how they refuse the rest.
@Suite struct ExecutedPolicyTests {
    private func compile(_ policy: String, section: String = "inbound") -> CompiledPolicyDocument {
        let text = "<policies><\(section)>\(policy)</\(section)></policies>"
        return PolicyCompiler().compile(PolicyDocument(Array(text.utf8), file: "policy.xml"), scope: .api)
    }

    private static let url = "<set-url>https://a.example</set-url>"

    /// The policies with every attribute and child that they have.
    @Test(arguments: [
        """
        <send-request mode="copy" response-variable-name="@("a")" timeout="@(1)" ignore-error="true" id="x">\(url)
        <set-method>GET</set-method><set-header name="a"><value>b</value></set-header><set-header name="c"/><set-body>d</set-body>
        <authentication-certificate certificate-id="a"/><authentication-managed-identity resource="b"/>
        <authentication-basic username="a" password="b"/></send-request>
        """,
        "<send-one-way-request mode=\"new\" timeout=\"5\">\(url)<set-method>GET</set-method></send-one-way-request>",
        "<authentication-managed-identity resource=\"a\" client-id=\"b\" output-token-variable-name=\"c\" ignore-error=\"true\"/>",
        "<cache-lookup-value key=\"a\" default-value=\"b\" variable-name=\"c\" caching-type=\"prefer-external\"/>",
        "<cache-store-value key=\"a\" value=\"@(1)\" duration=\"@(2)\" caching-type=\"internal\"/><cache-remove-value key=\"a\"/>",
        """
        <cache-lookup vary-by-developer="true" vary-by-developer-groups="@(false)" allow-private-response-caching="true"
        downstream-caching-type="private" must-revalidate="false" caching-type="internal"><vary-by-header>a</vary-by-header>
        <vary-by-query-parameter>b;c</vary-by-query-parameter></cache-lookup>
        """,
        """
        <validate-jwt header-name="a" failed-validation-httpcode="401" failed-validation-error-message="b" require-scheme="c"
        require-expiration-time="true" require-signed-tokens="true" clock-skew="5" output-token-variable-name="d">
        <openid-config url="https://a.example"/><openid-config url="@("https://b")"/><issuer-signing-keys><key id="e">AAAA</key>
        <key certificate-id="f"/><key n="AQ" e="AQAB"/></issuer-signing-keys><audiences><audience>g</audience></audiences>
        <issuers><issuer>h</issuer></issuers><required-claims><claim name="i" match="any" separator=","><value>j</value></claim>
        </required-claims></validate-jwt>
        """,
        """
        <validate-azure-ad-token tenant-id="a" header-name="b" authentication-endpoint="https://a.example"
        failed-validation-httpcode="401" failed-validation-error-message="c" output-token-variable-name="d">
        <client-application-ids><application-id>e</application-id></client-application-ids>
        <backend-application-ids><application-id>f</application-id></backend-application-ids>
        <audiences><audience>g</audience></audiences><required-claims><claim name="h"/></required-claims></validate-azure-ad-token>
        """,
        """
        <rate-limit calls="1" renewal-period="300" retry-after-header-name="a" retry-after-variable-name="b"
        remaining-calls-header-name="c" remaining-calls-variable-name="d" total-calls-header-name="e">
        <api name="f" id="g" calls="1" renewal-period="2"><operation id="h" calls="1" renewal-period="2"/></api></rate-limit>
        """,
        "<quota bandwidth=\"5\" renewal-period=\"0\"><api id=\"a\" calls=\"1\" bandwidth=\"2\" renewal-period=\"300\"/></quota>",
        """
        <retry condition="@(true)" count="@(1)" interval="0.5" max-interval="3" delta="1" first-fast-retry="@(true)">
        <choose><when condition="@(false)"><base/></when></choose></retry>
        """,
        "<wait for=\"any\"><cache-lookup-value key=\"a\" variable-name=\"b\"/><choose><when condition=\"@(true)\"/></choose></wait>",
        "<mock-response/>", "<trace source=\"a\">@(\"old form\")</trace>",
        "<limit-concurrency key=\"@(\"a\")\" max-count=\"2\"><set-variable name=\"a\" value=\"b\"/></limit-concurrency>",
        "<validate-client-certificate validate-revocation=\"false\"><identities><identity dns-name=\"a\"/></identities></validate-client-certificate>",
    ])
    func takes(policy: String) {
        let errors = compile(policy).diagnostics.filter { $0.severity == .error }
        #expect(errors.isEmpty, "\(errors)")
    }

    @Test(arguments: [
        (
            "<send-request/>", DiagnosticCode.missingAttribute,
            "The required attribute 'response-variable-name' is missing."
        ),
        (
            "<send-request response-variable-name='a'/>", .missingElement,
            "The element 'send-request' has incomplete content. List of possible elements expected: 'set-url'."
        ),
        (
            "<send-request response-variable-name='a' mode='old'>\(url)</send-request>", .invalidValue,
            "The 'mode' attribute is invalid - The value 'old' is invalid. Possible values: new, copy."
        ),
        (
            "<send-request response-variable-name='a'>\(url)<proxy url='b'/></send-request>", .unsupportedPolicy,
            "The policy 'proxy' in 'send-request' is not executed yet by this version of Signet."
        ),
        (
            "<send-request response-variable-name='a' ignore-error='@(true)'>\(url)</send-request>",
            .expressionNotAllowed,
            "Policy expressions are not allowed in the attribute 'ignore-error'."
        ),
        (
            "<cache-store-value key='a' value='b' duration='c'/>", .invalidValue,
            "The 'duration' attribute is invalid - The value 'c' is invalid."
        ),
        ("<cache-remove-value key='a' caching-type='external'/>", .unsupportedForm, "An external cache"),
        ("<cache-lookup vary-by-developer='true'/>", .missingAttribute, "'vary-by-developer-groups' is missing."),
        (
            "<check-header name='a' failed-check-httpcode='401'/>", .missingAttribute,
            "'failed-check-error-message' is missing."
        ),
        (
            "<ip-filter action='allow'/>", .missingElement,
            "List of possible elements expected: 'address, address-range'."
        ),
        (
            "<ip-filter action='deny'><address>1.2.3.4</address></ip-filter>", .invalidValue,
            "Possible values: allow, forbid."
        ),
        (
            "<ip-filter action='allow'><address>1.2.3</address></ip-filter>", .invalidValue,
            "The value '1.2.3' is not a valid IP address."
        ),
        (
            "<cors/>", .missingElement,
            "The element 'cors' has incomplete content. List of possible elements expected: 'allowed-origins'."
        ),
        ("<cors><allowed-origins/></cors>", .missingElement, "List of possible elements expected: 'origin'."),
        (
            "<validate-jwt/>", .missingAttribute,
            "Exactly one of the attributes 'header-name', 'query-parameter-name' and 'token-value' must be specified."
        ),
        (
            "<validate-jwt header-name='a'><decryption-keys><key>AA</key></decryption-keys></validate-jwt>",
            .unsupportedForm,
            "Encrypted tokens ('decryption-keys') are not executed yet by this version of Signet."
        ),
        (
            "<validate-jwt header-name='a'><issuer-signing-keys><key n='b'/></issuer-signing-keys></validate-jwt>",
            .missingAttribute, "The attributes 'n' and 'e' must be specified together."
        ),
        ("<validate-azure-ad-token/>", .missingAttribute, "The required attribute 'tenant-id' is missing."),
        (
            "<rate-limit calls='0' renewal-period='5'/>", .invalidValue,
            "The 'calls' attribute is invalid - The value '0' is invalid."
        ),
        (
            "<rate-limit calls='@(1)' renewal-period='5'/>", .expressionNotAllowed,
            "Policy expressions are not allowed in the attribute 'calls'."
        ),
        (
            "<rate-limit-by-key calls='1' renewal-period='301' counter-key='a'/>", .invalidValue,
            "The value '301' is invalid."
        ),
        (
            "<rate-limit-by-key calls='1' renewal-period='5' counter-key='a' retry-after-header-name='a b'/>",
            .invalidValue,
            "The value 'a b' is not the name of a header."
        ),
        (
            "<quota-by-key renewal-period='300' counter-key='a'/>", .missingAttribute,
            "At least one of the attributes 'calls' and 'bandwidth'"
        ),
        ("<quota calls='1' renewal-period='60'/>", .invalidValue, "The 'renewal-period' attribute is invalid"),
        (
            "<retry condition='@(true)' count='51' interval='1'/>", .invalidValue,
            "The 'count' attribute is invalid - The value '51' is invalid."
        ),
        (
            "<retry condition='@(1)' count='5' interval='1'/>", .expressionBinding,
            "Cannot implicitly convert type 'int' to 'bool'"
        ),
        (
            "<find-and-replace from='' to='a'/>", .invalidValue,
            "The 'from' attribute is invalid - The value '' is invalid."
        ),
        ("<trace source='a'/>", .missingElement, "List of possible elements expected: 'message'."),
        ("<mock-response status-code='99'/>", .invalidValue, "The value '99' is invalid."),
    ])
    func refuses(policy: String, code: DiagnosticCode, message: String) throws {
        let errors = compile(policy).diagnostics.filter { $0.severity == .error }
        let error = try #require(errors.first)
        #expect(errors.count == 1, "\(errors)")
        #expect(error.code == code)
        #expect(error.message.contains(message), "\(error.message)")
    }

    @Test func containersCallTheBackendToo() {
        let retry = "<retry condition=\"@(false)\" count=\"1\" interval=\"1\"><forward-request/></retry>"
        let policy = EffectivePolicy([compile(retry, section: "backend")])
        #expect(policy.callsBackend)
        #expect(!EffectivePolicy([compile("", section: "backend")]).callsBackend)
    }
}
