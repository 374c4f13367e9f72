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

/// What unmodified clients write, spelling by spelling.
@Suite struct DialectTests {
    private static let now = Int(Fixture.now.timeIntervalSince1970)

    private func thumbprints() throws -> (sha1: Thumbprint, sha256: Thumbprint) {
        let certificate = try Fixture.certificate.get()
        return (certificate.sha1Thumbprint, certificate.sha256Thumbprint)
    }

    private func padded(_ text: String) -> JSONValue {
        .string(text + String(repeating: "=", count: (4 - text.count % 4) % 4))
    }

    @Test func acceptsMSALPythonWithPublicCertificate() throws {
        let draft = Draft(
            header: [("x5t#S256", padded(try thumbprints().sha256.base64URL)), ("x5c", ["MIIC"])],
            claims: [
                ("nbf", nil), ("exp", try JSONValue.parse("\(Self.now + 600).0295887")),
                ("iat", try JSONValue.parse("\(Self.now).0295887")),
            ]
        )
        #expect(try Fixture.refusal(try draft.text()) == nil)
    }

    @Test func acceptsMSALPythonAndAzureIdentityWithABareThumbprint() throws {
        let draft = Draft(
            algorithm: .rs256,
            header: [("x5t#S256", nil), ("x5t", padded(try thumbprints().sha1.base64URL))],
            claims: [("nbf", nil), ("exp", try JSONValue.parse("\(Self.now + 600).5"))]
        )
        #expect(try Fixture.refusal(try draft.text()) == nil)
    }

    @Test func acceptsAsynchronousAzureIdentityWithPaddedSegments() throws {
        for filler in ["", "x", "xx"] {
            let draft = Draft(
                header: [("x5t#S256", padded(try thumbprints().sha256.base64URL))],
                claims: [("iat", nil), ("exp", .number(Self.now + 1_800)), ("filler", .string(filler))],
                isPadded: true
            )
            #expect(try Fixture.refusal(try draft.text()) == nil)
        }
    }

    @Test func acceptsMSALGoWithStandardBase64() throws {
        let draft = Draft(header: [("x5t#S256", .string(try thumbprints().sha256.base64)), ("x5c", ["MIIC", "MIIC"])])
        #expect(try Fixture.refusal(try draft.text()) == nil)
    }

    @Test func acceptsMSALNetWithTimesAndChainAsText() throws {
        let draft = Draft(
            header: [("x5c", "MIIC")],
            claims: [("nbf", .string("\(Self.now)")), ("exp", .string("\(Self.now + 600)")), ("iat", nil)]
        )
        #expect(try Fixture.refusal(try draft.text()) == nil)
    }

    @Test func acceptsTheRustCrateWithStandardBase64OfSHA1() throws {
        let draft = Draft(
            algorithm: .rs256,
            header: [("x5t#S256", nil), ("x5t", .string(try thumbprints().sha1.base64))],
            claims: [("exp", .number(Self.now + 300))]
        )
        #expect(try Fixture.refusal(try draft.text()) == nil)
    }

    @Test func acceptsOneAudienceInAListTheOldTypeAndNoType() throws {
        #expect(try Fixture.refusal(try Draft(claims: [("aud", [.string(Fixture.audience)])]).text()) == nil)
        #expect(try Fixture.refusal(try Draft(header: [("typ", "http://openid.net/specs/jwt/1.0")]).text()) == nil)
        #expect(try Fixture.refusal(try Draft(header: [("typ", nil)]).text()) == nil)
    }

    @Test func acceptsWithoutIdentifierAndWithALongLife() throws {
        let draft = Draft(claims: [("jti", nil), ("exp", .number(Self.now + 86_400 * 365))])
        #expect(try Fixture.refusal(try draft.text()) == nil)
    }
}
