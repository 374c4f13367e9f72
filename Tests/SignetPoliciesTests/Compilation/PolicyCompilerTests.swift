// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions
import Testing

@testable import SignetPolicies

@Suite struct PolicyCompilerTests {
    private func compile(
        _ text: String,
        scope: PolicyScope = .api,
        compiler: PolicyCompiler = PolicyCompiler()
    ) -> CompiledPolicyDocument {
        compiler.compile(PolicyDocument(Array(text.utf8), file: "policy.xml"), scope: scope)
    }

    private func inbound(_ text: String, compiler: PolicyCompiler = PolicyCompiler()) -> CompiledPolicyDocument {
        compile("<policies>\n<inbound>\(text)</inbound><backend><base/></backend></policies>", compiler: compiler)
    }

    private func effective(_ text: String, compiler: PolicyCompiler = PolicyCompiler()) throws -> EffectivePolicy {
        let document = inbound(text, compiler: compiler)
        #expect(document.diagnostics.isEmpty, "\(document.diagnostics)")
        return EffectivePolicy([document])
    }

    @Test func readsTheThreeFormsOfAuthenticationCertificate() throws {
        let steps = try effective(
            """
            <authentication-certificate thumbprint="CA06F56B258B7A0D4F2B05470939478651151984" id="one" />
            <authentication-certificate certificate-id="contoso" />
            <authentication-certificate body="@(context.Variables.GetValueOrDefault<byte[]>("byteCertificate"))" password="x" />
            """
        )
        .inbound
        guard
            case .authenticationCertificate(.thumbprint(.literal("CA06F56B258B7A0D4F2B05470939478651151984"))) = steps[
                0
            ]
            .statement,
            case .authenticationCertificate(.certificateID(.literal("contoso"))) = steps[1].statement,
            case .authenticationCertificate(.body(.expression(let body), password: .literal("x"))) = steps[2].statement
        else { return #expect(Bool(false), "\(steps)") }
        #expect(body.resultType == "byte[]" && body.requirements.variables == ["byteCertificate"])
        #expect(steps[0].id == "one" && steps[0].path == "authentication-certificate[1]")
        #expect(steps[2].path == "authentication-certificate[3]")
        #expect(steps[0].line == 2 && steps[0].column == 11 && steps[0].file == "policy.xml")
    }

    /// The messages of API Management, with the place in its words and as the diagnostic's own.
    @Test(arguments: [
        ("<x/>", DiagnosticCode.unknownPolicy, "There is no policy 'x'."),
        (
            "<proxy url='http://a:1'/>", .unsupportedPolicy,
            "The policy 'proxy' is not executed yet by this version of Signet."
        ),
        (
            "<authentication-certificate/>", .missingAttribute,
            "Exactly one of the attributes 'thumbprint', 'certificate-id' and 'body' must be specified."
        ),
        (
            "<authentication-certificate thumbprint='a' body='b'/>", .conflictingAttributes,
            "Exactly one of the attributes 'thumbprint', 'certificate-id' and 'body' must be specified."
        ),
        (
            "<authentication-certificate thumbprint='a' password='b'/>", .conflictingAttributes,
            "The 'password' attribute can only be specified together with 'body'."
        ),
        ("<authentication-certificate cert='a'/>", .undeclaredAttribute, "The 'cert' attribute is not declared."),
        ("<set-variable value='a'/>", .missingAttribute, "The required attribute 'name' is missing."),
        (
            "<set-variable name='@(1)' value='a'/>", .expressionNotAllowed,
            "Policy expressions are not allowed in the attribute 'name'."
        ),
        (
            "<set-header name='a' exists-action='x'/>", .invalidValue,
            "The 'exists-action' attribute is invalid - The value 'x' is invalid. Possible values: override, skip, append, delete."
        ),
        (
            "<set-header name='a'><v/></set-header>", .unexpectedElement,
            "The element 'set-header' has invalid child element 'v'. List of possible elements expected: 'value'."
        ),
        (
            "<set-header name='a'>b</set-header>", .unexpectedText,
            "The element 'set-header' cannot contain text. List of possible elements expected: 'value'."
        ),
        (
            "<choose/>", .missingElement,
            "The element 'choose' has incomplete content. List of possible elements expected: 'when'."
        ),
        (
            "<set-backend-service/>", .missingAttribute,
            "Exactly one of the attributes 'base-url' and 'backend-id' must be specified."
        ),
        (
            "<set-status code='x' reason='y'/>", .invalidValue,
            "The 'code' attribute is invalid - The value 'x' is invalid."
        ),
        (
            "<set-body template='liquid'>{{body}}</set-body>", .unsupportedForm,
            "Liquid templates (template=\"liquid\") are not executed yet by this version of Signet."
        ),
        ("<set-variable name='a' value='{{none}}'/>", .unknownNamedValue, "Cannot find a property 'none'."),
        ("<include-fragment fragment-id='f'/>", .unknownFragment, "Policy fragment 'f' could not be found."),
        (
            "<choose><when condition='@(1)'/></choose>", .expressionBinding,
            "Cannot implicitly convert type 'int' to 'bool'"
        ),
        (
            "<set-variable name='a' value='@(context.X)'/>", .expressionBinding,
            "'IProxyRequestContext' does not contain a definition for 'X'"
        ),
        ("<set-variable name='a' value='@(1 +)'/>", .expressionSyntax, "Invalid expression term ''"),
        (
            "<set-variable name='a' value='@((XNodeEqualityComparer)context.Variables[\"a\"])'/>",
            .expressionUnsupported,
            "This version of Signet does not evaluate the type 'XNodeEqualityComparer' yet."
        ),
        (
            "<set-query-parameter name='a'/>", .missingElement,
            "The element 'set-query-parameter' has incomplete content. List of possible elements expected: 'value'."
        ),
    ])
    func refuses(policy: String, code: DiagnosticCode, message: String) throws {
        let document = inbound(policy)
        let diagnostic = try #require(document.diagnostics.first)
        #expect(!document.isValid && document.diagnostics.count == 1, "\(document.diagnostics)")
        #expect(diagnostic.code == code)
        #expect(diagnostic.message.contains(message), "\(diagnostic.message)")
        #expect(diagnostic.message.hasPrefix("Error in element '"))
        #expect(diagnostic.line == 2)
    }

    @Test func namesThePlaceInsideAnExpression() throws {
        let document = inbound("\n  <set-variable name=\"a\" value=\"@{\n  return context.Request.X;\n}\" />")
        let diagnostic = try #require(document.diagnostics.first)
        #expect(diagnostic.line == 4 && diagnostic.column == 26)
        #expect(
            diagnostic.message.hasPrefix(
                "Error in element 'set-variable' on line 3, column 4: 'IRequest' does not contain a definition for 'X'"
            )
        )
        #expect(diagnostic.excerpt == "  return context.Request.X;\n                         ^")
    }

