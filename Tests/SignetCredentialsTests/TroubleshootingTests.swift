// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCredentials
import Testing

/// Every error names a heading of one page; the page must have it.
@Suite struct TroubleshootingTests {
    private static let headings: Set<String> = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = package.appending(path: "Sources/SignetCredentials/Documentation.docc/Troubleshooting.md")
        let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
        return Set(text.split(separator: "\n").filter { $0.hasPrefix("### ") }.map { String($0.dropFirst(4)) })
    }()

    @Test(arguments: CredentialError.Code.all)
    func everyCodeHasItsHeading(code: CredentialError.Code) {
        let error = CredentialError(code, "planted")
        #expect(Self.headings.contains(error.troubleshootingHeading))
        #expect(error.description.contains("Troubleshooting.md#\(code.description.lowercased())"))
    }

    @Test(arguments: CertificateError.Code.all.map(\.description))
    func everyFaultOfACertificateHasItsHeading(code: String) {
        #expect(Self.headings.contains(code))
    }

    @Test(arguments: Remedy.numbers)
    func everyKnownNumberHasItsHeading(number: Int) {
        #expect(Self.headings.contains("AADSTS\(number)"))
    }

    @Test func aCertificatesFaultIsMoreTellingThanTheCode() {
        let source = CertificateSource.file("/nowhere/client.pem")
        let error = #expect(throws: CredentialError.self) {
            try CertificateCredential(tenantID: "contoso.com", clientID: "daemon", certificate: source)
        }
        #expect(error?.troubleshooting.hasSuffix("#unreadablefile") == true)
    }
}
