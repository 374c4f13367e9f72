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

/// Versions, workspaces, restricted certificates, hostnames and authorities of a configuration.
@Suite struct EntityConfigurationTests {
    struct Versioning: Sendable, CustomTestStringConvertible {
        let set: String
        let target: String
        let field: String
        let version: String?

        var testDescription: String { "\(target) \(field)" }

        static let header = "\"versioningScheme\": \"Header\", \"versionHeaderName\": \"Api-Version\""
        static let query = "\"versioningScheme\": \"Query\", \"versionQueryName\": \"api-version\""
    }

    @Test(arguments: [
        Versioning(set: Versioning.header, target: "/v/items/7", field: "api-version: v1", version: "v1"),
        Versioning(set: Versioning.header, target: "/v/items/7", field: "Api-Version: v2", version: "v2"),
        Versioning(set: Versioning.header, target: "/v/items/7", field: "Api-Version: v3", version: nil),
        Versioning(set: Versioning.header, target: "/v/items/7", field: "X: 1", version: ""),
        Versioning(set: Versioning.query, target: "/v/items/7?API-version=v1", field: "X: 1", version: "v1"),
        Versioning(set: Versioning.query, target: "/v/items/7?a=b&api-version=v2", field: "X: 1", version: "v2"),
        Versioning(set: Versioning.query, target: "/v/items/7?api-version=v9", field: "X: 1", version: nil),
        Versioning(set: Versioning.query, target: "/v;rev=2/items/7?api-version=v2", field: "X: 1", version: "v2r2"),
    ])
    func findsVersionsByHeaderAndQuery(_ versioning: Versioning) throws {
        let folder = try ConfigurationOnDisk()
        try folder.write("version sets/set/versionSetInformation.json", "{\"properties\": {\(versioning.set)}}")
        func write(_ id: String, _ extra: String) throws {
            try folder.writeAPI(id, extra: "\"subscriptionRequired\": false")
            try folder.write(
                "apis/\(id)/apiInformation.json",
                """
                {"properties": {"path": "v", "displayName": "\(id)", "serviceUrl": "https://b.example",
                  "subscriptionRequired": false\(extra)}}
                """
            )
        }
        let set = "\"apiVersionSetId\": \"/apiVersionSets/set\""
        try write("original", "")
        try write("one", ", \"apiVersion\": \"v1\", \(set)")
        try write("two", ", \"apiVersion\": \"v2\", \(set), \"apiRevision\": \"1\"")
        try write("two;rev=2", ", \"apiVersion\": \"v2\", \(set), \"apiRevision\": \"2\", \"isCurrent\": false")
        var harness = try CallHarness(folder)
        let step = try harness.begin("GET", versioning.target, versioning.field)
        let api = harness.call.state.plan?.api
        switch versioning.version {
        case nil: #expect(step == .answer && harness.status == 404)
        case "": #expect(api?.id == "original")
        case "v2r2": #expect(api?.id == "two;rev=2")
        case let version: #expect(api?.version == version && api?.isCurrentRevision == true)
        }
    }

