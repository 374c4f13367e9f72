// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct TenantTests {
    private static let contoso = "11111111-0000-4000-8000-00000000000a"
    private static let fabrikam = "22222222-0000-4000-8000-00000000000b"
    private static let origin = "https://login.example:8443"

    private func platform(_ storage: InMemoryStorage, _ others: [TenantConfiguration] = []) async throws -> Platform {
        try await Platform(
            storage: storage,
            configuration: PlatformConfiguration(
                origin: Self.origin,
                tenantID: Self.contoso,
                tenantName: "Contoso",
                domainNames: ["contoso.example"],
                otherTenants: others,
                masterKey: SecretBytes(Array(repeating: 7, count: 32))
            ),
            clock: ManualTime()
        )
    }

    private func issuer(_ platform: Platform, _ name: String) async throws -> JSONValue {
        let answer = await platform.respond(
            to: PlatformRequest(method: "GET", path: "/\(name)/v2.0/.well-known/openid-configuration")
        )
        return try JSONValue.parse(answer.body)
    }

    @Test(arguments: [
        (contoso, contoso), ("contoso.example", contoso), ("CONTOSO.onmicrosoft.com", contoso),
        (fabrikam, fabrikam), ("fabrikam.example", fabrikam), ("fabrikam.onmicrosoft.com", fabrikam),
    ])
    func eachTenantIsReachedByGuidInitialDomainAndVerifiedDomain(name: String, tenant: String) async throws {
        let other = TenantConfiguration(
            id: Self.fabrikam,
            displayName: "Fabrikam, Inc",
            domainNames: ["fabrikam.example", "fabrikam.onmicrosoft.com"]
        )
        let platform = try await platform(InMemoryStorage(), [other])
        #expect(try await issuer(platform, name)["issuer"]?.string == "\(Self.origin)/\(tenant)/v2.0")
    }

    @Test func aTenantAddedBesideARunningPlatformIsThereAtOnce() async throws {
        let storage = InMemoryStorage()
        let platform = try await platform(storage)
        #expect(try await issuer(platform, "fabrikam.example")["error_codes"] == [90_002])
        let tenants = PlatformTenants(storage: storage, now: ManualTime().now)
        let added = try await tenants.add(
            TenantConfiguration(displayName: "Fabrikam", domainNames: ["fabrikam.example"]),
            administrator: nil
        )
        let id = try #require(added["id"]?.string)
        #expect(try await issuer(platform, "fabrikam.example")["issuer"]?.string == "\(Self.origin)/\(id)/v2.0")
        #expect(try await tenants.list().count == 2)
        let again = try await tenants.add(TenantConfiguration(domainNames: ["fabrikam.example"]), administrator: nil)
        #expect(again == added)
    }

    @Test func theAdministratorIsTheSameInEveryTenant() async throws {
        let storage = InMemoryStorage()
        let platform = try await platform(storage, [TenantConfiguration(id: Self.fabrikam)])
        let clientID = try await platform.registerAdministrator(certificate: try TestCertificates.administrator.get())
        let store = DirectoryStore(storage: storage)
        for tenant in [Self.contoso, Self.fabrikam] {
            #expect(try await store.application(appID: clientID, tenant: tenant) != nil)
            let principal = try #require(try await store.servicePrincipal(appID: clientID, tenant: tenant)?.value)
            #expect(try await !store.assignments(tenant: tenant, of: ("principalId", principal.id)).isEmpty)
        }
    }

    @Test func aDomainHasOneTenant() async throws {
        let storage = InMemoryStorage()
        _ = try await platform(storage)
        await #expect {
            try await PlatformTenants(storage: storage, now: ManualTime().now)
                .add(TenantConfiguration(id: Self.fabrikam, domainNames: ["contoso.example"]), administrator: nil)
        } throws: {
            "\($0)".contains("'contoso.example' is verified for the tenant \(Self.contoso)")
        }
    }

    @Test func theDefaultTenantStaysTheDefaultOne() async throws {
        let storage = InMemoryStorage()
        // The other one's identifier sorts first.
        let first = TenantConfiguration(id: "00000000-0000-4000-8000-00000000000c")
        _ = try await platform(storage, [first])
        let again = try await Platform(
            storage: storage,
            configuration: PlatformConfiguration(
                origin: Self.origin,
                masterKey: SecretBytes(Array(repeating: 7, count: 32))
            ),
            clock: ManualTime()
        )
        #expect(again.tenantID == Self.contoso)
    }

    @Test func aStorageOfOtherTenantsIsNotTakenByMistake() async throws {
        let storage = InMemoryStorage()
        _ = try await platform(storage)
        await #expect(throws: PlatformError.self) {
            try await Platform(
                storage: storage,
                configuration: PlatformConfiguration(
                    origin: Self.origin,
                    tenantID: Self.fabrikam,
                    masterKey: SecretBytes(Array(repeating: 7, count: 32))
                ),
                clock: ManualTime()
            )
        }
    }
}
