// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore
import Testing

@testable import SignetGatewayServer

/// What a running gateway writes into its log and into its answers.
@Suite(.timeLimit(.minutes(15))) struct SecrecyTests {
    static let words = ["Tangerine", "Kumquat", "Persimmon", "Damson"]
    static let request = """
        GET /PATH/x?subscription-key=Persimmon HTTP/1.1\r
        Host: g\r
        Authorization: Bearer Kumquat\r
        Ocp-Apim-Subscription-Key: Persimmon\r
        Connection: close\r
        \r

        """

    static let globalPolicy = """
        <policies><inbound/><backend><forward-request/></backend><outbound/><on-error>
        <set-body>@(context.LastError.Message)</set-body>
        <set-header name="X-E" exists-action="override"><value>@(context.LastError.Message)</value></set-header>
        </on-error></policies>
        """

    /// The paths, each with a policy that fails.
    static let policies = [
        "parse": #"<set-variable name="a" value="@(bool.Parse("{{key}}"))"/>"#,
        "method": #"<set-method>@("{{key}} ")</set-method>"#,
        "password": #"<authentication-certificate body="@(Convert.FromBase64String("AAAA"))" password="{{key}}"/>"#,
        "header": #"<set-method>@(context.Request.Headers.GetValueOrDefault("Authorization", ""))</set-method>"#,
        "url": #"<set-backend-service base-url="@("http://" + "{{key}}.invalid:1")"/>"#,
    ]

    @Test func neitherLogNorAnswerShowsASecret() async throws {
        let folder = try GatewayConfigurationFolder()
        try folder.folder.write(
            "named values/key/namedValueInformation.json",
            #"{"properties": {"displayName": "key", "secret": true, "value": "Tangerine"}}"#
        )
        try folder.folder.write(
            "subscriptions/s/subscriptionInformation.json",
            #"{"properties": {"scope": "/apis", "primaryKey": "Persimmon"}}"#
        )
        try folder.folder.write(
            "backends/b/backendInformation.json",
            #"""
            {"properties": {"url": "http://127.0.0.1:1", "protocol": "http",
              "credentials": {"header": {"x-key": ["Damson"]}}}}
            """#
        )
        let pfx = try TestAuthority().client("c").pfx(password: SecretBytes(utf8: "right"), name: "c")
        let body = pfx.withExposedBytes { Data($0).base64EncodedString() }
        try folder.writeAPI(
            "wrong",
            service: "http://127.0.0.1:1",
            inbound: "<authentication-certificate body=\"\(body)\" password=\"{{key}}\"/>"
        )
        try folder.folder.write("policy.xml", Self.globalPolicy)
        for (path, inbound) in Self.policies {
            try folder.writeAPI(path, service: "http://127.0.0.1:1", inbound: inbound)
        }
        try folder.writeAPI(
            "entity",
            service: "http://127.0.0.1:1",
            inbound: #"<set-backend-service backend-id="b"/>"#
        )
        let log = LogRecorder()
        let paths = Array(Self.policies.keys) + ["wrong", "entity", "nowhere"]
        let answers = try await withGateway(folder, log: log) { addresses in
            var answers: [String] = []
            for path in paths {
                answers.append(
                    try await RawClient.exchange(
                        port: addresses.httpPort,
                        Self.request.replacingOccurrences(of: "PATH", with: path)
                    )
                )
            }
            answers.append(try await RawClient.exchange(port: addresses.httpPort, "GET / HTTP/1.1\r\nKumquat\r\n\r\n"))
            return answers
        }
        #expect(answers.allSatisfy { $0.hasPrefix("HTTP/1.1 500 ") || $0.hasPrefix("HTTP/1.1 4") }, "\(answers)")
        #expect(log.lines.count { $0.hasPrefix("warning: ") } >= Self.policies.count + 2, "\(log.lines)")
        #expect(log.lines.contains { $0.contains("{{key}}") }, "\(log.lines)")
        for text in answers + log.lines {
            for word in Self.words { #expect(!text.lowercased().contains(word.lowercased()), "\(text)") }
        }
    }

    @Test(arguments: [
        ("GET /nowhere HTTP/1.1\r\nHost: g", "404"), ("GET /locked/x HTTP/1.1\r\nHost: g", "401"),
        ("GET /own/x HTTP/1.1\r\nHost: g", "200"), ("GET /down/x HTTP/1.1\r\nHost: g", "500"),
        ("GET / HTTP/1.1\r\nHost : g", "400"),
    ])
    func ownAnswersCarryADate(head: String, status: String) async throws {
        let folder = try GatewayConfigurationFolder()
        try folder.writeAPI("locked", service: "http://127.0.0.1:1")
        try folder.folder.write(
            "apis/locked/apiInformation.json",
            #"{"properties": {"path": "locked", "serviceUrl": "http://127.0.0.1:1", "subscriptionRequired": true}}"#
        )
        try folder.writeAPI("own", service: "http://127.0.0.1:1", inbound: "<return-response />")
        try folder.writeAPI("down", service: "http://127.0.0.1:1")
        let answer = try await withGateway(folder) {
            try await RawClient.exchange(port: $0.httpPort, "\(head)\r\nConnection: close\r\n\r\n")
        }
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
        let dates = answer.components(separatedBy: "\r\n").filter { $0.hasPrefix("Date: ") }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        let date = try #require(dates.first.flatMap { formatter.date(from: String($0.dropFirst(6))) })
        #expect(dates.count == 1)
        #expect(abs(date.timeIntervalSinceNow) < 60)
        #expect(formatter.string(from: date) == dates[0].dropFirst(6))
    }

    @Test func aDateOfAPolicyOrABackendStaysTheOnlyOne() async throws {
        let date = "Date: Sun, 06 Nov 1994 08:49:37 GMT"
        let backend = try await ScriptedBackend.answering("HTTP/1.1 200 OK\r\n\(date)\r\nContent-Length: 2\r\n\r\nok")
        let folder = try GatewayConfigurationFolder()
        try folder.writeAPI("a", service: backend.url)
        try folder.writeAPI(
            "b",
            service: backend.url,
            inbound: """
                <return-response><set-header name="date" exists-action="override">
                <value>Sun, 06 Nov 1994 08:49:37 GMT</value></set-header></return-response>
                """
        )
        let answers = try await withGateway(folder) { addresses in
            var answers: [String] = []
            for path in ["a", "b"] {
                answers.append(
                    try await RawClient.exchange(
                        port: addresses.httpPort,
                        "GET /\(path)/x HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n"
                    )
                )
            }
            return answers
        }
        for answer in answers {
            let lines = answer.lowercased().components(separatedBy: "\r\n").filter { $0.hasPrefix("date:") }
            #expect(lines == [date.lowercased()])
        }
    }
}