    @Test func workspacesHaveNamesOfTheirOwn() throws {
        let folder = try ConfigurationOnDisk()
        let header = { (name: String) in
            "<set-header name=\"X-\(name)\" exists-action=\"append\"><value>{{who}}</value></set-header>"
        }
        let policies = { (inbound: String) in
            "<policies><inbound><base />\(inbound)</inbound><backend><base /></backend><outbound /><on-error /></policies>"
        }
        try folder.write(
            "policy.xml",
            "<policies><inbound>\(header("Global"))</inbound><backend><forward-request /></backend></policies>"
        )
        try folder.write(
            "named values/who/namedValueInformation.json",
            "{\"displayName\": \"who\", \"value\": \"service\"}"
        )
        try folder.write("backends/b/backendInformation.json", "{\"url\": \"https://service.example\"}")
        let workspace = "workspaces/team"
        try folder.write(
            "\(workspace)/named values/who/namedValueInformation.json",
            "{\"displayName\": \"who\", \"value\": \"team\"}"
        )
        try folder.write("\(workspace)/backends/b/backendInformation.json", "{\"url\": \"https://team.example\"}")
        try folder.write("\(workspace)/policy.xml", policies(header("Workspace")))
        try folder.write(
            "\(workspace)/apis/a/apiInformation.json",
            "{\"path\": \"team/a\", \"subscriptionRequired\": true}"
        )
        try folder.write(
            "\(workspace)/apis/a/specification.json",
            "{\"openapi\": \"3.0.1\", \"paths\": {\"/x\": {\"get\": {\"operationId\": \"x\"}}}}"
        )
        try folder.write("\(workspace)/apis/a/policy.xml", policies("<set-backend-service backend-id=\"b\" />"))
        try folder.write(
            "\(workspace)/subscriptions/s/subscriptionInformation.json",
            "{\"scope\": \"/apis/a\", \"primaryKey\": \"team-key\"}"
        )
        try folder.writeAPI(
            "a",
            extra: "\"subscriptionRequired\": true",
            policy: policies("<set-backend-service backend-id=\"b\" />")
        )
        var harness = try CallHarness(folder)
        let key = "Ocp-Apim-Subscription-Key: team-key"
        #expect(try harness.begin("GET", "/team/a/x", key) == .forward)
        #expect(harness.call.state.destination.service?.host == "team.example")
        #expect(harness.requestHeader("X-Global") == ["service"])
        #expect(harness.requestHeader("X-Workspace") == ["team"])
        // The workspace's key is for its own API of that name, not for the service's.
        #expect(try harness.begin("GET", "/a/items/7", key) == .answer)
        #expect(harness.status == 401)
    }

    @Test(arguments: [
        ("/apis/orders", true), ("/apis/other", false), ("/products/p", false), ("/", true),
        ("/apis/orders/operations/get-item", true), ("/apis/orders/operations/create-item", false),
    ])
    func onlyAllowedScopesUseACertificate(_ scope: String, _ allows: Bool) throws {
        let folder = try ConfigurationOnDisk()
        let certificate = try CertificateStoreTests.certificate("one")
        let data = Data(try certificate.pem().withExposedBytes { $0 }).base64EncodedString()
        try folder.write(
            "certificates/client/certificateInformation.json",
            "{\"properties\": {\"data\": \"\(data)\", \"allowedScopes\": [\"\(scope)\"]}}"
        )
        // Computed, so that only the call itself can know.
        try folder.writeAPI(inbound: "<authentication-certificate certificate-id=\"@(\"cli\" + \"ent\")\" />")
        var harness = try CallHarness(folder)
        #expect((try harness.begin("GET", "/orders/items/7") == .forward) == allows)
        if !allows {
            #expect(harness.status == 500)
            let message = "Certificate with id 'client' may not be used here."
            #expect(harness.call.state.lastError?.message == message)
        }
        // Written down, so that it is refused before the start; one operation's own policy would be allowed.
        try folder.writeAPI(inbound: "<authentication-certificate certificate-id=\"client\" />")
        let errors = folder.read().problems.filter { $0.severity == .error }
        #expect(errors.isEmpty == (allows && !scope.contains("operations")))
        // The key is as closed to expressions.
        let thumbprint = certificate.sha1Thumbprint.hexadecimal
        try folder.writeAPI(
            inbound: """
                <set-header name="X-Has"><value>@(context.Deployment.Certificates.ContainsKey("\(thumbprint)").ToString())
                </value></set-header>
                """
        )
        var other = try CallHarness(folder)
        _ = try other.begin("GET", "/orders/items/7")
        #expect(other.requestHeader("X-Has") == [allows ? "True" : "False"])
    }

    @Test(arguments: [true, false])
    func dataIsPEMAsItIsOrInBase64(isEncoded: Bool) throws {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI()
        let certificate = try CertificateStoreTests.certificate("one")
        let pem = Data(try certificate.pem().withExposedBytes { $0 })
        let data = isEncoded ? pem.base64EncodedString() : String(decoding: pem, as: UTF8.self)
        let document = try JSONSerialization.data(withJSONObject: ["properties": ["data": data]])
        try folder.write("certificates/c/certificateInformation.json", String(decoding: document, as: UTF8.self))
        let (loaded, problems) = folder.read()
        #expect(loaded?.configuration.certificates[id: "c"] != nil, "\(problems)")
    }

