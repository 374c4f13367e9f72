// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct SignInLockoutTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test(arguments: [SignInLockout.Account.person("a"), .nobody("a")])
    func tenFailuresLockForAMinuteAndAnAnswerAfterThemSaysNothing(account: SignInLockout.Account) {
        var lockout = SignInLockout()
        var told = (0..<10).map { _ in lockout.admits(false, account, at: Self.now) }
        #expect(told == Array(repeating: true, count: 10))
        #expect(lockout.isLocked(account, at: Self.now))
        told = [lockout.admits(true, account, at: Self.now), lockout.admits(false, account, at: Self.now + 59)]
        #expect(told == [false, false])
        #expect(!lockout.isLocked(account, at: Self.now + 60))
        #expect(!lockout.isLocked(.person("b"), at: Self.now))
        told = [lockout.admits(true, account, at: Self.now + 60)]
        #expect(told == [true])
    }

    @Test func aRightPasswordStartsTheCountAfresh() {
        var lockout = SignInLockout()
        for _ in 0..<5 {
            let told = (0..<10).map { lockout.admits($0 == 9, .person("a"), at: Self.now) }
            #expect(!told.contains(false))
        }
    }

    @Test func namesThatNobodyHasDoNotClearTheCountsOfPeople() {
        var lockout = SignInLockout()
        for _ in 0..<10 { _ = lockout.admits(false, .person("a"), at: Self.now) }
        for name in 0..<25_000 { _ = lockout.admits(false, .nobody("\(name)"), at: Self.now) }
        #expect(lockout.isLocked(.person("a"), at: Self.now))
    }

    @Test func guessesSideBySideCountAsMany() async throws {
        let people = try await PeopleFixture()
        try await people.consent(["read"], of: people.client, at: people.orders.appID)
        let numbers = await withTaskGroup(of: Int?.self) { group in
            for guess in 0..<24 {
                group.addTask {
                    await people.platform
                        .post([
                            ("grant_type", "password"), ("client_id", people.client.appID),
                            ("username", people.userName), ("password", "guess \(guess)"), ("scope", "openid"),
                        ])
                        .json["error_codes"]?
                        .array?
                        .first?
                        .integer
                }
            }
            return await group.reduce(into: [Int: Int]()) { $0[$1 ?? 0, default: 0] += 1 }
        }
        #expect(numbers == [50_126: 10, 50_053: 14])
    }

    @Test func aLockDoesNotSayWhoExists() async throws {
        let people = try await PeopleFixture()
        let browser = Browser(people.platform)
        let page = await browser.get(AuthorizeTests.path(people))
        for name in [people.userName, "nobody@contoso.example"] {
            for _ in 0..<10 {
                #expect(try await browser.signIn(page, name, "wrong").text.contains("account or password is incorrect"))
            }
            #expect(try await browser.signIn(page, name, "wrong").text.contains("locked"), "\(name)")
        }
    }
}
