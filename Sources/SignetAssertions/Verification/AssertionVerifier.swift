// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
import SignetCore

/// Checks client assertions as Microsoft Entra ID does (RFC 7523 with the dialects of the field).
///
/// The checks run in this order, and the first that fails decides: form; `alg`; `typ`; `x5c`; a key identifier; required
/// claims and their types; `sub` = `iss`; = client ID; one audience; the key is registered, valid, and fits the algorithm;
/// the signature; the times; the audience. An identifier that was used before is not refused (see
/// ``VerifiedAssertion/tokenID``), nor is a long life.
public struct AssertionVerifier: Sendable {
    /// By how much the clocks of client and service may differ.
    public var clockSkew: TimeInterval
    /// The largest number of bytes that an assertion may have.
    public var sizeLimit: Int

    /// Creates a verifier; five minutes and 16 KiB are what the service itself allows or what suffices for it.
    public init(clockSkew: TimeInterval = 300, sizeLimit: Int = 16 * 1_024) {
        self.clockSkew = clockSkew
        self.sizeLimit = sizeLimit
    }

    /// Checks an assertion against what the request makes of it and the keys of the application.
    ///
    /// - Parameters:
    ///   - text: The value of `client_assertion`.
    ///   - expectation: The client and the audiences.
    ///   - keys: The keys that are registered on the application.
    ///   - now: The time.
    /// - Returns: The verified assertion, or the first reason against it.
    public func verify(
        _ text: String,
        expectation: AssertionExpectation,
        keys: [RegisteredKey],
        at now: Date
    ) -> AssertionVerdict {
        verify(read(text), expectation: expectation, keys: keys, at: now)
    }

    /// Reads an assertion and believes nothing of it.
    package func read(_ text: String) -> Result<CompactToken, CompactTokenError> {
        Result { () throws(CompactTokenError) in
            try CompactToken(text, padding: .tolerated, sizeLimit: self.sizeLimit)
        }
    }

    /// Checks an assertion that was read; see ``verify(_:expectation:keys:at:)-(String,_,_,_)``.
    package func verify(
        _ token: Result<CompactToken, CompactTokenError>,
        expectation: AssertionExpectation,
        keys: [RegisteredKey],
        at now: Date
    ) -> AssertionVerdict {
        switch token {
        case .failure(let error): return .refused(.malformed(reason: error.reason))
        case .success(let token):
            do {
                return .accepted(try check(token, expectation, keys, now))
            } catch {
                return .refused(error.reason)
            }
        }
    }

    /// The members of a header that are texts.
    private static let texts = ["alg", "typ", "x5t", "x5t#S256", "kid"]

    private typealias Refusal = AssertionClaims.Refusal

    private func check(
        _ token: CompactToken,
        _ expectation: AssertionExpectation,
        _ keys: [RegisteredKey],
        _ now: Date
    ) throws(Refusal) -> VerifiedAssertion {
        let algorithm = try checkHeader(token.header)
        guard let identifier = HeaderKeyIdentifier(token.header) else { throw Refusal(.noKeyIdentifier) }
        let claims = try AssertionClaims(token.claims)
        try checkParties(claims, expectation)
        let key = try find(identifier, keys, now)
        guard key.publicKey.accepts(algorithm) else { throw Refusal(.keyDoesNotFitAlgorithm) }
        guard key.publicKey.verifies(token) else { throw Refusal(.signatureMismatch(identifier: identifier.name)) }
        let from = claims.notBefore ?? Date(timeIntervalSince1970: 0)
        guard now >= from - self.clockSkew, now < claims.expiresOn + self.clockSkew else {
            throw Refusal(.outsideValidity(now: now, from: from, until: claims.expiresOn))
        }
        guard let audience = claims.audiences.first, expectation.accepts(audience: audience) else {
            throw Refusal(.wrongAudience(claims.audiences.first ?? ""))
        }
        return VerifiedAssertion(
            clientID: expectation.clientID,
            key: key,
            tokenID: claims.tokenID,
            notBefore: claims.notBefore,
            expiresOn: claims.expiresOn,
            claims: token.claims
        )
    }

    private func checkHeader(_ header: JSONObject) throws(Refusal) -> SignatureAlgorithm {
        for name in Self.texts {
            if let value = header[name], value.string == nil {
                throw Refusal(.malformed(reason: "the header member '\(name)' is not a text"))
            }
        }
        let name = header["alg"]?.string ?? ""
        guard let algorithm = SignatureAlgorithm(rawValue: name) else {
            throw Refusal(.unsupportedAlgorithm(String(name.prefix(64))))
        }
        if let type = header["typ"]?.string, !["jwt", "http://openid.net/specs/jwt/1.0"].contains(type.lowercased()) {
            throw Refusal(.wrongType(String(type.prefix(64))))
        }
        switch header["x5c"] {
        // MSAL for .NET writes one certificate as a text. The content decides nothing here: the key is the registered one.
        case .none, .string: break
        case .array(let elements) where elements.allSatisfy { $0.string != nil }: break
        default: throw Refusal(.malformed(reason: "the header member 'x5c' is not a list of texts"))
        }
        return algorithm
    }

    private func checkParties(_ claims: AssertionClaims, _ expectation: AssertionExpectation) throws(Refusal) {
        guard Self.isSame(claims.subject, claims.issuer) else { throw Refusal(.subjectIsNotIssuer) }
        guard Self.isSame(claims.issuer, expectation.clientID) else { throw Refusal(.clientIDMismatch) }
        guard claims.audiences.count == 1 else { throw Refusal(.severalAudiences(count: claims.audiences.count)) }
    }

    /// Whether two names are the same but for the case of their letters.
    private static func isSame(_ left: String, _ right: String) -> Bool {
        left == right || left.lowercased() == right.lowercased()
    }

    /// Finds the key; of several registrations of one certificate, the one that is valid.
    private func find(
        _ identifier: HeaderKeyIdentifier,
        _ keys: [RegisteredKey],
        _ now: Date
    ) throws(Refusal) -> RegisteredKey {
        let named = keys.filter { $0.isMeant(by: identifier) }
        guard let key = named.first(where: { $0.notBefore <= now && now <= $0.notAfter }) ?? named.first else {
            throw Refusal(.keyNotFound(identifier: identifier.name))
        }
        guard now >= key.notBefore else {
            throw Refusal(.keyNotYetValid(identifier: identifier.name, start: key.notBefore, end: key.notAfter))
        }
        guard now <= key.notAfter else {
            throw Refusal(.keyExpired(identifier: identifier.name, start: key.notBefore, end: key.notAfter))
        }
        guard key.certificateValidity.contains(now) else {
            let validity = key.certificateValidity
            throw Refusal(.certificateOutsideValidity(start: validity.lowerBound, end: validity.upperBound))
        }
        return key
    }
}
