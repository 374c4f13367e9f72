// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCore

/// What a token or an assertion says, and whether this platform would take it.
package struct TokenInspection: Sendable {
    /// What it is.
    package enum Kind: String, Sendable {
        case accessToken = "Access token"
        case assertion = "Client assertion"
        case foreign = "Token of another issuer"
    }

    package let kind: Kind
    package let isAccepted: Bool
    /// Why, in a sentence.
    package let verdict: String
    /// What would be accepted; empty where nothing can be said.
    package let remedy: String
    /// The header as indented JSON.
    package let header: String
    /// The claims as indented JSON.
    package let claims: String
    package let facts: [(name: String, value: String)]
}

/// Judges tokens for people who look for a mistake; a judgement here authenticates nobody.
struct TokenInspector: Sendable {
    let origin: String
    let keys: SigningKeyRing
    let tenants: TenantDirectory
    let registry: ClientRegistry
    let audiences: TenantAudiences
    let now: Date

    /// Judges a text; `nil` where it is no JWT.
    func inspect(_ text: String) async throws -> TokenInspection? {
        guard let decoded = try? DecodedAssertion(text) else { return nil }
        let issuer = decoded.clientID ?? ""
        if issuer.hasPrefix(self.origin) || issuer.hasPrefix("https://sts.windows.net/") {
            return accessToken(text, decoded)
        }
        if GUID.isWellFormed(issuer) { return try await assertion(text, decoded) }
        return TokenInspection(
            kind: .foreign,
            isAccepted: false,
            verdict:
                "The issuer \(issuer.isEmpty ? "is missing" : issuer.prefix(200) + " is not this platform, nor a client").",
            remedy: "Where it is to stand for an application, register issuer and subject as a federated credential.",
            header: decoded.headerText,
            claims: decoded.claimsText,
            facts: []
        )
    }

    private func accessToken(_ text: String, _ decoded: DecodedAssertion) -> TokenInspection {
        var isAccepted = false
        let verdict: String
        do throws(AccessTokenRefusal) {
            let token = try AccessTokenVerifier(origin: self.origin, keys: self.keys).verify(text, at: self.now)
            isAccepted = true
            verdict = "This platform signed it, and it is valid now, for the resource \(token.audience)."
        } catch {
            verdict =
                switch error {
                case .malformed: "It lacks a claim that every access token of this platform has."
                case .unknownKey: "It names a signing key that this platform does not have, or has no more."
                case .invalidSignature: "Its signature is not one of the key that it names: it was altered."
                case .expired: "It has expired."
                case .notYetValid: "It is not valid yet."
                case .invalidIssuer: "Its issuer is not this platform."
                }
        }
        return TokenInspection(
            kind: .accessToken,
            isAccepted: isAccepted,
            verdict: verdict,
            remedy: isAccepted ? "" : "Ask for a new token.",
            header: decoded.headerText,
            claims: decoded.claimsText,
            facts: facts(decoded)
        )
    }

    private func assertion(_ text: String, _ decoded: DecodedAssertion) async throws -> TokenInspection {
        let clientID = decoded.clientID?.lowercased() ?? ""
        var found: (tenant: Tenant, client: RegisteredClient)?
        for tenant in try await self.tenants.all() where found == nil {
            if let client = try await self.registry.client(appID: clientID, tenant: tenant.id) {
                found = (tenant, client)
            }
        }
        guard let (tenant, client) = found else {
            return inspection(decoded, .applicationNotFound, ["client": clientID, "directory": "this platform"], nil)
        }
        var expectation = self.audiences.expectation(tenant)
        expectation.clientID = client.appID
        switch AssertionVerifier().verify(text, expectation: expectation, keys: client.keys, at: self.now) {
        case .accepted:
            return TokenInspection(
                kind: .assertion,
                isAccepted: true,
                verdict: "A token endpoint of \(tenant.displayName) would take it for \(client.displayName) now.",
                remedy: "",
                header: decoded.headerText,
                claims: decoded.claimsText,
                facts: facts(decoded)
            )
        case .refused(let reason):
            let refusal = TokenRefusal(reason, client: client.appID)
            return inspection(decoded, refusal, (client, self.audiences.names(tenant)))
        }
    }

    private func inspection(
        _ decoded: DecodedAssertion,
        _ row: RefusalRow,
        _ values: [String: String],
        _ client: (RegisteredClient, [String])?
    ) -> TokenInspection { inspection(decoded, TokenRefusal(row, values), client) }

    private func inspection(
        _ decoded: DecodedAssertion,
        _ refusal: TokenRefusal,
        _ client: (RegisteredClient, audiences: [String])?
    ) -> TokenInspection {
        let explanation = SignInExplanation(
            number: refusal.row.number,
            attempt: SignInAttempt(assertion: decoded),
            client: client?.0,
            audiences: client?.audiences ?? [],
            now: self.now
        )
        .json
        return TokenInspection(
            kind: .assertion,
            isAccepted: false,
            verdict: "AADSTS\(refusal.row.number): \(explanation["rule"]?.string ?? refusal.message)",
            remedy: explanation["remedy"]?.string ?? "",
            header: decoded.headerText,
            claims: decoded.claimsText,
            facts: (explanation["facts"]?.array ?? [])
                .map { (name: $0["name"]?.string ?? "", value: $0["value"]?.string ?? "") }
        )
    }

    private func facts(_ decoded: DecodedAssertion) -> [(name: String, value: String)] {
        var facts: [(name: String, value: String)] = []
        if let start = decoded.notBefore { facts.append(("valid from", Timestamp.iso8601(start))) }
        if let end = decoded.expiresOn { facts.append(("expires", Timestamp.iso8601(end))) }
        facts.append(("server's time", Timestamp.iso8601(self.now)))
        return facts
    }
}
