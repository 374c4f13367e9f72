// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetAssertions
import SignetCertificates
import SignetCore
import Testing

@Suite struct AssertionVerifierTests {
    @Test func acceptsWhatTheMinterMakes() throws {
        for algorithm in AssertionAlgorithm.allCases {
            let minter = try AssertionMinter(
                certificate: try Fixture.certificate.get(),
                algorithm: algorithm,
                sendsChain: true
            )
            let assertion = try minter.mint(clientID: Fixture.clientID, audience: Fixture.audience, at: Fixture.now)
            guard case .accepted(let verified) = try Fixture.verify(assertion.withSerialized(\.self)) else {
                Issue.record("refused")
                continue
            }
            #expect(verified.clientID == Fixture.clientID)
            #expect(verified.expiresOn == Fixture.now + 600)
            #expect(verified.notBefore == Fixture.now)
            #expect(GUID.isWellFormed(verified.tokenID ?? ""))
            #expect(verified.key.sha1Thumbprint == minter.certificate.sha1Thumbprint)
        }
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func acceptsEveryRSAAlgorithm(algorithm: SignatureAlgorithm) throws {
        #expect(try Fixture.refusal(try Draft(algorithm: algorithm).text()) == nil)
    }

    @Test(arguments: 0..<100)
    func refusesAnAlteredCharacterAnywhere(position: Int) throws {
        var characters = Array(try Draft().text().utf8)
        let index = position * (characters.count - 1) / 99
        characters[index] = characters[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        #expect(try Fixture.refusal(String(decoding: characters, as: UTF8.self)) != nil)
    }

    @Test(arguments: Array("eyJ.=-_ %\u{0}é{}[]\"\\/".unicodeScalars))
    func survivesEveryMutation(scalar: Unicode.Scalar) throws {
        let text = try Draft().text()
        for position in stride(from: 0, through: text.count, by: 37) {
            var mutated = text
            mutated.insert(Character(scalar), at: mutated.index(mutated.startIndex, offsetBy: position))
            #expect(try Fixture.refusal(mutated) != nil, "at \(position)")
            #expect(try Fixture.refusal(String(text.prefix(position))) != nil, "cut at \(position)")
        }
    }

    @Test func ignoresTheCaseOfIdentifiersAndHosts() throws {
        let upper = JSONValue.string(Fixture.clientID.uppercased())
        let draft = Draft(claims: [
            ("iss", upper), ("sub", upper), ("aud", .string(Fixture.audience.uppercased())),
        ])
        #expect(try Fixture.refusal(try draft.text()) == nil)
    }

    @Test func acceptsTheSameIdentifierAgain() throws {
        let text = try Draft().text()
        #expect(try Fixture.refusal(text) == nil)
        #expect(try Fixture.refusal(text) == nil)
    }

    @Test(arguments: [-299.0, 0, 600, 899])
    func toleratesFiveMinutesOfSkew(offset: Double) throws {
        #expect(try Fixture.refusal(try Draft().text(), at: Fixture.now + offset) == nil)
    }

    @Test(arguments: [-301.0, 900, 1e9])
    func refusesOutsideItsTime(offset: Double) throws {
        // The registration must not end before the assertion does.
        let key = try Fixture.key(notAfter: .distantFuture)
        let reason = try Fixture.refusal(try Draft().text(), keys: [key], at: Fixture.now + min(offset, 1e6))
        #expect(reason?.aadsts == 700_024)
    }

    @Test func readsAMissingStartAsTheYear1970() throws {
        let text = try Draft(claims: [("nbf", nil), ("exp", .number(1_000))]).text()
        let expected = AssertionRefusal.outsideValidity(
            now: Fixture.now,
            from: Date(timeIntervalSince1970: 0),
            until: Date(timeIntervalSince1970: 1_000)
        )
        #expect(try Fixture.refusal(text) == expected)
    }

    @Test func findsAKeyByItsIdentifierAlone() throws {
        let thumbprint = try Fixture.certificate.get().sha1Thumbprint
        for name in ["0F4B1D1A-0000-4000-8000-000000000001", thumbprint.hexadecimal, thumbprint.base64URL] {
            let text = try Draft(header: [("x5t#S256", nil), ("kid", .string(name))]).text()
            #expect(try Fixture.refusal(text) == nil, "\(name)")
        }
    }

    /// RFC 7515 §4.1.2 to §4.1.6 let a header bring or name a key; only registered ones count.
    @Test(arguments: ["jwk", "jku", "x5u", "x5c"])
    func ignoresKeysThatTheHeaderBrings(name: String) throws {
        let stranger = try Fixture.stranger.get()
        let brought: JSONValue =
            switch name {
            case "jwk": ["kty": "RSA", "kid": "own", "e": "AQAB", "n": "sXchTf8"]
            case "x5c": [.string(Base64.encode(stranger.derChain[0]))]
            default: "https://stranger.example/keys"
            }
        let forged = try Draft(header: [(name, brought)]).text(stranger)
        #expect(try Fixture.refusal(forged)?.aadsts == 700_027)
        #expect(try Fixture.refusal(try Draft(header: [(name, brought)]).text()) == nil)
    }

    @Test func demandsThatBothThumbprintsAgree() throws {
        let certificate = try Fixture.certificate.get()
        let stranger = try Fixture.stranger.get()
        let right = Draft(header: [("x5t", .string(certificate.sha1Thumbprint.base64URL))])
        let wrong = Draft(header: [("x5t", .string(stranger.sha1Thumbprint.base64URL))])
        #expect(try Fixture.refusal(try right.text()) == nil)
        let expected = AssertionRefusal.keyNotFound(identifier: stranger.sha1Thumbprint.hexadecimal)
        #expect(try Fixture.refusal(try wrong.text()) == expected)
    }

    @Test func prefersTheRegistrationThatIsValid() throws {
        let old = try Fixture.key(notAfter: Fixture.now - 10)
        #expect(try Fixture.refusal(try Draft().text(), keys: [old, try Fixture.key()]) == nil)
    }

    @Test func refusesAnAlgorithmThatIsNotTheSignatures() throws {
        let draft = Draft(algorithm: .rs256, header: [("alg", "PS256")])
        #expect(try Fixture.refusal(try draft.text())?.aadsts == 700_027)
    }
}
