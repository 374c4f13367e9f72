// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetCredentials
import SignetTesting
import Testing

/// Users sign in through the pages of the platform, and their tokens are refreshed, refused and revoked there.
@Suite(.timeLimit(.minutes(15))) struct UserSignInTests {
    private static let callback = "https://shop.example/callback"

    /// A shop whose users order and are billed.
    private struct Stage {
        let platform: TestPlatform
        let clock: ManualClock
        let orders: TestApplication
        let billing: TestApplication
        let shop: TestApplication
        let ada: TestUser

        func request(mode: AuthorizationRequest.ResponseMode = .query) throws -> AuthorizationRequest {
            try AuthorizationRequest(
                tenantID: self.platform.tenantID,
                clientID: self.shop.clientID,
                redirectURI: callback,
                scopes: ["api://orders/read"],
                authority: self.platform.credentialOptions.authority,
                responseMode: mode
            )
        }

        func credential(_ code: AuthorizationCode) throws -> AuthorizationCodeCredential {
            try AuthorizationCodeCredential(
                tenantID: self.platform.tenantID,
                clientID: self.shop.clientID,
                certificate: .certificate(self.shop.certificate),
                authorizationCode: code,
                options: self.platform.credentialOptions
            )
        }

        func signedIn(_ user: TestUser) async throws -> AuthorizationCode {
            let request = try request()
            return try request.authorizationCode(
                fromRedirect: try await self.platform.signIn(user, at: request.url)
            )
        }
    }

    private func withStage(_ body: (Stage) async throws -> Void) async throws {
        let clock = ManualClock(advancesOnSleep: true)
        try await withPlatform(clock: clock) { platform in
            let stage = Stage(
                platform: platform,
                clock: clock,
                orders: try await platform.registerApplication(
                    named: "orders",
                    identifierURIs: ["api://orders"],
                    scopes: ["read", "write"]
                ),
                billing: try await platform.registerApplication(
                    named: "billing",
                    identifierURIs: ["api://billing"],
                    scopes: ["read"]
                ),
                shop: try await platform.registerApplication(named: "shop", redirectURIs: [Self.callback]),
                ada: try await platform.registerUser(named: "ada")
            )
            // Orders are consented to by each user, bills by their owner for all.
            try await platform.allow(stage.shop, ["read"], of: stage.billing)
            try await body(stage)
        }
    }

    private func claims(_ token: AccessToken) throws -> JSONValue {
        try JSONValue.parse(try #require(Base64URL.decode(token.exposedText.split(separator: ".")[1])))
    }

    private func grants(_ platform: TestPlatform) -> [String] {
        platform.tokenRequests.compactMap { request in
            request.body.withExposedBytes { String(decoding: $0, as: UTF8.self) }
                .split(separator: "&")
                .first { $0.hasPrefix("grant_type=") }
                .map { String($0.dropFirst(11)) }
        }
    }

    @Test(arguments: [AuthorizationRequest.ResponseMode.query, .formPost])
    func aUserSignsInThroughThePages(mode: AuthorizationRequest.ResponseMode) async throws {
        try await withStage { stage in
            let request = try stage.request(mode: mode)
            let redirect = try await stage.platform.signIn(stage.ada, at: request.url)
            let credential = try stage.credential(try request.authorizationCode(fromRedirect: redirect))
            let token = try claims(try await credential.token(for: "api://orders/read"))
            #expect(token["aud"]?.string == stage.orders.clientID)
            #expect(token["oid"]?.string == stage.ada.objectID)
            #expect(token["scp"]?.string == "read")
            #expect(token["azp"]?.string == stage.shop.clientID)
            #expect(token["azpacr"]?.string == "2")
            let account = try #require(credential.account)
            #expect(account.objectID == stage.ada.objectID)
            #expect(account.username == stage.ada.userPrincipalName)
            #expect(account.homeAccountID == "\(stage.ada.objectID).\(stage.platform.tenantID)")
        }
    }

    @Test func theRefreshTokenServesOtherResourcesAndLaterTimes() async throws {
        try await withStage { stage in
            let credential = try stage.credential(try await stage.signedIn(stage.ada))
            let first = try await credential.token(for: "api://orders/read")
            let other = try claims(try await credential.token(for: "api://billing/read"))
            #expect(other["aud"]?.string == stage.billing.clientID)
            #expect(other["oid"]?.string == stage.ada.objectID)
            stage.clock.advance(by: .seconds(10_000))
            let later = try await credential.token(for: "api://orders/read")
            #expect(later.exposedText != first.exposedText)
            #expect(try claims(later)["oid"]?.string == stage.ada.objectID)
            #expect(grants(stage.platform) == ["authorization_code", "refresh_token", "refresh_token"])
            let refused = await #expect(throws: CredentialError.self) {
                _ = try await credential.token(for: "api://orders/write")
            }
            #expect(refused?.refusal?.suberror == "consent_required")
            #expect(refused?.refusal?.aadstsCodes == [65_001])
            stage.clock.advance(by: .seconds(10_000))
            _ = try await credential.token(for: "api://billing/read")
        }
    }

    @Test func aRevokedRefreshTokenEndsTheSignIn() async throws {
        try await withStage { stage in
            let credential = try stage.credential(try await stage.signedIn(stage.ada))
            _ = try await credential.token(for: "api://orders/read")
            let bob = try await stage.platform.registerUser(named: "bob")
            let others = credential.signingIn(with: try await stage.signedIn(bob))
            _ = try await others.token(for: "api://orders/read")
            stage.clock.advance(by: .seconds(5))
            try await stage.platform.revokeSessions(of: stage.ada)
            let refused = await #expect(throws: CredentialError.self) {
                _ = try await credential.token(for: "api://billing/read")
            }
            #expect(refused?.code == .authenticationFailed)
            #expect(refused?.refusal?.error == "invalid_grant")
            #expect(refused?.refusal?.aadstsCodes == [50_173])
            let count = stage.platform.tokenRequests.count
            let ended = await #expect(throws: CredentialError.self) {
                _ = try await credential.token(for: "api://billing/read")
            }
            #expect(ended?.code == .authenticationFailed)
            #expect(ended?.message.contains("sign in again") == true)
            #expect(stage.platform.tokenRequests.count == count, "a token that is worthless is not sent again")
            #expect(
                try claims(try await others.token(for: "api://billing/read"))["oid"]?.string == bob.objectID,
                "another user's sign-in goes on"
            )
            let again = credential.signingIn(with: try await stage.signedIn(stage.ada))
            _ = try await again.token(for: "api://billing/read")
        }
    }

    @Test func aUserWhoDeclinesBringsTheServicesWords() async throws {
        try await withStage { stage in
            let request = try stage.request()
            let redirect = try await stage.platform.signIn(stage.ada, at: request.url, accepting: false)
            let error = #expect(throws: CredentialError.self) {
                _ = try request.authorizationCode(fromRedirect: redirect)
            }
            #expect(error?.refusal?.error == "access_denied")
            #expect(error?.refusal?.aadstsCodes == [65_004])
        }
    }

    @Test func aPageThatLeadsNowhereIsAnError() async throws {
        try await withStage { stage in
            let request = try AuthorizationRequest(
                tenantID: stage.platform.tenantID,
                clientID: stage.shop.clientID,
                redirectURI: "https://thief.example/callback",
                scopes: ["api://orders/read"],
                authority: stage.platform.credentialOptions.authority
            )
            let error = await #expect(throws: TestPlatform.DirectoryRefusal.self) {
                _ = try await stage.platform.signIn(stage.ada, at: request.url)
            }
            #expect(error?.text.hasPrefix("AADSTS50011") == true)
        }
    }

    @Test func aCodeIsGoodOnceAndWithItsProofKeyAlone() async throws {
        try await withStage { stage in
            let code = try await stage.signedIn(stage.ada)
            _ = try await stage.credential(code).token(for: "api://orders/read")
            let twice = await #expect(throws: CredentialError.self) {
                _ = try await stage.credential(code).token(for: "api://orders/read")
            }
            #expect(twice?.refusal?.aadstsCodes == [54_005])
            let fresh = try await stage.signedIn(stage.ada)
            let stolen = try AuthorizationCode(
                code: fresh.code,
                redirectURI: Self.callback,
                proofKey: ProofKey(),
                nonce: fresh.nonce
            )
            let refused = await #expect(throws: CredentialError.self) {
                _ = try await stage.credential(stolen).token(for: "api://orders/read")
            }
            #expect(refused?.refusal?.error == "invalid_grant")
            #expect(refused?.refusal?.aadstsCodes == [501_481])
        }
    }

    @Test func theApplicationsCertificateRotatesUnderItsUsers() async throws {
        try await withStage { stage in
            let credential = try stage.credential(try await stage.signedIn(stage.ada))
            _ = try await credential.token(for: "api://orders/read")
            let next = try TestCertificates.client("next", at: stage.clock.now)
            try credential.rotate(to: next)
            #expect(credential.certificate == next.publicCertificate)
            // Nobody has registered it yet: the one before is tried, and the user notices nothing.
            let token = try claims(try await credential.token(for: "api://billing/read"))
            #expect(token["oid"]?.string == stage.ada.objectID)
            #expect(grants(stage.platform) == ["authorization_code", "refresh_token", "refresh_token"])
        }
    }
}
