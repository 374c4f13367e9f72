// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import SignetTesting
import Testing

@testable import SignetCredentials

@Suite(.timeLimit(.minutes(15))) struct RetryTests {
    private let now = Date(timeIntervalSince1970: 784_111_777)

    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777.0), ("Sunday, 06-Nov-94 08:49:37 GMT", 3_939_871_777),
        ("Sun Nov  6 08:49:37 1994", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Sat, 29 Feb 2020 23:59:59 GMT", 1_583_020_799), ("Sat, 21 Nov 2026 10:04:05 GMT", 1_795_255_445),
    ])
    func readsEveryDateOfHTTP(text: String, seconds: Double) {
        #expect(HTTPDate.parse(text)?.timeIntervalSince1970 == seconds)
    }

    @Test(arguments: [
        "", "soon", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 32 Nov 1994 08:49:37 GMT",
        "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT",
        "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49 GMT",
    ])
    func refusesOtherDates(text: String) {
        #expect(HTTPDate.parse(text) == nil)
    }

    @Test(arguments: [
        ("Retry-After", "7", 7_000), ("retry-after", " 1.5 ", 1_500), ("retry-after-ms", "250", 250),
        ("x-ms-retry-after-ms", "1250", 1_250), ("Retry-After", "Sun, 06 Nov 1994 08:49:47 GMT", 10_000),
        ("Retry-After", "Sun, 06 Nov 1994 08:00:00 GMT", 0), ("Retry-After", "99999999999999999999", 86_400_000),
    ])
    func readsWhatTheServiceAsksFor(name: String, value: String, milliseconds: Int) {
        let response = TransportResponse(status: 429, headers: [(name: name, value: value)], body: SecretBytes([]))
        #expect(RetryAfter.parse(response, now: self.now) == .milliseconds(milliseconds))
    }

    @Test(arguments: ["", "-5", "NaN", "0x10", "1e5", "soon"])
    func ignoresWhatCannotBeRead(value: String) {
        let response = TransportResponse(status: 429, headers: [("Retry-After", value)], body: SecretBytes([]))
        #expect(RetryAfter.parse(response, now: self.now) == nil)
    }

    @Test func preferMillisecondsToSeconds() {
        let headers = [(name: "Retry-After", value: "9"), (name: "x-ms-retry-after-ms", value: "5")]
        let response = TransportResponse(status: 503, headers: headers, body: SecretBytes([]))
        #expect(RetryAfter.parse(response, now: self.now) == .milliseconds(5))
    }

    @Test func theBoundOfThePauseDoublesToItsMaximum() {
        let policy = RetryPolicy(maximumRetries: 20)
        let bounds = (1...9).map { policy.delay(before: $0, requested: nil, fraction: 1, elapsed: .zero) }
        let expected = [0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 60, 60].map { Duration.milliseconds(Int($0 * 1_000)) }
        #expect(bounds == expected)
        #expect(policy.delay(before: 3, requested: nil, fraction: 0, elapsed: .zero) == .zero)
        #expect(policy.delay(before: 21, requested: nil, fraction: 0.5, elapsed: .zero) == nil)
        #expect(policy.delay(before: 1, requested: .seconds(60), fraction: 0, elapsed: .zero) == .seconds(60))
        #expect(policy.delay(before: 1, requested: .seconds(61), fraction: 0, elapsed: .zero) == nil)
    }

    @Test(arguments: [408, 429, 500, 502, 503, 504, 506, 520, 599])
    func repeatsWhatMaySucceedLater(status: Int) async throws {
        let transport = ScriptedTransport([.status(status), .status(status, body: "<html>"), .token("t")])
        let token = try await Fixture.credential(transport).token(for: Fixture.scope)
        #expect(token.exposedText == "t")
        let assertions = transport.requests.map { Fixture.form($0)["client_assertion"] }
        #expect(Set(assertions).count == 3)
        let identifiers = transport.requests.map { $0.headers.first { $0.name == "client-request-id" }?.value }
        #expect(Set(identifiers).count == 1)
    }

    @Test(arguments: [400, 401, 403, 404, 409, 412, 501, 505])
    func doesNotRepeatWhatCannotSucceed(status: Int) async throws {
        let transport = ScriptedTransport([.refusal(700_016, error: "unauthorized_client", status: status)])
        await #expect(throws: CredentialError.self) {
            _ = try await Fixture.credential(transport).token(for: Fixture.scope)
        }
        #expect(transport.requests.count == 1)
    }

    @Test func givesUpAfterThreeRepetitionsAndSaysSo() async throws {
        let transport = ScriptedTransport(thereafter: .status(503, headers: [("Retry-After", "2")]))
        let clock = ManualClock(advancesOnSleep: true)
        let credential = try Fixture.credential(transport, clock: clock)
        let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: Fixture.scope) }
        #expect(error?.code == .serviceUnavailable)
        #expect(error?.refusal?.status == 503)
        #expect(error?.refusal?.retryAfter == .seconds(2))
        #expect(error?.message.contains("4 attempts") == true)
        #expect(transport.requests.count == 4)
        #expect(clock.requestedSleeps == [.seconds(2), .seconds(2), .seconds(2)])
    }

    @Test func attemptsAndPausesTogetherHaveABound() async throws {
        let transport = ScriptedTransport(thereafter: .status(503, headers: [("Retry-After", "50")]))
        let clock = ManualClock(advancesOnSleep: true)
        let credential = try Fixture.credential(transport, clock: clock)
        let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: Fixture.scope) }
        #expect(error?.refusal?.status == 503)
        #expect(clock.requestedSleeps == [.seconds(50), .seconds(50)])
        let policy = RetryPolicy(maximumTotalTime: .seconds(10))
        #expect(policy.delay(before: 1, requested: .seconds(5), fraction: 0, elapsed: .seconds(5)) == .seconds(5))
        #expect(policy.delay(before: 1, requested: .seconds(5), fraction: 0, elapsed: .seconds(6)) == nil)
        #expect(policy.delay(before: 1, requested: nil, fraction: 0, elapsed: .seconds(11)) == nil)
        let endless = RetryPolicy(maximumRetries: .max)
        #expect(endless.delay(before: .max, requested: nil, fraction: 1, elapsed: .zero) == .seconds(60))
    }

    @Test func theDrawnNumberDecidesThePause() async throws {
        let transport = ScriptedTransport([.status(503), .status(503), .token("t")])
        let clock = ManualClock(advancesOnSleep: true)
        var options = Fixture.options(transport, clock: clock)
        options.randomFraction = { 0.5 }
        let credential = try ClientSecretCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            clientSecret: "secret",
            options: options
        )
        _ = try await credential.token(for: Fixture.scope)
        #expect(clock.requestedSleeps == [.milliseconds(400), .milliseconds(800)])
    }

    @Test func anAnswerThatIsTooLargeIsNotAskedForAgain() async throws {
        struct TooLarge: PermanentTransportFailure {}
        let transport = ScriptedTransport(thereafter: .failure(TooLarge()))
        let credential = try Fixture.credential(transport)
        let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: Fixture.scope) }
        #expect(error?.cause is TooLarge)
        #expect(transport.requests.count == 1)
    }

    @Test func doesNotWaitLongerThanItsBound() async throws {
        let transport = ScriptedTransport(thereafter: .status(429, headers: [("Retry-After", "3600")]))
        let credential = try Fixture.credential(transport)
        let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: Fixture.scope) }
        #expect(error?.refusal?.retryAfter == .seconds(3_600))
        #expect(transport.requests.count == 1)
    }

    @Test func repeatsAfterABrokenConnection() async throws {
        let transport = ScriptedTransport([.failure(TestError()), .failure(TestError()), .token("t")])
        #expect(try await Fixture.credential(transport).token(for: Fixture.scope).exposedText == "t")
        let hopeless = ScriptedTransport(thereafter: .failure(TestError()))
        let error = await #expect(throws: CredentialError.self) {
            _ = try await Fixture.credential(hopeless).token(for: Fixture.scope)
        }
        #expect(error?.code == .serviceUnavailable)
        #expect(error?.cause as? TestError == TestError())
        #expect(error?.message.contains(Fixture.endpoint) == true)
    }

    @Test func cancellationEndsAPauseAtOnce() async throws {
        let clock = ManualClock()
        let transport = ScriptedTransport(thereafter: .status(503))
        let credential = try Fixture.credential(transport, clock: clock)
        let task = Task { try await credential.token(for: Fixture.scope) }
        try await clock.sleeps(atLeast: 1)
        task.cancel()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
        #expect(transport.requests.count == 1)
    }
}
