// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import SignetCredentials
import SignetTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct ServiceReplyTests {
    private func token(_ body: String, status: Int = 200) async throws -> AccessToken {
        let transport = ScriptedTransport([.status(status, body: body)])
        return try await Fixture.credential(transport).token(for: Fixture.scope)
    }

    @Test(arguments: [
        "", " ", "null", "[]", "\"x\"", "<html></html>", "{", "{\"access_token\":\"x\",\"expires_in\":3599", "{}",
        "{\"expires_in\":3599}", "{\"access_token\":\"\",\"expires_in\":3599}",
        "{\"access_token\":1,\"expires_in\":3599}",
        "{\"access_token\":\"x\"}", "{\"access_token\":\"x\",\"expires_in\":\"soon\"}",
        "{\"access_token\":\"x\",\"expires_in\":-1}", "{\"access_token\":\"x\",\"expires_in\":\"-1\"}",
        "{\"access_token\":\"x\",\"expires_in\":0}", "{\"access_token\":\"x\",\"expires_in\":1e999}",
        "{\"access_token\":\"x\",\"expires_in\":99999999999999999999}", "{\"access_token\":\"x\",\"expires_in\":true}",
        "{\"access_token\":\"x\",\"expires_in\":3599,\"token_type\":\"Bearer\\r\\nX-Evil: 1\"}",
        "{\"access_token\":\"x\",\"access_token\":\"y\",\"expires_in\":3599}",
    ])
    func saysThatAnAnswerIsNotATokenServices(body: String) async throws {
        let error = await #expect(throws: CredentialError.self) { _ = try await token(body) }
        #expect(error?.code == .unexpectedReply)
        #expect(error?.message.contains(Fixture.endpoint) == true)
    }

    @Test func survivesTenMegabytesAndDeepNesting() async throws {
        for body in [String(repeating: "x", count: 10_000_000), String(repeating: "[", count: 1_000_000)] {
            let error = await #expect(throws: CredentialError.self) { _ = try await token(body) }
            #expect(error?.code == .unexpectedReply)
        }
    }

    @Test(arguments: [
        ("3599", 3_599.0, 3_299.0), ("\"3599\"", 3_599, 3_299), ("86400", 86_400, 43_200), ("7200", 7_200, 3_600),
        ("7199", 7_199, 6_899), ("400", 400, 200), ("60", 60, 30), ("3599.5", 3_599.5, 3_299.5),
    ])
    func readsLifetimesAndPlansTheRefresh(expiresIn: String, lifetime: Double, refresh: Double) async throws {
        let token = try await token("{\"access_token\":\"x\",\"expires_in\":\(expiresIn)}")
        let now = ManualClock().now
        #expect(token.expiresOn == now + lifetime)
        #expect(token.refreshOn == now + refresh)
    }

    @Test(arguments: [("100", 100.0), ("\"100\"", 100), ("-5", 3_300), ("3600", 3_300), ("\"x\"", 3_300)])
    func keepsToTheRefreshThatTheServiceWants(refreshIn: String, expected: Double) async throws {
        let body = "{\"access_token\":\"x\",\"expires_in\":3600,\"refresh_in\":\(refreshIn)}"
        #expect(try await token(body).refreshOn == ManualClock().now + expected)
    }

    @Test func tellsEverythingThatTheServiceSaid() async throws {
        let transport = ScriptedTransport([.refusal(700_027)])
        let error = await #expect(throws: CredentialError.self) {
            _ = try await Fixture.credential(transport).token(for: Fixture.scope)
        }
        #expect(error?.code == .authenticationFailed)
        #expect(error?.code.description == "AuthenticationFailed")
        let refusal = try #require(error?.refusal)
        #expect(refusal.status == 401)
        #expect(refusal.error == "invalid_client")
        #expect(refusal.aadstsCodes == [700_027])
        let correlationID = transport.requests[0].headers.first { $0.name == "client-request-id" }?.value
        #expect(refusal.correlationID == correlationID)
        #expect(refusal.traceID == "11111111-aaaa-4bbb-8ccc-000000000001")
        #expect(refusal.timestamp == "2026-11-21 10:04:05Z")
        #expect(refusal.remedy?.contains("Upload this certificate") == true)
        let text = "\(try #require(error))"
        #expect(
            text.hasPrefix("AuthenticationFailed: invalid_client: AADSTS700027: The certificate with identifier used")
        )
        #expect(text.contains("Remedy: Upload this certificate"))
    }

    @Test func findsTheNumberInTheTextWhereThereIsNoList() async throws {
        let body = "{\"error\":\"invalid_request\",\"error_description\":\"AADSTS90002: Tenant 'x' not found.\"}"
        let error = await #expect(throws: CredentialError.self) { _ = try await token(body, status: 400) }
        #expect(error?.refusal?.aadstsCodes == [90_002])
        #expect(error?.refusal?.remedy != nil)
    }

    @Test(arguments: [301, 302, 307, 308])
    func followsNoRedirect(status: Int) async throws {
        let error = await #expect(throws: CredentialError.self) { _ = try await token("", status: status) }
        #expect(error?.code == .unexpectedReply)
        #expect(error?.message.contains("redirects are not followed") == true)
    }

    @Test(arguments: [400, 401, 403, 404, 418])
    func callsAnErrorWithoutOAuthWhatItIs(status: Int) async throws {
        let error = await #expect(throws: CredentialError.self) {
            _ = try await token("<html>no</html>", status: status)
        }
        #expect(error?.code == .unexpectedReply)
        #expect(error?.refusal?.status == status)
    }

    @Test func everyNumberOfTheReferenceHasARemedy() async throws {
        let numbers = [
            700_027, 700_024, 700_023, 5_002_741, 700_021, 50_048, 90_014, 5_002_738, 5_002_723, 5_002_727, 5_002_730,
            50_027,
            700_030, 7_000_213, 7_000_214, 7_000_277, 1_000_502, 7_000_215, 7_000_222, 7_000_218, 700_025, 900_144,
            392_200,
            392_204, 500_181, 50_171, 700_016, 700_038, 90_002, 900_023, 7_000_112, 50_194, 1_002_012, 70_011, 901_002,
            500_011, 501_051, 650_057,
        ]
        for number in numbers {
            let body = "{\"error\":\"x\",\"error_codes\":[\(number)]}"
            let error = await #expect(throws: CredentialError.self) { _ = try await token(body, status: 400) }
            #expect(error?.refusal?.remedy != nil, "\(number)")
        }
    }
}
