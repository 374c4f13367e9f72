// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
import SignetCore

/// A token of somebody else's issuer that stands for a client (workload identity federation), read and not believed.
package struct FederatedAssertion: Sendable {
    /// External issuers sign with this algorithm and no other.
    private static let algorithm = SignatureAlgorithm.rs256

    /// Why a token is refused.
    package struct Refusal: Error, Sendable {
        package let reason: AssertionRefusal
    }

    /// `iss`, exactly as it stands.
    package let issuer: String
    /// `sub`, exactly as it stands.
    package let subject: String
    /// `aud`: exactly one.
    package let audience: String
    /// What names the issuer's key: `kid`, or `x5t` where there is none.
    package let keyID: String
    private let claims: AssertionClaims
    private let token: CompactToken

    /// The issuer that a token names, where it is the address of one.
    ///
    /// An application's own assertion has the client ID there, which is no address: so the two kinds are told apart.
    package static func issuer(of text: String, sizeLimit: Int = CompactToken.defaultSizeLimit) -> String? {
        (try? CompactToken(text, padding: .tolerated, sizeLimit: sizeLimit)).flatMap { issuer(of: $0) }
    }

    /// The issuer that a token names, where it is the address of one.
    package static func issuer(of token: CompactToken) -> String? {
        guard let issuer = token.claims["iss"]?.string else { return nil }
        let folded = issuer.lowercased()
        return folded.hasPrefix("https://") || folded.hasPrefix("http://") ? issuer : nil
    }

    /// Reads a token.
    ///
    /// - Throws: ``Refusal`` for anything that is no token of the form that issuers sign.
    package init(_ text: String, sizeLimit: Int = CompactToken.defaultSizeLimit) throws(Refusal) {
        do {
            self.token = try CompactToken(text, padding: .tolerated, sizeLimit: sizeLimit)
        } catch {
            throw Refusal(reason: .malformed(reason: error.reason))
        }
        let algorithm = self.token.header["alg"]?.string ?? ""
        guard algorithm == Self.algorithm.rawValue else {
            throw Refusal(reason: .unsupportedAlgorithm(String(algorithm.prefix(64))))
        }
        guard let keyID = (self.token.header["kid"] ?? self.token.header["x5t"])?.string, keyID.utf8.count <= 512 else {
            throw Refusal(reason: .noKeyIdentifier)
        }
        self.keyID = keyID
        do {
            self.claims = try AssertionClaims(self.token.claims)
        } catch {
            throw Refusal(reason: error.reason)
        }
        guard self.claims.audiences.count == 1, let audience = self.claims.audiences.first else {
            throw Refusal(reason: .severalAudiences(count: self.claims.audiences.count))
        }
        self.issuer = self.claims.issuer
        self.subject = self.claims.subject
        self.audience = audience
    }

    /// Whether it speaks for a person, or is no access token, by what Entra's own tokens say.
    package var isOfPerson: Bool {
        let claims = self.token.claims
        return claims["scp"] != nil || (claims["appid"] == nil && claims["azp"] == nil)
    }

    /// Checks signature and time; which subject and audience are trusted is the caller's affair.
    ///
    /// - Parameters:
    ///   - keys: The issuer's keys with the token's ``keyID``.
    ///   - now: The time.
    ///   - clockSkew: By how much the clocks of issuer and service may differ, in seconds.
    /// - Throws: ``Refusal``.
    package func check(keys: [VerificationKey], at now: Date, clockSkew: TimeInterval = 300) throws(Refusal) {
        guard !keys.isEmpty else {
            throw Refusal(reason: .issuerKeyNotFound(identifier: String(self.keyID.prefix(128)), issuer: self.issuer))
        }
        guard keys.contains(where: { $0.verifies(self.token) }) else {
            throw Refusal(reason: .signatureMismatch(identifier: String(self.keyID.prefix(128))))
        }
        let from = self.claims.notBefore ?? Date(timeIntervalSince1970: 0)
        guard now >= from - clockSkew, now < self.claims.expiresOn + clockSkew else {
            throw Refusal(reason: .outsideValidity(now: now, from: from, until: self.claims.expiresOn))
        }
    }
}
