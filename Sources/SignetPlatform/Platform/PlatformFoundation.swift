// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import SignetCertificates
import SignetCore

/// What a platform stands on and what does not depend on the address under which it is reached: tenant, keys, directory.
///
/// A server prepares it before it opens its port, and learns the port afterwards.
package final class PlatformFoundation: Sendable {
    let store: DirectoryStore
    let tenants: TenantDirectory
    let keys: SigningKeyRing
    let masterKey: MasterKey
    let seal: SealedGrant
    let profile: PlatformProfile
    let trust: PlatformTrust
    /// The last requests for tokens.
    let signIns: SignInLog
    /// Counts the wrong passwords of all surfaces together.
    let passwords: PasswordSignIn
    /// The default tenant's GUID.
    package let tenantID: String

    /// Reads the storage, and makes in it what is missing: tenant, Microsoft's service principals, signing keys.
    package init(storage: any PlatformStorage, configuration: PlatformConfiguration, now: Date) async throws {
        let masterKey = try MasterKey(configuration.masterKey)
        let trust = try PlatformTrust(configuration.trust)
        self.signIns = SignInLog(storage: storage)
        let storage = AuditedStorage(storage)
        let store = DirectoryStore(storage: storage)
        let wanted = TenantConfiguration(
            id: configuration.tenantID,
            displayName: configuration.tenantName,
            domainNames: configuration.domainNames
        )
        let (tenant, keys) = try await AuditContext.$current.withValue(AuditContext(actor: "start", now: now)) {
            (
                try await TenantRegistration(store: store, now: now).ensure(wanted, and: configuration.otherTenants),
                try await SigningKeyRing(storage: storage, masterKey: masterKey, now: now)
            )
        }
        self.store = store
        self.passwords = PasswordSignIn(store: store)
        self.trust = trust
        self.masterKey = masterKey
        self.seal = SealedGrant(masterKey: masterKey)
        self.profile = configuration.profile
        self.tenantID = tenant.id
        self.tenants = TenantDirectory(store: store, known: [tenant])
        self.keys = keys
    }

    /// Registers the application that administers the platform in every tenant, or its next certificate.
    ///
    /// - Returns: The client ID, which is the same in all of them.
    package func registerAdministrator(_ certificate: ClientCertificate, now: Date) async throws -> String {
        let account = { (tenant: String) in AdministratorAccount(store: self.store, tenant: tenant, now: now) }
        return try await AuditContext.$current.withValue(AuditContext(actor: "start", now: now)) {
            let appID = try await account(self.tenantID).ensure(certificate.details)
            for tenant in try await self.tenants.all() where tenant.id != self.tenantID {
                _ = try await account(tenant.id).ensure(certificate.details, as: appID)
            }
            return appID
        }
    }

    /// The vaults of all tenants, for an address of the platform.
    func vaults(origin: String) -> VaultService {
        VaultService(
            storage: self.store.storage,
            masterKey: self.masterKey,
            authorizer: VaultAuthorizer(
                verifier: AccessTokenVerifier(origin: origin, keys: self.keys),
                origin: origin,
                tenant: self.tenantID
            ),
            origin: origin
        )
    }
}
