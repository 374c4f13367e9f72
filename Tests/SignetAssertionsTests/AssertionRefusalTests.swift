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

@Suite struct AssertionRefusalTests {
    /// One row: what is bent, and the number that the token service answers.
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let aadsts: Int
        let draft: Draft

        init(_ name: String, _ aadsts: Int, header: [(String, JSONValue?)] = [], claims: [(String, JSONValue?)] = []) {
            self.testDescription = name
            self.aadsts = aadsts
            self.draft = Draft(header: header, claims: claims)
        }

        init(_ name: String, _ aadsts: Int, _ draft: Draft) {
            self.testDescription = name
            self.aadsts = aadsts
            self.draft = draft
        }
    }

    static let rows: [Row] = [
        Row("thumbprint unknown", 700_027, header: [("x5t#S256", "AAAA")]),
        Row("thumbprint no base64", 700_027, header: [("x5t#S256", "*")]),
        Row("thumbprint empty", 700_027, header: [("x5t#S256", "")]),
        Row("kid unknown", 700_027, header: [("x5t#S256", nil), ("kid", "x")]),
        Row("audience wrong", 700_023, claims: [("aud", "https://login.microsoftonline.com/common/oauth2/v2.0/token")]),
        Row("audience of another host", 700_023, claims: [("aud", "https://sts.windows.net/contoso.onmicrosoft.com")]),
        Row("several audiences", 5_002_741, claims: [("aud", [.string(Fixture.audience), "https://other"])]),
        Row("client differs", 700_021, claims: [("iss", "other"), ("sub", "other")]),
        Row("subject differs", 50_048, claims: [("sub", "other")]),
        Row("issuer absent", 90_014, claims: [("iss", nil)]),
        Row("issuer null", 90_014, claims: [("iss", .null)]),
        Row("issuer empty", 90_014, claims: [("iss", "")]),
        Row("subject absent", 90_014, claims: [("sub", nil)]),
        Row("audience absent", 90_014, claims: [("aud", nil)]),
        Row("audience list empty", 90_014, claims: [("aud", [])]),
        Row("expiry absent", 90_014, claims: [("exp", nil)]),
        Row("algorithm none", 5_002_738, header: [("alg", "none")]),
        Row("algorithm absent", 5_002_738, header: [("alg", nil)]),
        Row("algorithm symmetric", 5_002_738, header: [("alg", "HS256")]),
        Row("algorithm ES256", 5_002_738, header: [("alg", "ES256")]),
        Row("algorithm in lower case", 5_002_738, header: [("alg", "ps256")]),
        Row("no thumbprint", 5_002_723, header: [("x5t#S256", nil)]),
        Row("type of rfc7523bis", 5_002_727, header: [("typ", "client-authentication+jwt")]),
        Row("type at+jwt", 5_002_727, header: [("typ", "at+jwt")]),
        Row("expired", 700_024, claims: [("exp", .number(1_795_255_445 - 300))]),
        Row("not begun", 700_024, claims: [("nbf", .number(1_795_255_445 + 301))]),
        Row("times as negative text", 700_024, claims: [("exp", "-5")]),
        Row("critical extension", 50_027, header: [("crit", ["exp"]), ("exp", 1)]),
        Row("critical extension list empty", 50_027, header: [("crit", [])]),
        Row("algorithm a number", 50_027, header: [("alg", 1)]),
        Row("type a list", 50_027, header: [("typ", ["JWT"])]),
        Row("thumbprint a number", 50_027, header: [("x5t#S256", 1)]),
        Row("chain a number", 50_027, header: [("x5c", 1)]),
        Row("chain of numbers", 50_027, header: [("x5c", [1])]),
        Row("issuer a number", 50_027, claims: [("iss", 1)]),
        Row("audience a number", 50_027, claims: [("aud", 1)]),
        Row("audience list of numbers", 50_027, claims: [("aud", [1])]),
        Row("identifier a number", 50_027, claims: [("jti", 1)]),
        Row("expiry a word", 50_027, claims: [("exp", "soon")]),
        Row("expiry hexadecimal", 50_027, claims: [("exp", "0x7FFFFFFF")]),
        Row("expiry infinite", 50_027, claims: [("exp", "inf")]),
        Row("expiry empty", 50_027, claims: [("exp", "")]),
        Row("expiry true", 50_027, claims: [("exp", true)]),
        Row("start a list", 50_027, claims: [("nbf", [1])]),
        Row("claims no object", 50_027, Draft(rawClaims: "[1]")),
        Row("claims no JSON", 50_027, Draft(rawClaims: "{\"iss\":}")),
        Row("claims cut", 50_027, Draft(rawClaims: "{\"iss\":\"a\"")),
        Row("claims behind claims", 50_027, Draft(rawClaims: "{}{}")),
        Row("claim twice", 50_027, Draft(rawClaims: "{\"iss\":\"a\",\"iss\":\"b\"}")),
        Row("claim twice by an escape", 50_027, Draft(rawClaims: "{\"iss\":\"a\",\"\\u0069ss\":\"b\"}")),
        Row(
            "expiry over every bound",
            50_027,
            Draft(rawClaims: "{\"iss\":\"a\",\"sub\":\"a\",\"aud\":\"a\",\"exp\":1e999}")
        ),
        Row("header twice", 50_027, Draft(rawHeader: "{\"alg\":\"PS256\",\"alg\":\"none\"}")),
        Row("header nested deeply", 50_027, Draft(rawHeader: String(repeating: "[", count: 5_000))),
    ]

    @Test(arguments: rows)
    func refusesWithTheNumberOfTheTokenService(row: Row) throws {
        let reason = try Fixture.refusal(try row.draft.text())
        #expect(reason?.aadsts == row.aadsts, "\(reason.map(String.init(describing:)) ?? "accepted")")
    }

    @Test(arguments: [
        "", ".", "..", "...", "a.b.c", "a.b.c.d", "eyJhbGciOiJub25lIn0.e30.", "not a token", "Bearer x.y.z",
    ])
    func refusesWhatIsNotAToken(text: String) throws {
        let reason = try Fixture.refusal(text)
        #expect(reason?.aadsts == 50_027 || reason == .unsupportedAlgorithm("none"))
    }

    @Test func refusesATokenOverTheSizeLimit() throws {
        let text = try Draft(claims: [("padding", .string(String(repeating: "x", count: 16_384)))]).text()
        #expect(try Fixture.refusal(text)?.aadsts == 50_027)
    }

    @Test(arguments: [" ", "\n", "+", "/", "=", "=="])
    func refusesSegmentsThatAreNotCanonical(suffix: String) throws {
        let segments = try Draft().text().split(separator: ".").map(String.init)
        for index in 0..<3 {
            var bent = segments
            // Only a length that padding would not complete: right padding is a dialect.
            while bent[index].count % 4 == 0 || (bent[index] + suffix).count % 4 == 0 { bent[index] += "A" }
            bent[index] += suffix
            let reason = try Fixture.refusal(bent.joined(separator: "."))
            #expect(reason?.aadsts == 50_027, "segment \(index)")
        }
    }

    @Test func refusesASignatureOfAnotherKey() throws {
        let text = try Draft().text(try Fixture.stranger.get())
        let thumbprint = try Fixture.certificate.get().sha256Thumbprint.hexadecimal
        #expect(try Fixture.refusal(text) == .signatureMismatch(identifier: thumbprint))
    }

    @Test func refusesWithoutAnyKey() throws {
        #expect(try Fixture.refusal(try Draft().text(), keys: [])?.aadsts == 700_027)
    }

    @Test func tellsAnExpiredRegistrationFromOneThatHasNotBegun() throws {
        let text = try Draft().text()
        let name = try Fixture.certificate.get().sha256Thumbprint.hexadecimal
        let (start, end) = (Fixture.now - 1_000, Fixture.now - 500)
        let expired = try Fixture.key(notBefore: start, notAfter: end)
        #expect(try Fixture.refusal(text, keys: [expired]) == .keyExpired(identifier: name, start: start, end: end))
        let (first, last) = (Fixture.now + 500, Fixture.now + 1_000)
        let early = try Fixture.key(notBefore: first, notAfter: last)
        #expect(try Fixture.refusal(text, keys: [early]) == .keyNotYetValid(identifier: name, start: first, end: last))
    }

    @Test func refusesACertificateOutsideItsOwnValidity() throws {
        let key = try Fixture.key(notBefore: .distantPast, notAfter: .distantFuture)
        #expect(
            try Fixture.refusal(try Draft().text(), keys: [key], at: Fixture.now + 400 * 86_400)?.aadsts == 1_000_502
        )
    }

    @Test func refusesAKeyThatDoesNotFit() throws {
        let curve = try Fixture.curve.get()
        let text = try Draft(header: [("x5t#S256", .string(curve.sha256Thumbprint.base64URL))]).text()
        #expect(try Fixture.refusal(text, keys: [try Fixture.key(curve)]) == .keyDoesNotFitAlgorithm)
    }

    @Test func everyRefusalSaysSomething() {
        let date = Fixture.now
        let all: [AssertionRefusal] = [
            .malformed(reason: "x"), .unsupportedAlgorithm("x"), .wrongType("x"), .noKeyIdentifier, .missingClaim("x"),
            .subjectIsNotIssuer, .clientIDMismatch, .severalAudiences(count: 2), .keyNotFound(identifier: "x"),
            .keyExpired(identifier: "x", start: date, end: date),
            .keyNotYetValid(identifier: "x", start: date, end: date),
            .certificateOutsideValidity(start: date, end: date), .keyDoesNotFitAlgorithm,
            .signatureMismatch(identifier: "x"), .outsideValidity(now: date, from: date, until: date),
            .wrongAudience("x"),
        ]
        #expect(Set(all.map(\.description)).count == all.count)
        #expect(Set(all.map(\.aadsts)).count == 13)
    }

    @Test func refusesBytesThatAreNoCertificate() {
        #expect(throws: AssertionError.self) { try RegisteredKey(keyID: "x", certificateDER: [1, 2, 3]) }
    }
}
