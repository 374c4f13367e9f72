// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCore

/// Decides whether a token of another issuer stands for a client.
///
/// The checks run in this order: form and algorithm; a credential with the issuer; with the subject; with the audience; the
/// issuer's key; the signature; the times. Nobody is asked for keys on behalf of an issuer that no credential names.
struct FederatedAuthenticator: Sendable {
    let issuerKeys: IssuerKeys
    /// The platform's own keys, for tokens that it issued itself (managed identities); `nil` for another issuer.
    let ownKeys: @Sendable (_ issuer: String, _ identifier: String) -> [VerificationKey]?

    func authenticate(_ text: String, as client: RegisteredClient, at now: Date) async throws {
        guard !client.federated.isEmpty else {
            throw TokenRefusal(.noFederatedCredential, ["client": client.appID, "name": client.displayName])
        }
        do {
            let assertion = try FederatedAssertion(text)
            if self.ownKeys(assertion.issuer, assertion.keyID) != nil, assertion.isOfPerson {
                throw TokenRefusal(.federatedTokenOfPerson)
            }
            try match(assertion, client.federated)
            try assertion.check(keys: try await keys(of: assertion, now), at: now)
        } catch let refusal as FederatedAssertion.Refusal {
            throw TokenRefusal(refusal.reason, client: client.appID)
        }
    }

    private func match(_ assertion: FederatedAssertion, _ all: [FederatedIdentityCredential]) throws {
        let ofIssuer = all.filter { Self.isSame($0.issuer, assertion.issuer) }
        guard !ofIssuer.isEmpty else {
            throw TokenRefusal(.federatedIssuerUnknown, ["value": assertion.issuer])
        }
        let ofSubject = ofIssuer.filter { Self.isSame($0.subject, assertion.subject) }
        guard !ofSubject.isEmpty else {
            let differsInCase = ofIssuer.contains { $0.subject.lowercased() == assertion.subject.lowercased() }
            throw TokenRefusal(
                differsInCase ? .federatedSubjectInAnotherCase : .federatedSubjectUnknown,
                ["value": assertion.subject]
            )
        }
        guard ofSubject.contains(where: { Self.isSame($0.audience, assertion.audience) }) else {
            throw TokenRefusal(.federatedAudienceUnknown, ["value": assertion.audience])
        }
    }

    /// Byte by byte: in Swift, texts are the same too where Unicode calls them equivalent.
    private static func isSame(_ one: String, _ other: String) -> Bool { one.utf8.elementsEqual(other.utf8) }

    private func keys(of assertion: FederatedAssertion, _ now: Date) async throws -> [VerificationKey] {
        if let own = self.ownKeys(assertion.issuer, assertion.keyID) { return own }
        do {
            return try await self.issuerKeys.keys(issuer: assertion.issuer, identifier: assertion.keyID, at: now)
        } catch is IssuerKeys.Failure {
            throw TokenRefusal(.issuerUnreachable)
        }
    }
}
