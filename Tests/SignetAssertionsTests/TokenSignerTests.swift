// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import CryptoExtras
import SignetAssertions
import SignetCertificates
import SignetCore
import Testing

@Suite struct TokenSignerTests {
    private func signer(_ algorithm: SignatureAlgorithm, header: JSONObject = ["typ": "JWT"]) throws -> TokenSigner {
        let key = try #require(try Fixture.certificate.get().privateKey.rsa)
        return TokenSigner(key: key, algorithm: algorithm, header: header)
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func signsWhatItsPublicKeyVerifies(algorithm: SignatureAlgorithm) throws {
        let text = try signer(algorithm).sign(claims: Array("{\"a\":1}".utf8))
        let token = try CompactToken(text)
        #expect(token.claims == ["a": 1])
        #expect(try Fixture.key().publicKey.verifies(token))
        #expect(try !Fixture.key(Fixture.stranger.get()).publicKey.verifies(token))
    }

    @Test func keepsTheOrderOfTheHeaderAndWritesTheTrueAlgorithm() throws {
        let header: JSONObject = ["typ": "JWT", "alg": "none", "kid": "k"]
        let token = try CompactToken(try signer(.rs256, header: header).sign(claims: Array("{}".utf8)))
        #expect(JSONValue.object(token.header).text == "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"kid\":\"k\"}")
    }

    @Test func aKeyVerifiesOnlyUnderItsOwnAlgorithms() throws {
        let token = try CompactToken(try signer(.rs512).sign(claims: Array("{}".utf8)))
        let rsa = try #require(try Fixture.certificate.get().privateKey.rsa)
        let key = VerificationKey(rsa.publicKey, algorithms: [.rs256])
        #expect(!key.verifies(token))
    }

    @Test func aKeyCanBeMadeFromTheNumbersOfAJSONWebKey() throws {
        let rsa = try #require(try Fixture.certificate.get().privateKey.rsa)
        let numbers = try rsa.publicKey.getKeyPrimitives()
        let key = try VerificationKey(modulus: Array(numbers.modulus), exponent: Array(numbers.publicExponent))
        #expect(key.verifies(try CompactToken(try signer(.ps256).sign(claims: Array("{}".utf8)))))
    }

    @Test func strictReadingRefusesPadding() throws {
        let text = try Draft(isPadded: true).text()
        #expect(throws: CompactTokenError.self) { try CompactToken(text) }
    }
}
