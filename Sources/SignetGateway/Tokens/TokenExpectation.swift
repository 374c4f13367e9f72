// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
import SignetAssertions
package import SignetCore

/// What a token must be to be let through.
package struct TokenExpectation: Sendable {
    /// A claim with its values.
    package struct Claim: Sendable {
        let name: String
        let matchesAny: Bool
        let separator: String?
        let values: [String]
    }

    package var requiresExpirationTime = true
    package var requiresSignature = true
    package var clockSkew = 0.0
    package var keys: [TokenKey] = []
    package var audiences: [String] = []
    package var issuers: [String] = []
    package var claims: [Claim] = []
    /// The applications that may call.
    package var clientApplications: [String] = []
    /// The tenant; `nil` for any.
    package var tenant: String?

    package init() {}

    /// The claims of a token that is as it must be.
    package func claims(of text: String, at now: Date) throws(TokenRefusal) -> JSONObject {
        let token: CompactToken
        do { token = try CompactToken(text) } catch { throw .malformed() }
        try checkSignature(token)
        try checkLifetime(token.claims, at: now)
        let found = ClaimTexts.of(token.claims["aud"])
        if !self.audiences.isEmpty, !found.contains(where: self.audiences.contains) {
            throw .audience(found, self.audiences)
        }
        try checkIssuer(token.claims)
        try checkApplications(token.claims)
        try checkClaims(token.claims)
        return token.claims
    }

    private func checkSignature(_ token: CompactToken) throws(TokenRefusal) {
        if token.signature.isEmpty {
            guard !self.requiresSignature, token.header["alg"]?.string == "none" else { throw .unsigned }
            return
        }
        guard !self.keys.isEmpty else { throw .noKeys }
        let identifier = token.header["kid"]?.string ?? token.header["x5t"]?.string
        let keys = self.keys.filter { $0.answers(to: identifier) }
        guard !keys.isEmpty else { throw .keyNotFound(identifier) }
        guard keys.contains(where: { $0.verifies(token) }) else { throw .signature }
    }

    private func checkLifetime(_ claims: JSONObject, at now: Date) throws(TokenRefusal) {
        if let end = Self.date(claims["exp"]) {
            guard end.addingTimeInterval(self.clockSkew) > now else { throw .expired(end, now: now) }
        } else if self.requiresExpirationTime || claims["exp"] != nil {
            throw .noExpiration
        }
        guard claims["nbf"] != nil else { return }
        guard let start = Self.date(claims["nbf"]) else { throw .malformed() }
        guard start.addingTimeInterval(-self.clockSkew) <= now else { throw .early(start, now: now) }
    }

    private static func date(_ value: JSONValue?) -> Date? {
        guard case .number(let number)? = value, let seconds = number.double, seconds.isFinite,
            abs(seconds) < 253_402_300_800
        else { return nil }
        return Date(timeIntervalSince1970: seconds)
    }

    private func checkIssuer(_ claims: JSONObject) throws(TokenRefusal) {
        let (issuer, tenant) = (claims["iss"]?.string, claims["tid"]?.string)
        if let wanted = self.tenant, wanted != tenant?.lowercased() {
            throw .claim("tid", tenant ?? "")
        }
        guard !self.issuers.isEmpty else { return }
        let matches = self.issuers.contains { wanted in
            // The configuration of an authority for all tenants has a place for the tenant in its issuer.
            guard wanted.contains("{tenantid}") else { return wanted == issuer }
            return tenant.map { !$0.isEmpty && wanted.replacing("{tenantid}", with: $0) == issuer } ?? false
        }
        if !matches { throw .issuer(issuer, self.issuers) }
    }

    private func checkApplications(_ claims: JSONObject) throws(TokenRefusal) {
        guard !self.clientApplications.isEmpty else { return }
        let name = claims["azp"] == nil ? "appid" : "azp"
        guard let application = claims[name]?.string else { throw .missing([name]) }
        guard self.clientApplications.contains(where: { $0.lowercased() == application.lowercased() }) else {
            throw .claim(name, application)
        }
    }

    private func checkClaims(_ claims: JSONObject) throws(TokenRefusal) {
        let missing = self.claims.map(\.name).filter { claims[$0] == nil }
        guard missing.isEmpty else { throw .missing(missing) }
        for claim in self.claims where !claim.values.isEmpty {
            var found = ClaimTexts.of(claims[claim.name])
            if let separator = claim.separator, !separator.isEmpty {
                found = found.flatMap { $0.split(separator: separator).map(String.init) }
            }
            let matches =
                claim.matchesAny
                ? claim.values.contains(where: found.contains) : claim.values.allSatisfy(found.contains)
            guard matches else { throw .claim(claim.name, found.joined(separator: ", ")) }
        }
    }
}

/// The texts of a claim: one, or those of an array; everything else as its JSON.
enum ClaimTexts {
    static func of(_ value: JSONValue?) -> [String] {
        switch value {
        case .none: []
        case .array(let values): values.map(text)
        case .some(let value): [text(value)]
        }
    }

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .number(let number): number.text
        default: value.text
        }
    }
}