    @Test func readsHostnamesAndAuthorities() throws {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI()
        let certificate = try CertificateStoreTests.certificate("one")
        let data = Data(try certificate.pem().withExposedBytes { $0 }).base64EncodedString()
        try folder.write("certificates/server/certificateInformation.json", "{\"properties\": {\"data\": \"\(data)\"}}")
        try folder.write(
            "gateways/g/hostnameConfigurations/h/hostnameConfigurationInformation.json",
            """
            {"properties": {"hostname": "*.Contoso.com", "certificateId":
              "/subscriptions/s/certificates/server", "negotiateClientCertificate": true, "http2Enabled": false}}
            """
        )
        let authority = Data(certificate.derChain[0]).base64EncodedString()
        try folder.write(
            "ca certificates/authority/caCertificateInformation.json",
            "{\"properties\": {\"storeName\": \"Root\", \"data\": \"\(authority)\"}}"
        )
        let (loaded, problems) = folder.read()
        let configuration = try #require(loaded, "\(problems)").configuration
        let hostname = try #require(configuration.hostnames.first)
        #expect(hostname.certificateID == "server" && hostname.negotiatesClientCertificate && !hostname.offersHTTP2)
        #expect(hostname.matches("api.contoso.com") && hostname.matches("API.CONTOSO.COM"))
        #expect(!hostname.matches("a.b.contoso.com") && !hostname.matches("contoso.com"))
        #expect(configuration.authorities == [certificate.derChain[0]])
    }

    @Test func readsFilesBesideTheirDocumentsWhereverItIsStarted() throws {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI()
        let certificate = try CertificateStoreTests.certificate("one")
        try folder.write(
            "certificates/c/client.pem",
            try certificate.pem().withExposedBytes { String(decoding: $0, as: UTF8.self) }
        )
        try folder.write("certificates/c/certificateInformation.json", "{\"path\": \"client.pem\"}")
        let base64 = Data(certificate.derChain[0]).base64EncodedString(options: .lineLength64Characters)
        try folder.write(
            "ca certificates/a/ca.pem",
            "-----BEGIN CERTIFICATE-----\n\(base64)\n-----END CERTIFICATE-----\n"
        )
        try folder.write("ca certificates/a/caCertificateInformation.json", "{\"path\": \"ca.pem\"}")
        let steps = FileManager.default.currentDirectoryPath.split(separator: "/").map { _ in ".." }
        let relative = steps.joined(separator: "/") + folder.path
        for path in [folder.path, relative] {
            let (loaded, problems) = folder.read(from: path)
            #expect(loaded?.configuration.authorities == [certificate.derChain[0]], "\(problems)")
            #expect(loaded?.configuration.certificates[id: "c"] != nil)
        }
    }

    @Test func takesTheServerOfTheSpecificationWhereTheAPINamesNone() throws {
        let folder = try ConfigurationOnDisk()
        for (id, server) in [
            ("three", "\"openapi\": \"3.0.1\", \"servers\": [{\"url\": \"https://three.example/v1\"}]"),
            ("two", "\"swagger\": \"2.0\", \"host\": \"two.example\", \"basePath\": \"/v1\", \"schemes\": [\"http\"]"),
            // What an instance exports: its own address, under which a call would come back.
            ("own", "\"openapi\": \"3.0.1\", \"servers\": [{\"url\": \"https://gateway.example/own\"}]"),
            ("azure", "\"openapi\": \"3.0.1\", \"servers\": [{\"url\": \"https://contoso.azure-api.net/x\"}]"),
        ] {
            try folder.write("apis/\(id)/apiInformation.json", "{\"path\": \"\(id)\", \"subscriptionRequired\": false}")
            try folder.write("apis/\(id)/specification.json", "{\(server), \"paths\": {\"/x\": {\"get\": {}}}}")
        }
        let apis = try #require(folder.read().configuration).configuration.apis
        let urls = Dictionary(uniqueKeysWithValues: apis.map { ($0.id, $0.serviceURL?.text) })
        #expect(
            urls == ["three": "https://three.example/v1", "two": "http://two.example/v1", "own": nil, "azure": nil]
        )
    }
}
