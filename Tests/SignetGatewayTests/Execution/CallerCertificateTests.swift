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

@Suite struct CallerCertificateTests {
    /// An authority with a certificate that it has issued; valid around the time of the tests.
    struct Issued: Sendable {
        let authority: ClientCertificate
        let caller: ClientCertificate

        init(notBefore: Double = 1_799_000_000, notAfter: Double = 1_801_000_000) throws {
            var root = CertificateTemplate(
                subject: "CN=Root,O=Contoso",
                notBefore: Date(timeIntervalSince1970: 1_700_000_000),
                notAfter: Date(timeIntervalSince1970: 1_900_000_000)
            )
            root.authority = .unlimited
            root.usages = []
            root.key = .p256
            self.authority = try ClientCertificate.create(root)
            var leaf = CertificateTemplate(
                subject: "CN=client\\, one,O=Contoso",
                notBefore: Date(timeIntervalSince1970: notBefore),
                notAfter: Date(timeIntervalSince1970: notAfter)
            )
            leaf.dnsNames = ["Client.example"]
            leaf.key = .p256
            self.caller = try ClientCertificate.create(leaf, issuedBy: .authority(self.authority))
        }
    }

    private func harness(
        _ policy: String,
        _ issued: Issued,
        caller: PublicCertificate?,
        trusts: Bool = true
    ) throws -> CallHarness {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI(inbound: policy)
        if trusts {
            let pem = try #require(issued.authority.derChain.first).base64
            try folder.write(
                "ca certificates/contoso/caCertificateInformation.json",
                "{\"properties\": {\"data\": \"\(pem)\"}}"
            )
        }
        return try CallHarness(
            folder,
            caller: Caller(ipAddress: "192.0.2.1", isTLS: true, localPort: 443, certificate: caller)
        )
    }

    private static let plain = "<validate-client-certificate validate-revocation=\"false\" />"

    private static func identities(_ attributes: String) -> String {
        "<validate-client-certificate validate-revocation=\"false\"><identities><identity thumbprint=\"00\" />"
            + "<identity \(attributes) /></identities></validate-client-certificate>"
    }

    @Test func letsTrustedCallersThrough() throws {
        let issued = try Issued()
        let caller = issued.caller.publicCertificate
        let accepted = [
            "thumbprint=\"\(caller.sha1Thumbprint.hexadecimal.lowercased())\"", "common-name=\"client, one\"",
            "subject=\"CN=client\\, one, O=Contoso\" issuer-subject=\"CN=Root, O=Contoso\"",
            "dns-name=\"client.example\"",
            "serial-number=\"\(caller.details.serialNumber)\"",
            "issuer-thumbprint=\"\(issued.authority.sha1Thumbprint.hexadecimal)\" common-name=\"client, one\"",
        ]
        for policy in [Self.plain, "<validate-client-certificate />"] + accepted.map(Self.identities) {
            var harness = try harness(policy, issued, caller: caller)
            #expect(try harness.begin("GET", "/orders/items/7") == .forward, "\(policy) \(harness.lastError ?? "")")
        }
        for attributes in [
            "common-name=\"other\"", "dns-name=\"a\" common-name=\"client, one\"", "issuer-certificate-id=\"none\"",
        ] {
            var harness = try harness(Self.identities(attributes), issued, caller: caller)
            #expect(try harness.begin("GET", "/orders/items/7") == .answer)
            #expect(harness.call.state.lastError?.reason == "ClientCertificateIdentityNotMatched")
        }
    }

    @Test func refusesOtherCallers() throws {
        let issued = try Issued()
        let (late, early) = (try Issued(notAfter: 1_799_500_000), try Issued(notBefore: 1_800_500_000))
        let cases: [(Issued, PublicCertificate?, Bool, String)] = [
            (issued, nil, true, "ClientCertificateNotFound"),
            (issued, issued.caller.publicCertificate, false, "ClientCertificateNotTrusted"),
            (late, late.caller.publicCertificate, true, "ClientCertificateExpired"),
            (early, early.caller.publicCertificate, true, "ClientCertificateNotYetValid"),
        ]
        for (issued, caller, trusts, reason) in cases {
            var harness = try harness(Self.plain, issued, caller: caller, trusts: trusts)
            #expect(try harness.begin("GET", "/orders/items/7") == .answer)
            #expect(harness.status == 401)
            #expect(harness.body == #"{ "statusCode": 401, "message": "Invalid client certificate" }"#)
            #expect(harness.call.state.lastError?.reason == reason)
            #expect(harness.call.state.lastError?.source == "validate-client-certificate")
            let lenient = Self.plain.replacing(" />", with: " ignore-error=\"true\" />")
            harness = try self.harness(lenient, issued, caller: caller, trusts: trusts)
            #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        }
        let dates =
            "<validate-client-certificate validate-revocation=\"false\" validate-not-before=\"false\" validate-not-after=\"false\" />"
        for issued in [late, early] {
            var harness = try harness(dates, issued, caller: issued.caller.publicCertificate)
            #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        }
        let untrusted = "<validate-client-certificate validate-revocation=\"false\" validate-trust=\"false\" />"
        var harness = try harness(untrusted, issued, caller: issued.caller.publicCertificate, trusts: false)
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
    }
}

extension [UInt8] {
    fileprivate var base64: String { Data(self).base64EncodedString() }
}
