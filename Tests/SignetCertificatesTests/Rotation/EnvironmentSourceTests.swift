// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore
import Testing

@Suite struct EnvironmentSourceTests {
    private static let certificate = Result { try ClientCertificate.create(Samples.template("CN=env")) }

    /// The ways in which a certificate gets into a variable, with the password of each.
    private static func forms() throws -> [String: (value: String, password: String?)] {
        let certificate = try self.certificate.get()
        let password = SecretBytes(utf8: "s3cret")
        let pem = try certificate.pem().withExposedBytes { String(decoding: $0, as: UTF8.self) }
        let encrypted = try certificate.pem(password: password).withExposedBytes { String(decoding: $0, as: UTF8.self) }
        let pfx = try certificate.pfx(password: password, name: "x").withExposedBytes { Data($0) }
        return [
            "PEM": (pem, nil), "one line": (pem.replacingOccurrences(of: "\n", with: "\\n"), nil),
            "CRLF in one line": (pem.replacingOccurrences(of: "\n", with: "\\r\\n"), nil),
            "PEM in base64": (Data(pem.utf8).base64EncodedString(), nil),
            "PEM in wrapped base64": (
                Data(pem.utf8).base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed]), nil
            ),
            "encrypted PEM": (encrypted, "s3cret"),
            "encrypted PEM in base64": (Data(encrypted.utf8).base64EncodedString(), "s3cret"),
            "PFX in base64": (pfx.base64EncodedString(), "s3cret"),
        ]
    }

    @Test func readsEveryFormThatAVariableHolds() throws {
        for (name, form) in try Self.forms() {
            var environment = ["CERTIFICATE": form.value]
            if let password = form.password { environment["PASSWORD"] = password }
            let source = CertificateSource.environment(
                "CERTIFICATE",
                in: environment,
                passwordVariable: "PASSWORD"
            )
            #expect(try source.load().sha1Thumbprint == Self.certificate.get().sha1Thumbprint, "\(name)")
        }
    }

    @Test(arguments: [nil, "", "nothing", "AAAA", "-----BEGIN CERTIFICATE-----"])
    func saysWhichVariableIsWrong(value: String?) throws {
        let source = CertificateSource.environment("CERTIFICATE", in: value.map { ["CERTIFICATE": $0] } ?? [:])
        let error = #expect(throws: SignetCertificates.CertificateError.self) { try source.load() }
        #expect(error?.message.hasPrefix("the variable CERTIFICATE: ") == true, "\(error?.message ?? "")")
        if value?.isEmpty != false { #expect(error?.code == .sourceUnavailable) }
    }

    @Test func showsTheNameAndNeverTheContent() throws {
        let pem = try Self.certificate.get().pem().withExposedBytes { String(decoding: $0, as: UTF8.self) }
        let source = CertificateSource.environment("CERTIFICATE", in: ["CERTIFICATE": pem])
        #expect("\(source)" == "CertificateSource($CERTIFICATE)")
        var dumped = ""
        dump(source, to: &dumped)
        #expect(!dumped.contains("BEGIN") && !String(reflecting: source).contains("BEGIN"))
    }
}
