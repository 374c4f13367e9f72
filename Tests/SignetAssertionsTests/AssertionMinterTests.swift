// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import CryptoExtras
import Foundation
import SignetAssertions
import SignetCertificates
import SignetCore
import Testing

@Suite struct AssertionMinterTests {
    private func mint(_ algorithm: AssertionAlgorithm = .ps256, sendsChain: Bool = false) throws -> String {
        let minter = try AssertionMinter(
            certificate: try Fixture.certificate.get(),
            algorithm: algorithm,
            sendsChain: sendsChain
        )
        return try minter.mint(clientID: Fixture.clientID, audience: Fixture.audience, at: Fixture.now)
            .withSerialized(\.self)
    }

    @Test func namesTheCertificateByItsSHA256ThumbprintByDefault() throws {
        let token = try CompactToken(try mint())
        let thumbprint = try Fixture.certificate.get().sha256Thumbprint.base64URL
        #expect(token.header == ["alg": "PS256", "typ": "JWT", "x5t#S256": .string(thumbprint)])
    }

    @Test func namesTheCertificateByItsSHA1ThumbprintForTheOldAlgorithm() throws {
        let token = try CompactToken(try mint(.rs256))
        let thumbprint = try Fixture.certificate.get().sha1Thumbprint.base64URL
        #expect(token.header == ["alg": "RS256", "typ": "JWT", "x5t": .string(thumbprint)])
    }

    @Test func sendsTheChainAsStandardBase64OfDERLeafFirst() throws {
        let certificate = try Fixture.certificate.get()
        let token = try CompactToken(try mint(sendsChain: true))
        let expected = JSONValue.array(certificate.derChain.map { .string(Data($0).base64EncodedString()) })
        #expect(token.header["x5c"] == expected)
    }

    @Test func statesTheClaimsThatEntraDocumentsWithIntegerTimes() throws {
        let token = try CompactToken(try mint())
        #expect(token.claims.members.map(\.name) == ["aud", "iss", "sub", "jti", "nbf", "iat", "exp"])
        #expect(token.claims["aud"]?.string == Fixture.audience)
        #expect(token.claims["iss"]?.string == Fixture.clientID)
        #expect(token.claims["sub"]?.string == Fixture.clientID)
        #expect(token.claims["nbf"]?.integer == 1_795_255_445)
        #expect(token.claims["iat"]?.integer == 1_795_255_445)
        #expect(token.claims["exp"]?.integer == 1_795_256_045)
        #expect(GUID.isWellFormed(token.claims["jti"]?.string ?? ""))
    }

    @Test func drawsAFreshIdentifierEachTime() throws {
        let identifiers = try (0..<20).map { _ in try CompactToken(try mint()).claims["jti"]?.string }
        #expect(Set(identifiers).count == 20)
    }

    @Test(arguments: ["a\"b", "a\\b", "zürich", "line\nbreak", "\u{7F}"])
    func keepsEveryTextInTheClaims(clientID: String) throws {
        let minter = try AssertionMinter(certificate: try Fixture.certificate.get())
        let assertion = try minter.mint(clientID: clientID, audience: "x", at: Fixture.now)
        #expect(try CompactToken(assertion.withSerialized(\.self)).claims["iss"]?.string == clientID)
    }

    @Test(arguments: [-1e300, 1e300, -1, .infinity])
    func survivesEveryTime(seconds: Double) throws {
        let minter = try AssertionMinter(certificate: try Fixture.certificate.get())
        let date = Date(timeIntervalSince1970: seconds)
        _ = try minter.mint(clientID: "a", audience: "b", at: date, lifetime: .seconds(Int64.max))
        _ = try minter.mint(clientID: "a", audience: "b", at: date, lifetime: .seconds(-5))
    }

    @Test func saysWhyAnEllipticCurveKeyCannotSign() throws {
        let certificate = try Fixture.curve.get()
        let error = #expect(throws: AssertionError.self) { try AssertionMinter(certificate: certificate) }
        #expect(error?.code == .unsuitableKey)
        #expect(error?.message.contains("RSA") == true)
    }

    @Test func anAssertionPrintsNothingOfItself() throws {
        let assertion = ClientAssertion(try mint())
        var dumped = ""
        dump(assertion, to: &dumped)
        let texts = ["\(assertion)", String(reflecting: assertion), String(describing: [assertion]), dumped]
        for text in texts {
            #expect(!text.contains("eyJ"), "\(text)")
        }
    }

    private static func pem(_ der: [UInt8]) -> String {
        let text = Data(der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN CERTIFICATE-----\n\(text)\n-----END CERTIFICATE-----\n"
    }

    private static let verifyInPython = """
        import base64, json, sys
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding
        task = json.load(sys.stdin)
        head, claims, signature = task["token"].split(".")
        decode = lambda s: base64.b64decode(s + "=" * (-len(s) % 4), altchars=b"-_", validate=True)
        certificate = x509.load_pem_x509_certificate(task["pem"].encode())
        header = json.loads(decode(head))
        scheme = {"PS256": padding.PSS(padding.MGF1(hashes.SHA256()), 32), "RS256": padding.PKCS1v15()}[header["alg"]]
        certificate.public_key().verify(decode(signature), f"{head}.{claims}".encode(), scheme, hashes.SHA256())
        if "x5t#S256" in header: assert decode(header["x5t#S256"]) == certificate.fingerprint(hashes.SHA256())
        if "x5t" in header: assert decode(header["x5t"]) == certificate.fingerprint(hashes.SHA1())
        if "x5c" in header: assert x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0])) == certificate
        try:
            import jwt
            jwt.decode(task["token"], certificate.public_key(), algorithms=[header["alg"]], audience=task["audience"],
                       options={"verify_exp": False, "verify_nbf": False, "verify_iat": False})
        except ImportError:
            pass
        print(json.loads(decode(claims))["iss"])
        """

    @Test(.enabled(if: Judge.isPresent, "\(Judge.absence)"), arguments: AssertionAlgorithm.allCases, [false, true])
    func pythonVerifiesWhatIsMinted(algorithm: AssertionAlgorithm, sendsChain: Bool) throws {
        let task: JSONValue = [
            "token": .string(try mint(algorithm, sendsChain: sendsChain)), "audience": .string(Fixture.audience),
            "pem": .string(Self.pem(try Fixture.certificate.get().derChain[0])),
        ]
        let answer = try Judge.askPython(Self.verifyInPython, task.text)
        #expect(answer == Fixture.clientID + "\n")
    }

    @Test(.enabled(if: Judge.isPresent, "\(Judge.absence)"), arguments: AssertionAlgorithm.allCases)
    func opensslVerifiesWhatIsMinted(algorithm: AssertionAlgorithm) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "signet-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let token = try CompactToken(try mint(algorithm))
        let pem = try #require(try Fixture.certificate.get().privateKey.rsa).publicKey.pemRepresentation
        try Data(pem.utf8).write(to: folder.appending(path: "key.pem"))
        try Data(token.signingInput).write(to: folder.appending(path: "input"))
        try Data(token.signature).write(to: folder.appending(path: "signature"))
        let path = { (name: String) in folder.appending(path: name).path() }
        let scheme = algorithm == .ps256 ? ["rsa_padding_mode:pss", "rsa_pss_saltlen:32"] : ["rsa_padding_mode:pkcs1"]
        let answer = try Judge.run(
            "/usr/bin/openssl",
            ["dgst", "-sha256", "-verify", path("key.pem"), "-signature", path("signature")]
                + scheme.flatMap { ["-sigopt", $0] } + [path("input")]
        )
        #expect(answer.contains("Verified OK"))
    }
}
