// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetExpressions
import Synchronization
import Testing

@testable import SignetGateway

@Suite struct TokenPolicyTests {
    private static let url = "https://issuer.example/.well-known/openid-configuration"

    /// An issuer that publishes its keys.
    private static func issuer(_ name: String = "https://issuer.example") -> ScriptedCalls {
        ScriptedCalls { request throws(OutgoingFailure) in
            if request.target.hasSuffix("openid-configuration") {
                return OutgoingResponse(
                    status: 200,
                    body: Array(#"{"issuer":"\#(name)","jwks_uri":"https://issuer.example/keys"}"#.utf8)
                )
            }
            guard request.target == "/keys" else { throw OutgoingFailure("nobody there") }
            return OutgoingResponse(status: 200, body: Array(TokenFixtures.keys.utf8))
        }
    }

    private func harness(
        _ children: String = "",
        attributes: String = "header-name=\"Authorization\" require-scheme=\"Bearer\"",
        name: String = "validate-jwt",
        calls: ScriptedCalls = Self.issuer()
    ) throws -> CallHarness {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI(inbound: "<\(name) \(attributes)>\(children)</\(name)>")
        let clock = CallHarness.FixedTime()
        return try CallHarness(folder, services: GatewayServices(outgoing: calls, clock: clock), clock: clock)
    }

    private static let published = "<openid-config url=\"\(url)\" />"
    private static let rsa =
        "<issuer-signing-keys><key n=\"\(TokenFixtures.modulus)\" e=\"AQAB\" /></issuer-signing-keys>"
    private static let hmac = "<issuer-signing-keys><key>\(TokenFixtures.secret)</key></issuer-signing-keys>"

    struct Accepted: Sendable, CustomTestStringConvertible {
        let token: String
        let children: String
        var testDescription: String { self.token }
    }

    @Test(arguments: [
        Accepted(token: "rs256", children: published), Accepted(token: "es256", children: published),
        Accepted(token: "ps384", children: published), Accepted(token: "hs256", children: hmac),
        Accepted(token: "rs256", children: rsa),
        Accepted(
            token: "rs256",
            children: rsa + "<audiences><audience>x</audience><audience>api://orders</audience></audiences>"
                + "<issuers><issuer>https://issuer.example</issuer></issuers><required-claims>"
                + "<claim name=\"roles\"><value>reader</value><value>writer</value></claim>"
                + "<claim name=\"roles\" match=\"any\"><value>admin</value><value>writer</value></claim>"
                + "<claim name=\"scp\" separator=\" \"><value>b.write</value></claim><claim name=\"sub\" />"
                + "<claim name=\"level\"><value>5</value></claim></required-claims>"
        ),
    ])
    func letsGoodTokensThrough(_ item: Accepted) async throws {
        var harness = try harness(
            item.children,
            attributes: "header-name=\"Authorization\" require-scheme=\"Bearer\" output-token-variable-name=\"jwt\""
        )
        let begun = try harness.begin(
            "GET",
            "/orders/items/7",
            "Authorization: bearer \(TokenFixtures.tokens[item.token] ?? "")"
        )
        #expect(try await harness.settled(begun) == .forward, "\(harness.lastError ?? "")")
        guard case .object(let token)? = harness.call.state.variables["jwt"] else { throw Missing() }
        #expect(token.expressionType == "Jwt")
        #expect(try token.member(.subject).string == "me")
    }

    struct Missing: Error {}

    struct Refused: Sendable, CustomTestStringConvertible {
        let token: String
        var children = published
        let expected: String
        var testDescription: String { "\(self.token): \(self.expected)" }
    }

    private static let claims =
        published + "<required-claims><claim name=\"a\" /><claim name=\"b\" /><claim name=\"sub\" /></required-claims>"
    private static let values =
        published
        + "<required-claims><claim name=\"roles\" match=\"all\"><value>reader</value><value>admin</value></claim></required-claims>"

    @Test(arguments: [
        Refused(token: "", expected: "TokenNotPresent|JWT not present."),
        Refused(
            token: "garbage",
            expected: "JwtInvalid|IDX12741: JWT must have three segments (JWS) or five segments (JWE)."
        ),
        Refused(
            token: "expired",
            expected: "TokenExpired|IDX10223: Lifetime validation failed. The token is expired. ValidTo (UTC): "
                + "'01/15/2027 07:59:50', Current time (UTC): '01/15/2027 08:00:00'. Access denied."
        ),
        Refused(
            token: "early",
            expected: "JwtInvalid|IDX10222: Lifetime validation failed. The token is not yet valid."
        ),
        Refused(
            token: "endless",
            expected: "JwtInvalid|IDX10225: Lifetime validation failed. The token is missing an Expiration Time."
        ),
        Refused(
            token: "unknown",
            expected: "TokenSignatureKeyNotFound|IDX10501: Signature validation failed. Unable to match key: kid: 'r9'."
        ),
        Refused(
            token: "unsigned",
            expected: "TokenSignatureInvalid|IDX10504: Unable to validate signature, token does not have a signature."
        ),
        Refused(token: "forged", expected: "TokenSignatureInvalid|IDX10511: Signature validation failed."),
        Refused(token: "confused", expected: "TokenSignatureInvalid|IDX10511: Signature validation failed."),
        Refused(
            token: "rs256",
            children: hmac,
            expected: "TokenSignatureInvalid|IDX10511: Signature validation failed."
        ),
        Refused(
            token: "hs256",
            children: published,
            expected: "TokenSignatureInvalid|IDX10511: Signature validation failed."
        ),
        Refused(
            token: "rs256",
            children: published + "<audiences><audience>api://none</audience></audiences>",
            expected: "TokenAudienceNotAllowed|IDX10214: Audience validation failed. Audiences: 'api://orders, other'. "
                + "Did not match: validationParameters.ValidAudience: 'null' or validationParameters.ValidAudiences: 'api://none'. "
                + "Access denied."
        ),
        Refused(
            token: "rs256",
            children: rsa + "<issuers><issuer>https://other.example</issuer></issuers>",
            expected: "TokenIssuerNotAllowed|IDX10205: Issuer validation failed. Issuer: 'https://issuer.example'. "
        ),
        Refused(
            token: "rs256",
            children: claims,
            expected: "TokenClaimNotFound|JWT token is missing the following claims: a, b. Access denied."
        ),
        Refused(
            token: "rs256",
            children: values,
            expected: "TokenClaimValueNotAllowed|Claim roles value of reader, writer is not allowed. Access denied."
        ),
        Refused(
            token: "rs256",
            children: "<openid-config url=\"https://issuer.example/away\" />",
            expected: "JwtInvalid|IDX20803: Unable to obtain configuration from: 'https://issuer.example/away'."
        ),
    ])
    func refusesOtherTokens(_ item: Refused) async throws {
        var harness = try harness(item.children)
        let token = TokenFixtures.tokens[item.token] ?? item.token
        let begun = try harness.begin(
            "GET",
            "/orders/items/7",
            token.isEmpty ? "X: y" : "Authorization: Bearer \(token)"
        )
        #expect(try await harness.settled(begun) == .answer)
        #expect(harness.status == 401)
        #expect(harness.lastError?.hasPrefix("validate-jwt|\(item.expected)") == true, "\(harness.lastError ?? "")")
        #expect(harness.responseHeader("WWW-Authenticate").isEmpty)
        let message = harness.call.state.lastError?.message ?? ""
        #expect(harness.body == "{ \"statusCode\": 401, \"message\": \"\(message)\" }")
    }

    @Test func saysWhatThePolicySays() async throws {
        var harness = try harness(
            Self.published,
            attributes: "query-parameter-name=\"token\" failed-validation-httpcode=\"403\" "
                + "failed-validation-error-message=\"@(context.Request.Method + \" refused\")\" clock-skew=\"20\""
        )
        var step = try harness.begin("GET", "/orders/items/7")
        #expect(try await harness.settled(step) == .answer)
        #expect(harness.body == #"{ "statusCode": 403, "message": "GET refused" }"#)
        // Clocks may differ by as much.
        for name in ["expired", "early"] {
            step = try harness.begin("GET", "/orders/items/7?token=\(TokenFixtures.tokens[name] ?? "")")
            #expect(try await harness.settled(step) == .forward)
        }
    }

    @Test func asksForTheScheme() async throws {
        var harness = try harness(Self.published)
        let token = TokenFixtures.tokens["rs256"] ?? ""
        for field in ["Authorization: Basic \(token)", "Authorization: \(token)"] {
            let step = try harness.begin("GET", "/orders/items/7", field)
            #expect(try await harness.settled(step) == .answer)
            #expect(harness.lastError == "validate-jwt|TokenNotPresent|JWT not present.")
        }
        harness = try self.harness(
            Self.published,
            attributes: "token-value=\"@(context.Request.Headers.GetValueOrDefault(\"T\",\"\"))\""
        )
        let step = try harness.begin("GET", "/orders/items/7", "T: \(token)")
        #expect(try await harness.settled(step) == .forward)
    }

    @Test func letsUnsignedTokensThroughWhereAskedTo() async throws {
        var harness = try harness(attributes: "header-name=\"T\" require-signed-tokens=\"false\"")
        let step = try harness.begin("GET", "/orders/items/7", "T: \(TokenFixtures.tokens["unsigned"] ?? "")")
        #expect(try await harness.settled(step) == .forward)
    }

    @Test func fetchesAnIssuersKeysOnce() async throws {
        let calls = Self.issuer()
        var harness = try harness(Self.published, calls: calls)
        for _ in 0..<3 {
            let step = try harness.begin(
                "GET",
                "/orders/items/7",
                "Authorization: Bearer \(TokenFixtures.tokens["es256"] ?? "")"
            )
            #expect(try await harness.settled(step) == .forward)
        }
        #expect(calls.requests.count == 2)
        // An unknown key is looked for again, but not for every call.
        for _ in 0..<3 {
            let step = try harness.begin(
                "GET",
                "/orders/items/7",
                "Authorization: Bearer \(TokenFixtures.tokens["unknown"] ?? "")"
            )
            #expect(try await harness.settled(step) == .answer)
        }
        #expect(calls.requests.count == 2)
    }

    /// Two issuers: what `mallory.example` publishes has the key that the tokens are signed with.
    private static func rivals() -> ScriptedCalls {
        ScriptedCalls { request throws(OutgoingFailure) in
            let host = request.service.host
            if request.target.hasSuffix("openid-configuration") {
                let name = host == "empty.example" ? "issuer.example" : host
                let document = #"{"issuer":"https://\#(name)","jwks_uri":"https://\#(host)/keys"}"#
                return OutgoingResponse(status: 200, body: Array(document.utf8))
            }
            let keys = host == "empty.example" ? #"{"keys":[]}"# : TokenFixtures.keys
            return OutgoingResponse(status: 200, body: Array(keys.utf8))
        }
    }

    private static func configurations(_ hosts: String...) -> String {
        hosts.map { "<openid-config url=\"https://\($0)/.well-known/openid-configuration\" />" }.joined()
    }

    @Test(arguments: [
        // Mallory's key, the other's name: not even where the policy lists that name for everybody.
        (configurations("mallory.example", "empty.example"), false),
        (configurations("empty.example", "mallory.example"), false),
        (
            configurations("empty.example", "mallory.example")
                + "<issuers><issuer>https://issuer.example</issuer></issuers>", false
        ),
        // Each in its own name.
        (configurations("mallory.example", "issuer.example"), true),
        // A name that the policy lists and nobody publishes.
        (configurations("mallory.example") + "<issuers><issuer>https://issuer.example</issuer></issuers>", true),
        (configurations("mallory.example"), false),
        // A key of the policy's own signs for everybody that it accepts.
        (configurations("empty.example") + rsa, true),
    ])
    func anIssuerSignsInItsOwnNameOnly(_ children: String, _ isAccepted: Bool) async throws {
        var harness = try harness(children, calls: Self.rivals())
        let step = try harness.begin(
            "GET",
            "/orders/items/7",
            "Authorization: Bearer \(TokenFixtures.tokens["rs256"] ?? "")"
        )
        #expect(try await harness.settled(step) == (isAccepted ? .forward : .answer), "\(harness.lastError ?? "")")
        if !isAccepted { #expect(harness.call.state.lastError?.reason == "TokenIssuerNotAllowed") }
    }

    @Test func anIssuerThatDoesNotAnswerIsAskedNowAndThen() async throws {
        let calls = Self.issuer()
        let isGone = Mutex(false)
        let flaky = ScriptedCalls { request throws(OutgoingFailure) in
            if isGone.withLock({ $0 }) { throw OutgoingFailure("gone") }
            return try calls.answer(request)
        }
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI(inbound: "<validate-jwt header-name=\"T\">\(Self.published)</validate-jwt>")
        let clock = CallHarness.FixedTime()
        var harness = try CallHarness(folder, services: GatewayServices(outgoing: flaky, clock: clock), clock: clock)
        let field = "T: \(TokenFixtures.tokens["rs256"] ?? "")"
        #expect(try await harness.settled(try harness.begin("GET", "/orders/items/7", field)) == .forward)
        let before = flaky.requests.count
        isGone.withLock { $0 = true }
        clock.advance(3601)
        for _ in 0..<5 {
            // The token has expired by then; that its issuer was asked is what counts.
            _ = try await harness.settled(try harness.begin("GET", "/orders/items/7", field))
        }
        #expect(flaky.requests.count == before + 1)
    }

    private static let tenant = "11111111-2222-3333-4444-555555555555"

    @Test(arguments: [
        (
            "<client-application-ids><application-id>97E0A5B7-d745-40b6-94fe-5f77d35c6e05</application-id></client-application-ids>",
            tenant, ""
        ),
        ("<backend-application-ids><application-id>orders</application-id></backend-application-ids>", "common", ""),
        ("<audiences><audience>other</audience></audiences>", tenant, ""),
        (
            "<client-application-ids><application-id>1</application-id></client-application-ids>", tenant,
            "TokenClaimValueNotAllowed"
        ),
        ("<audiences><audience>none</audience></audiences>", tenant, "TokenAudienceNotAllowed"),
        ("", "22222222-2222-3333-4444-555555555555", "TokenClaimValueNotAllowed"),
    ])
    func validatesTokensOfTheDirectory(children: String, tenant: String, reason: String) async throws {
        let calls = Self.issuer("https://issuer.example")
        var harness = try harness(
            children,
            attributes: "tenant-id=\"\(tenant)\" authentication-endpoint=\"https://login.example/\"",
            name: "validate-azure-ad-token",
            calls: calls
        )
        let step = try harness.begin(
            "GET",
            "/orders/items/7",
            "Authorization: Bearer \(TokenFixtures.tokens["rs256"] ?? "")"
        )
        #expect(try await harness.settled(step) == (reason.isEmpty ? .forward : .answer), "\(harness.lastError ?? "")")
        #expect(harness.call.state.lastError?.reason ?? "" == reason)
        #expect(calls.requests.first?.target == "/\(tenant)/v2.0/.well-known/openid-configuration")
    }
}
