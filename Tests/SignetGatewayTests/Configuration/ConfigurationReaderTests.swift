// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@testable import SignetGateway

@Suite struct ConfigurationReaderTests {
    @Test func readsAFolder() throws {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI()
        let (loaded, problems) = folder.read()
        #expect(problems.isEmpty)
        let api = try #require(loaded?.configuration.apis.first)
        #expect(api.name == "Orders")
        #expect(api.serviceURL?.text == "https://backend.example/base")
        #expect(api.operations.map(\.id) == ["get-item", "create-item"])
        #expect(!api.subscriptionRequired)
    }

    struct Fault: CustomTestStringConvertible, Sendable {
        let name: String
        let file: String
        let text: String
        let line: Int
        let column: Int
        let code: String
        var testDescription: String { self.name }
    }

    static let faults = [
        Fault(
            name: "JSON",
            file: "apis/orders/apiInformation.json",
            text: "{\n  \"properties\": {]\n}",
            line: 2,
            column: 18,
            code: "malformedJSON"
        ),
        Fault(
            name: "type of a member",
            file: "apis/orders/apiInformation.json",
            text: "{\"properties\": {\n  \"path\": 7}}",
            line: 2,
            column: 3,
            code: "invalidValue"
        ),
        Fault(
            name: "missing path",
            file: "apis/orders/apiInformation.json",
            text: "{\"properties\": {}}",
            line: 1,
            column: 1,
            code: "missingMember"
        ),
        Fault(
            name: "service URL",
            file: "apis/orders/apiInformation.json",
            text: "{\"properties\": {\"path\": \"orders\",\n\"serviceUrl\": \"ftp://x\"}}",
            line: 2,
            column: 1,
            code: "invalidURL"
        ),
        Fault(
            name: "specification",
            file: "apis/orders/specification.json",
            text: "{\"hello\": 1}",
            line: 1,
            column: 1,
            code: "invalidSpecification"
        ),
        Fault(
            name: "URL template",
            file: "apis/orders/specification.json",
            text: "{\"openapi\": \"3.0.0\", \"paths\": {\"/{a\": {\"get\": {}}}}",
            line: 1,
            column: 33,
            code: "invalidURLTemplate"
        ),
        Fault(
            name: "backend",
            file: "backends/b/backendInformation.json",
            text: "{\"properties\":\n {\"url\": \"b.example\"}}",
            line: 2,
            column: 3,
            code: "invalidURL"
        ),
        Fault(
            name: "backend header",
            file: "backends/b/backendInformation.json",
            text:
                "{\"properties\": {\"url\": \"https://b\", \"credentials\": {\n \"header\": {\"x\": [\"1\\r\\n2\"]}}}}",
            line: 2,
            column: 2,
            code: "invalidHeader"
        ),
        Fault(
            name: "certificate without a file",
            file: "certificates/c/certificateInformation.json",
            text: "{\"properties\": {\n\"path\": \"absent.pem\"}}",
            line: 2,
            column: 1,
            code: "unusableCertificate"
        ),
        Fault(
            name: "certificate of Key Vault",
            file: "certificates/c/certificateInformation.json",
            text: "{\"properties\": {\"keyVault\": {\n\"secretIdentifier\": \"https://v/keys/s\"}}}",
            line: 2,
            column: 1,
            code: "invalidSecretIdentifier"
        ),
        Fault(
            name: "scope of a certificate",
            file: "certificates/c/certificateInformation.json",
            text: "{\"properties\": {\n\"allowedScopes\": [\"everything\"]}}",
            line: 2,
            column: 1,
            code: "invalidScope"
        ),
        Fault(
            name: "pool of an unknown backend",
            file: "backends/b/backendInformation.json",
            text: "{\"type\": \"Pool\", \"pool\": {\"services\":\n [{\"id\": \"/backends/b-west\"}]}}",
            line: 1,
            column: 27,
            code: "unknownBackend"
        ),
        Fault(
            name: "circuit breaker without a limit",
            file: "backends/b/backendInformation.json",
            text: "{\"url\": \"https://b\", \"circuitBreaker\": {\"rules\": [{\n\"failureCondition\": {}}]}}",
            line: 2,
            column: 1,
            code: "invalidCircuitBreaker"
        ),
        Fault(
            name: "certificate of a backend",
            file: "backends/b/backendInformation.json",
            text: "{\"url\": \"https://b\", \"credentials\": {\"certificateIds\": [\"/certificates/none\"]}}",
            line: 1,
            column: 1,
            code: "unknownCertificate"
        ),
        Fault(
            name: "version set",
            file: "apis/orders/apiInformation.json",
            text: "{\"path\": \"o\", \"apiVersion\": \"v1\",\n\"apiVersionSetId\": \"/apiVersionSets/none\"}",
            line: 2,
            column: 1,
            code: "unknownVersionSet"
        ),
        Fault(
            name: "hostname",
            file: "gateways/g/hostnameConfigurations/h/hostnameConfigurationInformation.json",
            text: "{\"hostname\": \"a.b\",\n\"certificateId\": \"none\"}",
            line: 2,
            column: 1,
            code: "unknownCertificate"
        ),
        Fault(
            name: "authority",
            file: "ca certificates/r/caCertificateInformation.json",
            text: "{\"properties\": {\n\"data\": \"AAAA\"}}",
            line: 2,
            column: 1,
            code: "unusableCertificate"
        ),
        Fault(
            name: "file of an authority",
            file: "ca certificates/r/caCertificateInformation.json",
            text: "{\"properties\": {\n\"path\": \"absent.pem\"}}",
            line: 2,
            column: 1,
            code: "missingFile"
        ),
        Fault(
            name: "operations twice",
            file: "apis/orders/specification.json",
            text: "{\"openapi\": \"3.0.1\", \"paths\": {\"/x/{a}\": {\"get\": {}},\n\"/x/{b}\": {\"get\": {}}}}",
            line: 2,
            column: 2,
            code: "duplicateOperation"
        ),
        Fault(
            name: "password variable",
            file: "certificates/c/certificateInformation.json",
            text: "{\"properties\": {\"path\": \"x\", \"passwordEnvironmentVariable\": \"ABSENT\"}}",
            line: 1,
            column: 30,
            code: "missingEnvironmentVariable"
        ),
        Fault(
            name: "scope of a subscription",
            file: "subscriptions/s/subscriptionInformation.json",
            text: "{\"properties\": {\"scope\": \"/users/1\"}}",
            line: 1,
            column: 17,
            code: "invalidScope"
        ),
        Fault(
            name: "unknown certificate",
            file: "apis/orders/policy.xml",
            text: "<policies>\n<inbound>\n <authentication-certificate thumbprint=\"AB\" />\n</inbound>\n</policies>",
            line: 3,
            column: 3,
            code: "unknownCertificate"
        ),
        Fault(
            name: "unknown backend",
            file: "apis/orders/policy.xml",
            text: "<policies><inbound><set-backend-service backend-id=\"none\" /></inbound></policies>",
            line: 1,
            column: 21,
            code: "unknownBackend"
        ),
        Fault(
            name: "HTTP/2 to a backend",
            file: "apis/orders/policy.xml",
            text: "<policies><backend><forward-request http-version=\"2\" /></backend></policies>",
            line: 1,
            column: 21,
            code: "unsupportedForm"
        ),
    ]

