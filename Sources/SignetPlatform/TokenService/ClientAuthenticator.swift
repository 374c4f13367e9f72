// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCertificates
import SignetCore

/// Decides whether a client is who it says.
struct ClientAuthenticator: Sendable {
    private static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

    let federation: FederatedAuthenticator
    let revocation: RevocationCheck
    let verifier = AssertionVerifier()

    private var connection: ConnectionAuthenticator {
        let issued = IssuedCertificateAuthenticator(revocation: self.revocation, verifier: self.verifier)
        return ConnectionAuthenticator(issued: issued)
    }

    /// Checks the credential of a request and says of which kind it is; the client is put into the expectation, which
    /// brings the tenant's audiences.
    func authenticate(
        _ request: TokenRequest,
        as client: RegisteredClient,
        expecting expectation: AssertionExpectation,
        at now: Date
    ) async throws -> ClientAuthenticationMethod {
        switch request.credential {
        case .none:
            guard let certificate = request.certificate else { throw TokenRefusal(.credentialMissing) }
            try await self.connection.authenticate(certificate, as: client, at: now)
            return .certificate
        case .secret(let secret):
            try check(secret, client, now)
            return .secret
        case .assertion(let assertion):
            guard let type = request.assertionType else {
                throw TokenRefusal(.missingParameter, ["name": "client_assertion_type"])
            }
            guard type == Self.assertionType else { throw TokenRefusal(.malformedRequest) }
            var expectation = expectation
            expectation.clientID = client.appID
            func text() -> String { assertion.withExposedBytes { String(decoding: $0, as: UTF8.self) } }
            let read = request.assertion ?? self.verifier.read(text())
            if case .success(let token) = read, FederatedAssertion.issuer(of: token) != nil {
                try await self.federation.authenticate(text(), as: client, at: now)
                return .certificate
            }
            switch self.verifier.verify(read, expectation: expectation, keys: client.keys, at: now) {
            case .accepted(let accepted):
                try self.connection.match(request.certificate, accepted.key.certificateDER)
                return .certificate
            case .refused(.keyNotFound(let name)):
                let issued = self.connection.issued
                if try await issued.authenticate(text(), as: client, expecting: expectation, at: now) {
                    try self.connection.match(request.certificate, PresentedChain(of: text())?.leaf.der)
                    return .certificate
                }
                throw TokenRefusal(.keyNotFound(identifier: name), client: client.appID)
            case .refused(let refusal): throw TokenRefusal(refusal, client: client.appID)
            }
        }
    }

    /// Compares a secret with all that are kept, so that the time tells nothing about which one was nearly right.
    private func check(_ secret: SecretBytes, _ client: RegisteredClient, _ now: Date) throws(TokenRefusal) {
        let matches = client.passwords.filter { ClientSecret.matches(secret, $0.digest) }
        if matches.contains(where: { $0.start <= now && now <= $0.end }) { return }
        throw TokenRefusal(matches.isEmpty ? .secretInvalid : .secretExpired, ["client": client.appID])
    }
}
