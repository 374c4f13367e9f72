// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCore

/// What one of the platform's own tokens says, after its signature, time and issuer were checked.
struct VerifiedAccessToken: Sendable {
    let tenant: String
    let audience: String
    /// The client ID, from `appid` or `azp`.
    let clientID: String
    /// The object identifier of the service principal.
    let objectID: String
    let roles: [String]
    /// What the client may do for the person; empty for an application of its own accord.
    var scopes: [String] = []
    /// The object identifier of the person; `nil` for an application of its own accord.
    var userID: String?
    /// When it was issued; to the millisecond where it says so.
    var issued = Date(timeIntervalSince1970: 0)
    /// The `x5t#S256` of the certificate that it is bound to.
    var confirmation: String?
    /// Whether its client handles claims challenges (`xms_cc`).
    var isContinuous = false
}

/// Why a bearer token is not believed.
enum AccessTokenRefusal: Error, Sendable, Equatable {
    case malformed
    case unknownKey
    case invalidSignature
    case expired
    case notYetValid
    case invalidIssuer
}

/// Verifies access tokens that this platform issued: for its own surfaces that take them.
struct AccessTokenVerifier: Sendable {
    /// By how much clocks may differ; tokens come from this very clock, but a test's may be another.
    static let clockSkew: TimeInterval = 300

    let origin: String
    let keys: SigningKeyRing

    func verify(_ text: String, at now: Date) throws(AccessTokenRefusal) -> VerifiedAccessToken {
        let token: CompactToken
        do {
            token = try CompactToken(text)
        } catch {
            throw .malformed
        }
        guard let keyID = token.header["kid"]?.string, let key = self.keys.key(keyID) else { throw .unknownKey }
        guard key.verificationKey.verifies(token) else { throw .invalidSignature }
        let claims = token.claims
        guard let expiry = claims["exp"]?.integer, let start = claims["nbf"]?.integer,
            let tenant = claims["tid"]?.string, let audience = claims["aud"]?.string,
            let clientID = (claims["appid"] ?? claims["azp"])?.string, let objectID = claims["oid"]?.string
        else { throw .malformed }
        let issuers = [
            TokenIssuerName.v1(tenant: tenant),
            TokenIssuerName.v2(origin: self.origin, tenant: tenant),
        ]
        guard let issuer = claims["iss"]?.string, issuers.contains(issuer) else { throw .invalidIssuer }
        let seconds = now.timeIntervalSince1970
        guard seconds < Double(expiry) + Self.clockSkew else { throw .expired }
        guard seconds >= Double(start) - Self.clockSkew else { throw .notYetValid }
        return VerifiedAccessToken(
            tenant: tenant,
            audience: audience,
            clientID: clientID,
            objectID: objectID,
            roles: claims["roles"]?.array?.compactMap(\.string) ?? [],
            scopes: claims["scp"]?.string?.split(separator: " ").map(String.init) ?? [],
            userID: claims["scp"] == nil ? nil : objectID,
            issued: claims["uti"]?.string.flatMap { OpaqueClaims.time(ofTokenIdentifier: $0) }
                ?? Date(timeIntervalSince1970: Double(start)),
            confirmation: TokenBinding.confirmation(in: claims),
            isContinuous: claims["xms_cc"]?.array?.contains { $0.string?.lowercased() == "cp1" } ?? false
        )
    }
}
