// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Testing

@testable import SignetExpressions

/// What a certificate tells of its public key.
///
/// Certificate and signature are openssl's; the key was thrown away.
@Suite struct PublicKeyTests {
    private static let der =
        "MIIDJzCCAg+gAwIBAgIUPwoYgqKUTi3LRLnsnimOu9PsB9swDQYJKoZIhvcNAQELBQAwIzEPMA0GA1UEAwwGY2xpZW50MRAwDgYD"
        + "VQQKDAdDb250b3NvMB4XDTI2MTEyMjAxNTUxOFoXDTM2MTExOTAxNTUxOFowIzEPMA0GA1UEAwwGY2xpZW50MRAwDgYDVQQKDAdD"
        + "b250b3NvMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAuZjDP4HN+f9LoFIP4TljxYuc5AOBpAFsLBADeQwJzHof3U8S"
        + "n8/PMHzmkzMaMygQF3T/kKLsVX8lxBaJTiwPVDphx0hfpmYBHsPTciRa2dK75YBub4q8u2WzWFdyfeV74J1OEdYaSr4kg0qtXCV5"
        + "Ax5tWVlkwREdNfhFx12pWkiVONtic1U/NDxUSd8MZKELeym417ocyVY6jgFTJfWm1r7n2x9fLMC1PzmdMzR68tuJi/AoTRuL2mo7"
        + "5vRkY5hTMr5RPvitk8loYfIVTDIOyxtAu223vVflKlUvSzI3rIODQhYLAjV284tXBUg6SAvoo+/hmOPY+oBM8MqfPD3CQQIDAQAB"
        + "o1MwUTAdBgNVHQ4EFgQUJN+3M3zs/rEEwydXEyFETmhnvYQwHwYDVR0jBBgwFoAUJN+3M3zs/rEEwydXEyFETmhnvYQwDwYDVR0T"
        + "AQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEARuaoDqE5i3Bc5fmckF5WHFS+MyEgr8h1nSZtlakb3aFyWtgPPhHpxa2SVJvL"
        + "F79NLekqfNVM+RfDtgQng8WTtQAOTPbmqVdl04V7PW0nQKVHytsz1z+Kc49GUTi8hXlY9137ieZimgroxASrlSO19W3akENUCOBv"
        + "0N78xG7q4lMsWLfnPhProq1CbJz/WyQc3frxFVL6KHMAzXRcXnZqW4360JpS5JVfXN6sldL+l8KKKpCHCeU8Z9PzhuF4Ehv0vVOM"
        + "d9c3ZK7cXc98EnlQ/Cc4U8h/k7o8K06RUGdxqtekXI7sg2Y1O5JmXQMZb6DaDU4EnxLV3S40xYep3ZFlsQ=="

    /// Of `data`, with SHA-256 and the padding of PKCS #1.
    private static let signature =
        "F28p8wO6YWIGcgmuOejUgp43zAy2yWYH4fbg71RDeAp8d8fRrn24D8f0wQOpAxE6G3ZwpyvBQO8tBB3YZpXRnbyz7CMmb4BxC4r8"
        + "ZgnQFRtzBDHBjfLV9WFJ13B7FYEfScEPDC07zVE24haQyeadu13B8zafHumOAux/X3vCKcdfH0nC28lOFY2lJ8IZ+yYJNGb1q301"
        + "xPR9dKFCJJsOnDV6ofC+/P3ur++tqK4d/dpKD/RJ5Rp44QA7bWeHhT7hF58rr8r0kz5j3OwIJe1A4zV5RHylQVptDjdqXie+a2gv"
        + "9YmYy6Nc5R+8s96Dc0LTwL1bfmttdC4BjMm9ofq8Ig=="

    private func value(_ source: String) throws -> ExpressionValue {
        let certificate = TestObject(
            "X509Certificate2",
            [
                .rawData: .bytes([UInt8](try #require(Data(base64Encoded: Self.der)))),
                .subject: .string("O=Contoso, CN=client"), .issuer: .string("O=Contoso, CN=client"),
            ]
        )
        let request = TestObject("IRequest", [.certificate: .object(certificate)])
        let context = TestObject("IProxyRequestContext", [.request: .object(request)])
        return try CompiledExpression(source.replacing("$c", with: "context.Request.Certificate"))
            .evaluate(context, environment: ExpressionEnvironment(clock: FixedClock()))
    }

    // https://learn.microsoft.com/dotnet/api/system.security.cryptography.x509certificates.publickey
    // https://learn.microsoft.com/dotnet/api/system.security.cryptography.x509certificates.x509certificate2
    @Test(arguments: [
        ("$c.PublicKey.Oid.Value", "1.2.840.113549.1.1.1"), ("$c.PublicKey.Oid.FriendlyName", "RSA"),
        ("$c.SignatureAlgorithm.FriendlyName", "sha256RSA"), ("$c.GetKeyAlgorithm()", "1.2.840.113549.1.1.1"),
        ("$c.SubjectName.Name", "O=Contoso, CN=client"), ("$c.IssuerName.Name == $c.Issuer", "True"),
        ("$c.GetPublicKeyString().Substring(0, 40)", "3082010A0282010100B998C33F81CDF9FF4BA052"),
        ("$c.GetPublicKey().Length", "270"),
        ("$c.Export(X509ContentType.Cert).SequenceEqual($c.RawData)", "True"),
        ("new Oid(\"1.2.840.10045.2.1\").FriendlyName + new Oid(\"sha256\").Value", "ECC2.16.840.1.101.3.4.2.1"),
    ])
    func tellsOfItsKey(source: String, result: String) throws {
        #expect(try value(source).invariantText == result)
    }

    @Test(arguments: ["GetRSAPublicKey()", "PublicKey.Key", "PublicKey.GetRSAPublicKey()"])
    func verifiesWithTheKeyOfACertificate(member: String) throws {
        func verified(_ data: String) throws -> Bool? {
            try value(
                "$c.\(member).VerifyData(Encoding.UTF8.GetBytes(\"\(data)\"), Convert.FromBase64String(\"\(Self.signature)\"), "
                    + "HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)"
            )
            .bool
        }
        #expect(try verified("data") == true)
        #expect(try verified("date") == false)
    }

    @Test func neverSignsWithAPublicKey() throws {
        #expect(try value("$c.GetRSAPrivateKey()").isNull)
        let error = #expect(throws: ExpressionError.self) {
            try value(
                "$c.GetRSAPublicKey().SignData(new byte[0], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)"
            )
        }
        #expect(error?.exception == .cryptographic)
    }

    @Test func survivesCertificatesThatEndEarly() throws {
        let der = [UInt8](try #require(Data(base64Encoded: Self.der)))
        for end in der.indices { #expect(CertificateStructure(Array(der[..<end])) == nil) }
        for place in der.indices {
            var damaged = der
            damaged[place] ^= 0xFF
            _ = CertificateStructure(damaged)
        }
    }

    @Test func readsNoCertificateWithoutAReader() {
        let error = #expect(throws: ExpressionError.self) { try value("new X509Certificate2(new byte[0], \"p\")") }
        #expect(error?.message == "Cannot find the requested object.")
    }
}
