// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import SignetCredentials
import SignetPlatform
import SignetTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct ServiceFaultTests {
    private let clock = ManualClock(advancesOnSleep: true)

    private func credential(_ transport: any TokenTransport, clock: (any TimeSource)? = nil) throws
        -> ClientSecretCredential
    {
        try ClientSecretCredential(
            tenantID: "contoso.com",
            clientID: "11111111-2222-4333-8444-555555555555",
            clientSecret: "s3cret",
            options: CredentialOptions(transport: transport, clock: clock ?? self.clock)
        )
    }

    @Test(arguments: RetryAfterSpelling.allCases)
    func aThrottledClientWaitsAsLongAsItIsAskedTo(spelling: RetryAfterSpelling) async throws {
        for fault in [
            ServiceFault.throttled(retryAfter: .seconds(7), as: spelling),
            .unavailable(503, retryAfter: .seconds(7), as: spelling),
        ] {
            let clock = ManualClock(now: Date(timeIntervalSince1970: 1_795_255_445), advancesOnSleep: true)
            let transport = ScriptedTransport([.fault(fault, clock: clock), .token("t")])
            _ = try await credential(transport, clock: clock).token(for: "a")
            #expect(clock.requestedSleeps == [.seconds(7)])
        }
    }

    @Test(arguments: [500, 502, 503, 504]) func aServerThatFailsIsAskedAgain(status: Int) async throws {
        let transport = ScriptedTransport([.fault(.unavailable(status)), .fault(.connectionReset), .token("t")])
        #expect(try await credential(transport).token(for: "a").exposedText == "t")
        #expect(transport.requests.count == 3)
    }

    @Test(arguments: [ServiceFault.cutBody(), .cutBody(after: 0), .notJSON])
    func anAnswerThatCannotBeReadIsCalledSo(fault: ServiceFault) async throws {
        let credential = try credential(ScriptedTransport(thereafter: .fault(fault)))
        let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
        #expect(error?.code == .unexpectedReply)
    }

    @Test func aSlowAnswerComesWhenTheClockSaysSo() async throws {
        let clock = ManualClock()
        let transport = ScriptedTransport([.fault(.slow(.seconds(20)), clock: clock, instead: .token("late"))])
        let credential = try credential(transport, clock: clock)
        let caller = Task { try await credential.token(for: "a") }
        try await clock.sleeps(atLeast: 1)
        clock.advance(by: .seconds(20))
        #expect(try await caller.value.exposedText == "late")
    }

    @Test func silenceEndsWithTheCaller() async throws {
        let transport = ScriptedTransport([.fault(.silence)])
        let credential = try credential(transport)
        let caller = Task { try await credential.token(for: "a") }
        try await transport.requests(atLeast: 1)
        caller.cancel()
        await #expect(throws: CancellationError.self) { _ = try await caller.value }
    }

    @Test(arguments: [
        (700_027, "invalid_client", "The certificate with identifier used"),
        (700_024, "invalid_client", "Client assertion is not within its valid time range"),
        (7_000_215, "invalid_client", "Invalid client secret provided"),
        (700_016, "unauthorized_client", "Application with"),
        (50_076, "invalid_grant", "Due to a configuration change"),
        (65_001, "invalid_grant", "The user or administrator"),
        (1_234_567, "invalid_client", "Refused by a script"),
    ])
    func refusesInTheWordsOfTheRealService(number: Int, name: String, text: String) async throws {
        let credential = try credential(ScriptedTransport([.fault(.refusal(number), clock: self.clock)]))
        let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
        let refusal = try #require(error?.refusal)
        #expect(refusal.error == name)
        #expect(refusal.aadstsCodes == [number])
        #expect(refusal.errorDescription?.hasPrefix("AADSTS\(number): \(text)") == true)
        #expect(refusal.errorDescription?.contains("{") == false)
        #expect(refusal.errorDescription?.hasSuffix("Timestamp: 2026-11-21 10:04:05Z") == true)
        #expect(refusal.timestamp == "2026-11-21 10:04:05Z")
        #expect(refusal.correlationID?.count == 36)
    }

    @Test func everyNumberOfThePlatformHasItsWords() async throws {
        for number in RefusalWords.numbers {
            let credential = try credential(ScriptedTransport(thereafter: .fault(.refusal(number))))
            let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
            // The one pair of braces of the real service's own.
            let text = (error?.refusal?.errorDescription ?? "").replacing("{tenant-ID}", with: "")
            #expect(text.hasPrefix("AADSTS\(number): ") && !text.contains("{"), "\(text)")
        }
        #expect(Set(RefusalWords.numbers).count == RefusalWords.numbers.count)
    }

    @Test func aRefusalMayCarryAClaimsChallenge() async throws {
        let claims = #"{"access_token":{"capolids":{"essential":true,"values":["x"]}}}"#
        let transport = ScriptedTransport([.fault(.refusal(50_076, claims: claims))])
        let error = await #expect(throws: CredentialError.self) { _ = try await credential(transport).token(for: "a") }
        #expect(error?.refusal?.claims == claims)
        #expect(error?.refusal?.suberror == "basic_action")
    }

    @Test func thePlatformsNextTokenRequestsFailAndThenItServesAgain() async throws {
        let clock = ManualClock(advancesOnSleep: true)
        try await withPlatform(clock: clock) { platform in
            let daemon = try await platform.registerApplication(named: "daemon")
            platform.failTokenRequests(2, with: .throttled(retryAfter: .seconds(3)))
            platform.failTokenRequests(with: .cutBody())
            let scope = "https://graph.microsoft.com/.default"
            let error = await #expect(throws: CredentialError.self) {
                _ = try await daemon.credential.token(for: scope)
            }
            #expect(error?.code == .unexpectedReply)
            #expect(clock.requestedSleeps == [.seconds(3), .seconds(3)])
            _ = try await daemon.credential.token(for: scope)
            #expect(platform.tokenRequests.count == 4)
        }
    }

    @Test func faultsLeaveTheDirectoryAloneAndCanBeTakenBack() async throws {
        try await withPlatform(clock: ManualClock()) { platform in
            platform.failTokenRequests(5, with: .refusal(90_033))
            let daemon = try await platform.registerApplication(named: "daemon")
            #expect(platform.clearFaults() == 5)
            _ = try await daemon.credential.token(for: "https://graph.microsoft.com/.default")
            #expect(platform.clearFaults() == 0)
        }
    }
}
