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
    /// The keys that the policy itself names, which may sign for every accepted issuer.
    package var keys: [TokenKey] = []
    /// What issuers publish: each signs in its own name, not in that of another.
    package var configurations: [IssuerConfiguration] = []
    package var audiences: [String] = []
    /// The issuers that the policy itself names.
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
        let foreign = try checkSignature(token)
        try checkLifetime(token.claims, at: now)
        let found = ClaimTexts.of(token.claims["aud"])
        if !self.audiences.isEmpty, !found.contains(where: self.audiences.contains) {
            throw .audience(found, self.audiences)
        }
        try checkTenant(token.claims)
        if let foreign { throw .issuer(token.claims["iss"]?.string, foreign) }
        try checkApplications(token.claims)
        try checkClaims(token.claims)
        return token.claims
    }

    /// Checks who signed.
    ///
    /// - Returns: `nil` where the signer may speak for the token's issuer; otherwise the issuers that it may speak for.
    private func checkSignature(_ token: CompactToken) throws(TokenRefusal) -> [String]? {
        let name = IssuerName(token.claims)
        if token.signature.isEmpty {
            guard !self.requiresSignature, token.header["alg"]?.string == "none" else { throw .unsigned }
            return accepts(name) ? nil : self.acceptedIssuers
        }
        guard !self.keys.isEmpty || self.configurations.contains(where: { !$0.keys.isEmpty }) else { throw .noKeys }
        let identifier = token.keyIdentifier
        var foreign: [(key: TokenKey, issuers: [String])] = []
        var isKnown = false
        for (key, publisher) in candidates(identifier) {
            isKnown = true
            guard publisher.map({ mayPublish($0, name) }) ?? accepts(name) else {
                foreign.append((key, publisher.map(issuers(of:)) ?? self.acceptedIssuers))
                continue
            }
            if key.verifies(token) { return nil }
        }
        guard isKnown else { throw .keyNotFound(identifier) }
        guard let signer = foreign.first(where: { $0.key.verifies(token) }) else { throw .signature }
        return signer.issuers
    }

    /// The keys that may be meant, with the configurations that publish them; `nil` for those of the policy.
    private func candidates(_ identifier: String?) -> [(key: TokenKey, publisher: IssuerConfiguration?)] {
        let own = self.keys.map { (key: $0, publisher: IssuerConfiguration?.none) }
        let published = self.configurations.flatMap { configuration in
            configuration.keys.map { (key: $0, publisher: Optional(configuration)) }
        }
        return (own + published).filter { $0.key.answers(to: identifier) }
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

    private func checkTenant(_ claims: JSONObject) throws(TokenRefusal) {
        guard let wanted = self.tenant else { return }
        let tenant = claims["tid"]?.string
        if wanted != tenant?.lowercased() { throw .claim("tid", tenant ?? "") }
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

extension TokenExpectation {
    /// Everybody who is accepted.
    private var acceptedIssuers: [String] { self.issuers + self.configurations.compactMap(\.issuer) }

    /// Whether a key of the policy may sign in a name: in every accepted one, and in any where none is listed.
    private func accepts(_ name: IssuerName) -> Bool {
        let accepted = self.acceptedIssuers
        return accepted.isEmpty || accepted.contains(where: name.isMeant)
    }

    /// Whether an issuer may sign in a name: its own, and those of the policy that no other issuer publishes (an
    /// authority signs in a second name that it does not publish, such as Entra in that of version 1).
    private func mayPublish(_ configuration: IssuerConfiguration, _ name: IssuerName) -> Bool {
        if let own = configuration.issuer, name.isMeant(by: own) { return true }
        guard self.issuers.contains(where: name.isMeant), let text = name.text else { return false }
        return !self.configurations.contains { $0.issuer.map { IssuerName.covers($0, text) } ?? false }
    }

    /// The names that an issuer may sign in.
    private func issuers(of configuration: IssuerConfiguration) -> [String] {
        let others = self.configurations.compactMap(\.issuer).filter { $0 != configuration.issuer }
        let free = self.issuers.filter { name in !others.contains { IssuerName.covers($0, name) } }
        return (configuration.issuer.map { [$0] } ?? []) + free
    }

    /// The issuers that may have published the key of a token since they were asked: none of them has it.
    func issuersWithoutKey(of token: CompactToken) -> [IssuerConfiguration] {
        let (name, identifier) = (IssuerName(token.claims), token.keyIdentifier)
        guard !self.keys.contains(where: { !$0.identifiers.isEmpty && $0.answers(to: identifier) }) else { return [] }
        let publishers = self.configurations.filter { mayPublish($0, name) }
        let isThere = publishers.contains { $0.keys.contains { $0.answers(to: identifier) } }
        return isThere ? [] : publishers
    }
}

extension CompactToken {
    /// What names the key that signed.
    fileprivate var keyIdentifier: String? { self.header["kid"]?.string ?? self.header["x5t"]?.string }
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
