// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetPolicies
import Testing

@testable import SignetGateway

@Suite struct AccessPolicyTests {
    private func harness(_ inbound: String, address: String = "192.0.2.1", onError: String = "<base />") throws
        -> CallHarness
    {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI(inbound: inbound, onError: onError)
        return try CallHarness(folder, caller: Caller(ipAddress: address, isTLS: true, localPort: 443))
    }

    private static let header = """
        <check-header name="X-Key" failed-check-httpcode="406" failed-check-error-message="No &quot;quoted&quot; key" ignore-case="true">
        <value>one</value><value>@("t" + "wo")</value></check-header>
        """

    @Test(arguments: ["one", "ONE", "two"])
    func letsAllowedHeadersThrough(value: String) throws {
        var harness = try harness(Self.header)
        #expect(try harness.begin("GET", "/orders/items/7", "x-key: \(value)") == .forward)
    }

    @Test func refusesOtherHeaders() throws {
        var harness = try harness(Self.header)
        #expect(try harness.begin("GET", "/orders/items/7") == .answer)
        #expect(
            harness.lastError == "check-header|HeaderNotFound|Header X-Key was not found in the request. Access denied."
        )
        #expect(harness.status == 406)
        #expect(harness.body == #"{ "statusCode": 406, "message": "No \"quoted\" key" }"#)
        #expect(try harness.begin("GET", "/orders/items/7", "X-Key: three") == .answer)
        #expect(
            harness.lastError
                == "check-header|HeaderValueNotAllowed|Header X-Key value of three is not allowed. Access denied."
        )
        #expect(try harness.begin("GET", "/orders/items/7", "X-Key: one", "X-Key: three") == .answer)
    }

    struct AddressCase: Sendable {
        let action: String
        let addresses: String
        let caller: String
        let expected: String?
    }

    private static let range = "<address>10.0.0.7</address><address-range from=\"192.0.2.0\" to=\"192.0.2.9\" />"
    private static let six = "<address-range from=\"2001:db8::\" to=\"2001:db8::ffff\" />"
    private static let notAllowed = "Caller IP address 192.0.2.10 is not allowed. Access denied."

    @Test(arguments: [
        AddressCase(action: "allow", addresses: range, caller: "192.0.2.9", expected: nil),
        AddressCase(action: "allow", addresses: range, caller: "::ffff:192.0.2.9", expected: nil),
        AddressCase(action: "allow", addresses: range, caller: "10.0.0.7", expected: nil),
        AddressCase(
            action: "allow",
            addresses: range,
            caller: "192.0.2.10",
            expected: "CallerIpNotAllowed|\(notAllowed)"
        ),
        AddressCase(action: "allow", addresses: six, caller: "2001:DB8:0:0::1", expected: nil),
        AddressCase(
            action: "forbid",
            addresses: six,
            caller: "2001:db8::1",
            expected: "CallerIpBlocked|Caller IP address is blocked. Access denied."
        ),
        AddressCase(action: "forbid", addresses: range, caller: "2001:db8::1", expected: nil),
        AddressCase(
            action: "forbid",
            addresses: range,
            caller: "unix",
            expected: "FailedToParseCallerIP|Failed to establish IP address for the caller. Access denied."
        ),
    ])
    func filtersByAddress(_ item: AddressCase) throws {
        var harness = try harness(
            "<ip-filter action=\"\(item.action)\">\(item.addresses)</ip-filter>",
            address: item.caller
        )
        let step = try harness.begin("GET", "/orders/items/7")
        guard let expected = item.expected else { return #expect(step == .forward) }
        #expect(step == .answer)
        #expect(harness.status == 403)
        #expect(harness.lastError == "ip-filter|\(expected)")
        #expect(harness.body == #"{ "statusCode": 403, "message": "Forbidden" }"#)
    }

    private static let cors = """
        <cors allow-credentials="true" terminate-unmatched-request="true">
          <allowed-origins><origin>https://one.example</origin><origin>http://localhost:8080/</origin></allowed-origins>
          <allowed-methods preflight-result-max-age="300"><method>GET</method><method>POST</method></allowed-methods>
          <allowed-headers><header>X-A</header><header>Content-Type</header></allowed-headers>
          <expose-headers><header>X-B</header></expose-headers>
        </cors>
        """

    @Test func answersTheQuestionsOfBrowsers() throws {
        var harness = try harness(
            Self.cors
                + "<check-header name=\"never\" failed-check-httpcode=\"401\" failed-check-error-message=\"x\" ignore-case=\"true\" />"
        )
        func ask(_ fields: String...) throws -> CallStep {
            try harness.begin(
                "OPTIONS",
                "/orders/items/7",
                fields[0],
                fields.count > 1 ? fields[1] : "Access-Control-Request-Method: GET",
                fields.count > 2 ? fields[2] : "X: y"
            )
        }
        #expect(try ask("Origin: https://ONE.example:443") == .answer)
        #expect(harness.status == 200)
        #expect(harness.body?.isEmpty == true)
        #expect(harness.responseHeader("Access-Control-Allow-Origin") == ["https://ONE.example:443"])
        #expect(harness.responseHeader("Access-Control-Allow-Methods") == ["GET, POST"])
        #expect(harness.responseHeader("Access-Control-Allow-Headers") == ["X-A, Content-Type"])
        #expect(harness.responseHeader("Access-Control-Max-Age") == ["300"])
        #expect(harness.responseHeader("Access-Control-Allow-Credentials") == ["true"])
        #expect(harness.responseHeader("Vary") == ["Origin"])
        #expect(
            try ask(
                "Origin: http://localhost:8080",
                "Access-Control-Request-Method: GET",
                "Access-Control-Request-Headers: x-a,  content-type"
            ) == .answer
        )
        #expect(harness.responseHeader("Access-Control-Allow-Origin") == ["http://localhost:8080"])
        let refused = [
            ["Origin: https://two.example"], ["Origin: null"],
            [
                "Origin: https://one.example", "Access-Control-Request-Method: GET",
                "Access-Control-Request-Headers: x-c",
            ],
        ]
        for fields in refused {
            let step =
                fields.count == 1 ? try ask(fields[0]) : try ask(fields[0], fields[1], fields[2])
            #expect(step == .answer)
            #expect(harness.status == 200)
            #expect(harness.responseHeader("Access-Control-Allow-Origin").isEmpty)
        }
        // What has no operation behind it is no question that anybody could answer.
        #expect(try ask("Origin: https://one.example", "Access-Control-Request-Method: DELETE") == .answer)
        #expect(harness.status == 404)
    }

    @Test func marksTheAnswersForOtherOrigins() throws {
        var harness = try harness(Self.cors)
        #expect(try harness.begin("GET", "/orders/items/7", "Origin: https://one.example") == .forward)
        #expect(try harness.respond("200 OK", "Access-Control-Allow-Origin: *", "Vary: Accept") == .answer)
        #expect(harness.responseHeader("Access-Control-Allow-Origin") == ["https://one.example"])
        #expect(harness.responseHeader("Access-Control-Expose-Headers") == ["X-B"])
        #expect(harness.responseHeader("Access-Control-Allow-Credentials") == ["true"])
        #expect(harness.responseHeader("Vary") == ["Accept", "Origin"])
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        #expect(try harness.respond("200 OK") == .answer)
        #expect(harness.responseHeader("Access-Control-Allow-Origin").isEmpty)
        #expect(try harness.begin("GET", "/orders/items/7", "Origin: https://evil.example") == .answer)
        #expect(harness.status == 200)
        #expect(harness.body?.isEmpty == true)
        #expect(try harness.begin("POST", "/orders/items", "Origin: https://evil.example") == .forward)
    }

    @Test func givesNoCredentialsToEverybody() throws {
        var harness = try harness(
            "<cors allow-credentials=\"true\"><allowed-origins><origin>*</origin></allowed-origins></cors>"
        )
        #expect(try harness.begin("GET", "/orders/items/7", "Origin: https://any.example") == .forward)
        #expect(try harness.respond("200 OK") == .answer)
        #expect(harness.responseHeader("Access-Control-Allow-Origin") == ["*"])
        #expect(harness.responseHeader("Access-Control-Allow-Credentials").isEmpty)
    }

    @Test(arguments: [
        ("1.2.3.4", true), ("01.2.3.4", false), ("1.2.3", false), ("1.2.3.256", false), ("::", true), ("::1", true),
        ("1::2::3", false), (":::", false), ("1:2:3:4:5:6:7:8", true), ("1:2:3:4:5:6:7", false),
        ("1:2:3:4:5:6:7:8:9", false), ("::ffff:1.2.3.4", true), ("12345::", false), ("fe80::1%eth0", true), ("", false),
        ("g::", false), ("1:2:3:4:5:6:1.2.3.4", true),
    ])
    func readsAddresses(text: String, isAddress: Bool) {
        #expect((IPAddress(text) != nil) == isAddress)
    }
}
