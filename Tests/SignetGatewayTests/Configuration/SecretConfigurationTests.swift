// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore
import Testing

@testable import SignetGateway

/// What a configuration's problems and a call's errors say where secrets are at hand.
@Suite struct SecretConfigurationTests {
    static let secret = "Tangerine/9"

    private func folder() throws -> ConfigurationOnDisk {
        let folder = try ConfigurationOnDisk()
        try folder.write(
            "named values/key/namedValueInformation.json",
            #"{"properties": {"displayName": "key", "secret": true, "value": "\#(Self.secret)"}}"#
        )
        return folder
    }

    private func shows(_ problems: [ConfigurationProblem], _ secret: String = Self.secret) -> Bool {
        var text = problems.map(\.description).joined()
        dump(problems, to: &text)
        return text.lowercased().contains(secret.lowercased())
    }

    @Test(arguments: [
        #"<authentication-certificate certificate-id="{{key}}"/>"#,
        #"<authentication-certificate thumbprint="{{key}}"/>"#,
        #"<set-backend-service backend-id="{{key}}"/>"#,
        #"<set-backend-service base-url="no url {{key}}"/>"#,
        #"<set-header name="a" exists-action="{{key}}"><value>x</value></set-header>"#,
        #"<set-variable name="a" value="@(context.Nothing("{{key}}"))"/>"#,
        #"<set-variable name="a" value="@(context.Variables["{{key}}"] + {{key}})"/>"#,
    ])
    func noProblemQuotesASecretNamedValue(inbound: String) throws {
        let folder = try folder()
        try folder.writeAPI(inbound: inbound)
        let (loaded, problems) = folder.read()
        #expect(loaded == nil && !problems.isEmpty)
        #expect(!shows(problems))
    }

    @Test(arguments: [
        #"<set-variable name="a" value="@(bool.Parse("{{key}}"))"/>"#,
        #"<set-variable name="a" value="@(int.Parse("{{key}}"))"/>"#,
        #"<set-backend-service backend-id="@("{{key}}".ToLower())"/>"#,
        #"<set-backend-service base-url="@("no url " + "{{key}}")"/>"#,
        #"<set-variable name="k" value="{{key}}"/><set-method>@(" " + (string)context.Variables["k"])</set-method>"#,
        #"<authentication-certificate certificate-id="@("{{key}}")"/>"#,
        #"<authentication-certificate body="AAAA" password="{{key}}"/>"#,
        #"<set-header name="a" exists-action="@("{{key}}")"><value>x</value></set-header>"#,
        #"<set-backend-service backend-id="@(context.Request.Headers.GetValueOrDefault("Authorization", ""))"/>"#,
        #"<set-method>@(context.Request.Headers.GetValueOrDefault("Authorization", "").Substring(7))</set-method>"#,
        #"<set-backend-service backend-id="@(context.Subscription.Key)"/>"#,
    ])
    func noErrorOfACallQuotesASecret(inbound: String) throws {
        let folder = try folder()
        try folder.write(
            "subscriptions/s/subscriptionInformation.json",
            #"{"properties": {"scope": "/apis", "primaryKey": "Persimmon"}}"#
        )
        try folder.writeAPI(inbound: inbound)
        var harness = try CallHarness(folder)
        let step = try harness.begin(
            "GET",
            "/orders/items/1",
            "Authorization: Bearer Kumquat.of tokens",
            "Ocp-Apim-Subscription-Key: Persimmon"
        )
        #expect(step == .answer)
        let error = try #require(harness.call.state.lastError)
        let told = "\(error) \(harness.body ?? "")".lowercased()
        for word in ["tangerine", "kumquat", "persimmon"] { #expect(!told.contains(word), "\(error)") }
    }

    @Test func noProblemQuotesACertificatesPasswordOrData() throws {
        let certificate = try CertificateStoreTests.certificate("one")
        let pfx = Data(try certificate.pfx(password: SecretBytes(utf8: "right"), name: "one").withExposedBytes { $0 })
        let data = pfx.base64EncodedString()
        let cases = [
            (#""data": "\#(data)", "password": "Persimmon""#, "unusableCertificate"),
            (#""data": "\#(data.dropLast(40))", "password": "Persimmon""#, "unusableCertificate"),
            (#""data": "%\#(data)", "password": "Persimmon""#, "invalidValue"),
            (#""data": "\#(data)", "password": ["Persimmon"]"#, "invalidValue"),
            (#""data": "\#(data)", "password": "Persimmon"#, "malformedJSON"),
            (#""path": "client.pfx", "password": "Persimmon""#, "unusableCertificate"),
            (#""data": "\#(data)", "passwordEnvironmentVariable": "P""#, "unusableCertificate"),
        ]
        for (members, code) in cases {
            let folder = try ConfigurationOnDisk()
            try folder.writeAPI()
            try folder.write("certificates/c/certificateInformation.json", "{\"properties\": {\(members)}}")
            try pfx.write(to: URL(fileURLWithPath: "\(folder.path)/certificates/c/client.pfx"))
            let (loaded, problems) = folder.read(environment: ["P": "Persimmon"])
            #expect(loaded == nil)
            #expect(problems.map(\.code) == [code])
            #expect(!shows(problems, "Persimmon") && !shows(problems, String(data.prefix(32))), "\(problems)")
        }
    }

    @Test func anExpiredCertificateIsUsedWithAWarning() throws {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI()
        let certificate = try CertificateStoreTests.certificate("one")
        try folder.write("certificates/c/certificateInformation.json", #"{"properties": {"path": "client.pem"}}"#)
        try certificate.writePEM(to: "\(folder.path)/certificates/c/client.pem")
        let (month, day) = (Double(CertificateReading.warningDays) * 86_400, 86_400.0)
        let early = folder.read(clock: Moment(now: certificate.notAfter.addingTimeInterval(-month)))
        #expect(early.problems.isEmpty)
        let late = folder.read(clock: Moment(now: certificate.notAfter.addingTimeInterval(-2 * day)))
        #expect(late.problems.map(\.code) == ["expiringCertificate"])
        #expect(late.problems.first?.message.contains("in 2 days") == true)
        let (loaded, problems) = folder.read(clock: Moment(now: certificate.notAfter.addingTimeInterval(1)))
        #expect(loaded?.configuration.certificates[id: "c"] != nil)
        #expect(problems.map(\.code) == ["expiredCertificate"])
        let problem = try #require(problems.first)
        #expect(problem.severity == .warning)
        #expect(problem.file == "certificates/c/certificateInformation.json")
        #expect(problem.message.contains("/certificates/c/client.pem expired at "))
        #expect(problem.message.contains(Timestamp.iso8601(certificate.notAfter)))
    }

    struct Moment: TimeSource {
        let now: Date
        func sleep(for duration: Duration) async throws {}
    }
}
