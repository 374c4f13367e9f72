// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct SigningKeyTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    private static func days(_ number: Double) -> Date { self.now.addingTimeInterval(number * 86_400) }

    @Test func theScheduleMakesAKeyAndItsSuccessor() {
        let first = SigningKeySchedule(activations: [], now: Self.now)
        #expect(first.additions == [Self.now, Self.days(60)])
        let settled = SigningKeySchedule(activations: [Self.now, Self.days(60)], now: Self.days(59))
        #expect(settled.additions.isEmpty && settled.removals.isEmpty)
        let followed = SigningKeySchedule(activations: [Self.now, Self.days(60)], now: Self.days(60))
        #expect(followed.additions == [Self.days(120)])
        #expect(followed.removals.isEmpty)
        let late = SigningKeySchedule(activations: [Self.now, Self.days(60), Self.days(120)], now: Self.days(62))
        #expect(late.additions.isEmpty)
        #expect(late.removals == [Self.now])
        let asleep = SigningKeySchedule(activations: [Self.now, Self.days(60)], now: Self.days(1_000))
        #expect(asleep.additions == [Self.days(1_060)])
        #expect(asleep.removals == [Self.now])
    }

    @Test func keysRotateWithOverlapAndOldTokensAreStillTaken() async throws {
        let fixture = try await PlatformFixture()
        let administrator = try TestCertificates.administrator.get()
        func token() async throws -> String {
            try await fixture.token(of: fixture.administratorID, administrator, PlatformFixture.graphScope)
        }
        func keyID(_ token: String) throws -> String? { try CompactToken(token).header["kid"]?.string }
        func published() async -> [String] {
            let keys = await fixture.send("GET", "/common/discovery/v2.0/keys").json["keys"]?.array ?? []
            return keys.compactMap { $0["kid"]?.string }
        }
        let first = await published()
        fixture.clock.advance(by: 60 * 86_400 - 60)
        let before = try await token()
        #expect(try keyID(before) == first[0])
        fixture.clock.advance(by: 60)
        let after = try await token()
        #expect(try keyID(after) == first[1])
        #expect(await fixture.graph("GET", "/applications", token: before).status == 200)
        try await fixture.platform.renewSigningKeys()
        #expect(await published().prefix(2) == first[...])
        #expect(await published().count == 3)
        fixture.clock.advance(by: 3 * 86_400)
        try await fixture.platform.renewSigningKeys()
        #expect(await published().count == 2)
        #expect(await published().first == first[1])
    }

    @Test func keysSurviveARestartAndAreSealedAtRest() async throws {
        let fixture = try await PlatformFixture()
        let keys = await fixture.send("GET", "/common/discovery/v2.0/keys").json
        let again = try await PlatformFixture(storage: fixture.storage)
        #expect(await again.send("GET", "/common/discovery/v2.0/keys").json == keys)
        #expect(again.administratorID == fixture.administratorID)
        for record in try await fixture.storage.records(RecordQuery(.signingKeys, tenant: "")) {
            let sealed = try RecordReader(record).bytes("sealed")
            #expect(!String(decoding: sealed, as: UTF8.self).contains("PRIVATE KEY"))
            let pem = try MasterKey(PlatformFixture.masterKey).open(sealed, name: record.key.id)
            #expect(pem.withExposedBytes { String(decoding: $0, as: UTF8.self).contains("BEGIN PRIVATE KEY") })
            #expect(throws: PlatformError.self) {
                try MasterKey(PlatformFixture.masterKey).open(sealed, name: "another")
            }
        }
    }

    @Test func anotherMasterKeyIsRefusedWithTheRemedy() async throws {
        let fixture = try await PlatformFixture()
        let other = PlatformConfiguration(
            origin: PlatformFixture.origin,
            masterKey: SecretBytes([UInt8](repeating: 8, count: 32))
        )
        await #expect {
            try await Platform(storage: fixture.storage, configuration: other, clock: fixture.clock)
        } throws: {
            ($0 as? PlatformError)?.code == .wrongMasterKey && "\($0)".contains("under which the data were written")
        }
    }

    @Test func anotherTenantThanTheStoredOneIsRefused() async throws {
        let fixture = try await PlatformFixture()
        let other = PlatformConfiguration(
            origin: PlatformFixture.origin,
            tenantID: "99999999-0000-4000-8000-000000000000",
            masterKey: PlatformFixture.masterKey
        )
        await #expect {
            try await Platform(storage: fixture.storage, configuration: other, clock: fixture.clock)
        } throws: {
            ($0 as? PlatformError)?.code == .invalidConfiguration
        }
    }
}