    @Test func warnsOfUndocumentedSectionsUnlessStrict() {
        let text = "<policies><backend><base/></backend><outbound><set-method>GET</set-method></outbound></policies>"
        let lenient = compile(text)
        #expect(lenient.isValid && lenient.diagnostics.map(\.code) == [.policyNotAllowedInSection])
        #expect(
            lenient.diagnostics.first?.message
                .hasPrefix(
                    "Warning in element 'set-method' on line 1, column 48: Policy is not allowed in the specified section"
                ) == true
        )
        #expect(!compile(text, compiler: PolicyCompiler(isStrict: true)).isValid)
    }

    @Test func splicesBaseFromBroadToNarrow() throws {
        func document(_ scope: PolicyScope, _ inbound: String) -> CompiledPolicyDocument {
            compile("<policies><inbound>\(inbound)</inbound><backend><base/></backend></policies>", scope: scope)
        }
        func variable(_ name: String) -> String { "<set-variable name='\(name)' value='1'/>" }
        let documents = [
            document(
                .operation,
                variable("o1") + "<choose><when condition='true'><base/></when></choose>" + variable("o2")
            ),
            document(.api, "<base/>" + variable("a")), document(.product, variable("p") + "<base />"),
            compile(
                "<policies><inbound>\(variable("g"))</inbound><backend><forward-request timeout='7'/></backend></policies>",
                scope: .global
            ),
        ]
        let effective = EffectivePolicy(documents)
        func names(_ steps: [PolicyStep]) -> [String] {
            steps.flatMap { step in
                switch step.statement {
                case .setVariable(let name, _): ["\(step.scope).\(name)"]
                case .choose(let choose): ["("] + choose.branches.flatMap { names($0.steps) } + [")"]
                default: [step.name]
                }
            }
        }
        #expect(
            names(effective.inbound) == ["operation.o1", "(", "product.p", "global.g", "api.a", ")", "operation.o2"]
        )
        guard case .forwardRequest(let forward) = effective.backend.first?.statement, case .literal(7) = forward.timeout
        else {
            return #expect(Bool(false), "no forward-request")
        }
        #expect(effective.callsBackend)
    }

    @Test func callsTheBackendByDefaultAndSaysWhenItIsLost() {
        #expect(EffectivePolicy([]).callsBackend)
        let lost = compile("<policies><backend/></policies>")
        #expect(lost.isValid && lost.diagnostics.map(\.code) == [.forwardRequestLost])
        #expect(!EffectivePolicy([lost]).callsBackend)
    }

    @Test func namesTheBranchesOfChoose() throws {
        let steps = try effective(
            "<choose><when condition='@(context.Response == null)'><set-status code='200' reason='a'/></when>"
                + "<when condition='True'><choose><when condition='false'/><otherwise><set-method>GET</set-method></otherwise>"
                + "</choose></when></choose>"
        )
        .inbound
        guard case .choose(let choose) = steps[0].statement,
            case .choose(let inner) = choose.branches[1].steps[0].statement
        else {
            return #expect(Bool(false), "\(steps)")
        }
        #expect(choose.branches.map(\.path) == ["choose[1]/when[1]", "choose[1]/when[2]"])
        #expect(choose.branches[0].steps[0].path == "choose[1]/when[1]/set-status[1]")
        #expect(inner.otherwise[0].path == "choose[1]/when[2]/choose[1]/otherwise/set-method[1]")
    }

    @Test func putsNamedValuesAndFragmentsIn() throws {
        let fragment = PolicyDocument(
            Array("<fragment><set-variable name='f' value='{{v}}'/></fragment>".utf8),
            file: "f.xml"
        )
        let compiler = PolicyCompiler(
            namedValues: NamedValues(["v": "a\"<&{{v}}", "e": "@(1 + 1)", "host": "contoso", "n": "2"]),
            fragments: [
                "f": fragment,
                "g": PolicyDocument(Array("<fragment><include-fragment fragment-id='f'/><base/></fragment>".utf8)),
            ]
        )
        let steps = try effective(
            """
            <include-fragment fragment-id="f"/>
            <set-variable name="a" value="{{e}}"/>
            <set-backend-service base-url="https://{{host}}.test"/>
            <set-variable name="b" value="@("{{host}}" + {{n}})"/>
            """,
            compiler: compiler
        )
        .inbound
        let values = steps.map { step -> String in
            switch step.statement {
            case .setVariable(_, .literal(let text)), .setBackendService(.baseURL(.literal(let text))): text
            case .setVariable(_, .expression(let expression)): expression.constant?.invariantText ?? ""
            default: ""
            }
        }
        #expect(values == ["a\"<&{{v}}", "2", "https://contoso.test", "contoso2"])
        #expect(steps[0].path == "include-fragment[1]/set-variable[1]" && steps[0].file == "f.xml")
        let nested = inbound("<include-fragment fragment-id='g'/>", compiler: compiler)
        #expect(nested.diagnostics.map(\.code) == [.invalidFragment, .invalidFragment])
    }

    @Test func readsTheOtherPolicies() throws {
        let steps = try effective(
            """
            <set-header name="X" exists-action="append"><value> a </value><value>@("b")</value></set-header>
            <return-response response-variable-name="r"><set-status code="@(200)" reason="OK"/><set-header name="H"><value>v</value></set-header><set-body>{"a": 1}</set-body></return-response>
            <rewrite-uri template="/x/{id}" copy-unmatched-params="false"/>
            <set-body><a>1</a> <b/></set-body>
            <set-query-parameter name="q" exists-action="delete"/>
            """
        )
        .inbound
        guard case .setHeader(let header) = steps[0].statement, case .literal(.append) = header.existsAction,
            case .literal("a") = header.values[0], case .returnResponse(let response) = steps[1].statement,
            case .literal("{\"a\": 1}") = response.body, case .rewriteURI(let rewrite) = steps[2].statement,
            case .literal(false) = rewrite.copiesUnmatchedParameters,
            case .setBody(.literal("<a>1</a> <b/>")) = steps[3].statement
        else { return #expect(Bool(false), "\(steps)") }
        #expect(response.responseVariableName == "r" && response.headers.count == 1 && response.status != nil)
    }
}
