// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore
import SignetExpressions
import Testing

@testable import SignetGateway

/// `new X509Certificate2(data, password)`.
@Suite struct ImportedCertificateTests {
    private final class Nothing: ExpressionObject {
        let expressionType = "IProxyRequestContext"

        func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue { .null }
    }

    private static let certificate = Result {
        var template = CertificateTemplate(
            subject: "CN=imported,O=Contoso",
            notBefore: Date(timeIntervalSince1970: 1_700_000_000),
            notAfter: Date(timeIntervalSince1970: 1_900_000_000)
        )
        template.key = .rsa(bits: 2048)
        return try ClientCertificate.create(template)
    }

    private func value(_ source: String) throws -> ExpressionValue {
        let certificate = try Self.certificate.get()
        let pfx = try certificate.pfx(password: SecretBytes(utf8: "secret"), name: "imported")
            .withExposedBytes { Data($0).base64EncodedString() }
        let der = try #require(certificate.derChain.first)
        let text =
            source
            .replacing("$pfx", with: "Convert.FromBase64String(\"\(pfx)\")")
            .replacing("$der", with: "Convert.FromBase64String(\"\(Data(der).base64EncodedString())\")")
        let environment = ExpressionEnvironment(clock: .system, certificates: ImportedCertificates())
        return try CompiledExpression(text).evaluate(Nothing(), environment: environment)
    }

    // https://learn.microsoft.com/dotnet/api/system.security.cryptography.x509certificates.x509certificate2.-ctor
    @Test(arguments: [
        ("new X509Certificate2($pfx, \"secret\").HasPrivateKey", "True"),
        ("new X509Certificate2($pfx, \"secret\").Thumbprint == new X509Certificate2($der).Thumbprint", "True"),
        ("new X509Certificate2($der).HasPrivateKey", "False"),
        ("new X509Certificate2($der).Subject", "CN=imported, O=Contoso"),
        ("new X509Certificate2($der).PublicKey.Oid.FriendlyName", "RSA"),
        (
            "new X509Certificate2($der).GetRSAPublicKey().VerifyData(new byte[] { 1 }, new X509Certificate2($pfx, \"secret\").GetRSAPrivateKey().SignData(new byte[] { 1 }, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)",
            "True"
        ),
    ])
    func readsCertificatesOfExpressions(source: String, result: String) throws {
        #expect(try value(source).invariantText == result)
    }

    @Test(arguments: [
        ("new X509Certificate2($pfx, \"wrong\")", "The specified network password is not correct."),
        ("new X509Certificate2($pfx)", "The specified network password is not correct."),
        ("new X509Certificate2(new byte[] { 1, 2, 3 })", "Cannot find the requested object."),
    ])
    func saysWhyItCannotReadACertificate(source: String, message: String) {
        let error = #expect(throws: ExpressionError.self) { try value(source) }
        #expect(error?.exception == .cryptographic && error?.message == message, "\(String(describing: error))")
    }
}
