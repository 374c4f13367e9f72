// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore

extension RecordCollection {
    static let settings = RecordCollection("settings")
}

/// The application that administers the platform: registered by whoever holds the data, not through the network.
///
/// It signs in with its certificate as any application does; its power is the Graph roles that it is granted here.
struct AdministratorAccount: Sendable {
    static let displayName = "Signet administrator"
    private static let setting = "administrator"

    let store: DirectoryStore
    let tenant: String
    let now: Date

    /// Makes the application where it is missing, registers the certificate, and grants the roles.
    ///
    /// - Parameters:
    ///   - certificate: The certificate with which it signs in.
    ///   - shared: The client ID that it has in another tenant and takes here as well.
    /// - Returns: The client ID.
    /// - Throws: What the storage throws.
    func ensure(_ certificate: CertificateDetails, as shared: String? = nil) async throws -> String {
        let registered = try await registeredAppID()
        let appID = registered ?? shared
        if let appID, let found = try await self.store.application(appID: appID, tenant: self.tenant) {
            try await register(certificate, on: found)
            try await ensurePrincipal(appID)
            return appID
        }
        let application = Application(
            id: GUID.random(),
            appID: appID ?? GUID.random(),
            created: self.now,
            displayName: Self.displayName,
            signInAudience: "AzureADMyOrg",
            identifierURIs: [],
            api: JSONObject(),
            appRoles: [],
            keyCredentials: [credential(certificate)],
            passwordCredentials: [],
            others: JSONObject()
        )
        var changes: [RecordChange] = [.insert(application.record(tenant: self.tenant))]
        if registered == nil {
            let content: JSONValue = ["appId": .string(application.appID)]
            changes.append(.insert(StoredRecord(key: settingKey, content: content.serialized)))
        }
        try await self.store.apply(changes)
        try await ensurePrincipal(application.appID)
        return application.appID
    }

    private var settingKey: RecordKey { RecordKey(.settings, tenant: self.tenant, id: Self.setting) }

    func registeredAppID() async throws -> String? {
        guard let record = try await self.store.storage.record(settingKey) else { return nil }
        return try RecordReader(record).string("appId")
    }

    private func credential(_ certificate: CertificateDetails) -> KeyCredential {
        KeyCredential(
            keyID: GUID.random(),
            customKeyIdentifier: certificate.sha1Thumbprint.bytes,
            displayName: certificate.subject,
            start: certificate.notBefore,
            end: certificate.notAfter,
            certificate: certificate.der,
            // Whoever holds the data does not wait until the service knows it.
            registered: Date(timeIntervalSince1970: 0)
        )
    }

    private func register(
        _ certificate: CertificateDetails,
        on found: DirectoryStore.Versioned<Application>
    ) async throws {
        var application = found.value
        guard !application.keyCredentials.contains(where: { $0.certificate == certificate.der }) else { return }
        application.keyCredentials.removeAll { $0.end < self.now }
        application.keyCredentials.append(credential(certificate))
        try await self.store.apply([.replace(application.record(tenant: self.tenant, version: found.version))])
    }

    private func ensurePrincipal(_ appID: String) async throws {
        let principal = try await enabledPrincipal(appID)
        try await ensure(BuiltInResource.graph.appRoles, of: .graph, for: principal)
        // The one role of the vault that includes all others.
        let roles = BuiltInResource.vault.appRoles.filter { $0.value == VaultRole.administrator.rawValue }
        try await ensure(roles, of: .vault, for: principal)
    }

    private func ensure(
        _ roles: [AppRole],
        of service: BuiltInResource,
        for principal: ServicePrincipal
    ) async throws {
        guard let resource = try await self.store.servicePrincipal(appID: service.appID, tenant: self.tenant) else {
            return
        }
        let held = try await self.store.assignments(tenant: self.tenant, of: ("principalId", principal.id))
            .filter { $0.value.resourceID == resource.value.id }
            .map(\.value.appRoleID)
        try await self.store.apply(
            roles.filter { !held.contains($0.id) }
                .map { role in
                    .insert(
                        AppRoleAssignment(
                            id: GUID.random(),
                            principalID: principal.id,
                            principalType: .servicePrincipal,
                            resourceID: resource.value.id,
                            appRoleID: role.id,
                            created: self.now
                        )
                        .record(tenant: self.tenant)
                    )
                }
        )
    }

    private func enabledPrincipal(_ appID: String) async throws -> ServicePrincipal {
        guard let found = try await self.store.servicePrincipal(appID: appID, tenant: self.tenant) else {
            let principal = ServicePrincipal(
                id: GUID.random(),
                appID: appID,
                created: self.now,
                displayName: Self.displayName,
                accountEnabled: true,
                appRoleAssignmentRequired: false
            )
            try await self.store.apply([.insert(principal.record(tenant: self.tenant))])
            return principal
        }
        var principal = found.value
        if !principal.accountEnabled {
            principal.accountEnabled = true
            try await self.store.apply([.replace(principal.record(tenant: self.tenant, version: found.version))])
        }
        return principal
    }
}