    @Test(arguments: faults)
    func saysWhatIsWrongAndWhere(_ fault: Fault) throws {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI()
        try folder.write(fault.file, fault.text)
        let (loaded, problems) = folder.read()
        #expect(loaded == nil)
        let problem = try #require(problems.first { $0.severity == .error })
        #expect(problem.code == fault.code, "\(problem)")
        #expect(problem.file == fault.file)
        #expect(problem.line == fault.line, "\(problem)")
        #expect(problem.column == fault.column, "\(problem)")
    }

    @Test func collectsAllProblems() throws {
        let folder = try ConfigurationOnDisk()
        for fault in Self.faults where fault.file.hasPrefix("backends") || fault.file.hasPrefix("subscriptions") {
            try folder.write(fault.file, fault.text)
        }
        try folder.writeAPI(policy: "<policies><inbound><no-such-policy /></inbound></policies>")
        let errors = folder.read().problems.filter { $0.severity == .error }
        #expect(Set(errors.map(\.file)).count == 3)
    }

    @Test func aFolderWithoutAPIsIsMostLikelyNotTheOneMeant() throws {
        let folder = try ConfigurationOnDisk()
        try folder.write("README.md", "Extracted.")
        #expect(folder.read().problems.map(\.code) == ["noAPI"])
        try folder.write("artifacts/apis/orders/apiInformation.json", "{}")
        let problem = try #require(folder.read().problems.first)
        #expect(problem.severity == .warning && problem.message.contains("The folder 'artifacts' in it holds some"))
        try folder.write("workspaces/team/apis/orders/apiInformation.json", #"{"properties": {"path": "orders"}}"#)
        #expect(!folder.read().problems.contains { $0.code == "noAPI" })
    }

    @Test func unknownCertificateIsToldInTheWordsOfAPIManagement() throws {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI(
            policy: "<policies>\n<inbound><authentication-certificate thumbprint=\"AB\" /></inbound></policies>"
        )
        let problem = try #require(folder.read().problems.first { $0.code == "unknownCertificate" })
        #expect(
            problem.message == "Error in element 'authentication-certificate' on line 2, column 11: "
                + "Certificate with thumbprint 'AB' could not be resolved."
        )
    }

    @Test func readsTheSample() throws {
        let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let path = "/\(root)/../shared/apiops-sample/SampleArtifacts"
        let reader = ConfigurationReader(
            path: path,
            sources: ConfigurationSources(
                // The paths alone: YAML itself is read by the server.
                yaml: { text throws(ConfigurationSources.Malformed) in ["openapi": "3.0.1", "paths": [:]] },
                environment: { _ in nil },
                clock: .system
            )
        )
        let (loaded, problems) = reader.read()
        #expect(loaded != nil)
        #expect(problems.filter { $0.severity == .error } == [])
        #expect(problems.contains { $0.code == "unsupportedAPI" && $0.file == "apis/graphql-api/apiInformation.json" })
    }

    @Test func servesRevisionsAndVersionsUnderTheirPaths() throws {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI("orders")
        try folder.writeAPI("orders;rev=2", extra: "\"subscriptionRequired\": false, \"isCurrent\": false")
        try folder.write(
            "apis/orders;rev=2/apiInformation.json",
            "{\"properties\": {\"path\": \"orders\", \"apiRevision\": \"2\", \"serviceUrl\": \"https://two.example\"}}"
        )
        try folder.writeAPI("v", extra: "\"apiVersion\": \"v1\"")
        var harness = try CallHarness(folder)
        _ = try harness.begin("GET", "/orders/items/7")
        #expect(harness.call.state.plan?.api.revision == "1")
        _ = try harness.begin("GET", "/orders;rev=2/items/7")
        #expect(harness.call.state.plan?.api.revision == "2")
        _ = try harness.begin("GET", "/orders;rev=1/items/7")
        #expect(harness.call.state.plan?.api.revision == "1")
        _ = try harness.begin("GET", "/v/v1/items/7")
        #expect(harness.call.state.plan?.api.id == "v")
    }
}
