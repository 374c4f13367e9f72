// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension RecordCollection {
    static let appManagementPolicies = RecordCollection("appManagementPolicies")
}

/// What a tenant allows for the credentials of applications (Microsoft Graph `appManagementPolicy`).
struct AppManagementPolicy: Sendable, Equatable {
    /// The identifier of the policy that every tenant has.
    static let defaultID = "00000000-0000-0000-0000-000000000000"

    /// The GUID, in lower case.
    let id: String
    var displayName: String
    var description: String
    var isEnabled: Bool
    /// What holds for applications.
    var applicationRestrictions: JSONObject
    /// What holds for service principals; the default policy alone tells the two apart.
    var servicePrincipalRestrictions: JSONObject

    /// The default policy of a tenant that has set none: it restricts nothing.
    static let initial = AppManagementPolicy(
        id: defaultID,
        displayName: "Default app management tenant policy",
        description: "Default tenant policy that enforces app management restrictions on applications and service "
            + "principals. To apply policy to targeted resources, create a new policy under appManagementPolicies "
            + "collection.",
        isEnabled: false,
        applicationRestrictions: ["passwordCredentials": [], "keyCredentials": []],
        servicePrincipalRestrictions: ["passwordCredentials": [], "keyCredentials": []]
    )
}

extension AppManagementPolicy {
    init(_ record: StoredRecord) throws(StorageError) {
        let reader = try RecordReader(record)
        self.init(
            id: record.key.id,
            displayName: try reader.string("displayName"),
            description: try reader.string("description"),
            isEnabled: try reader.bool("isEnabled"),
            applicationRestrictions: try reader.object("applicationRestrictions"),
            servicePrincipalRestrictions: try reader.object("servicePrincipalRestrictions")
        )
    }

    func record(tenant: String, version: Int = 1) -> StoredRecord {
        let content: JSONValue = [
            "displayName": .string(self.displayName), "description": .string(self.description),
            "isEnabled": .bool(self.isEnabled),
            "applicationRestrictions": .object(self.applicationRestrictions),
            "servicePrincipalRestrictions": .object(self.servicePrincipalRestrictions),
        ]
        return StoredRecord(
            key: RecordKey(.appManagementPolicies, tenant: tenant, id: self.id),
            version: version,
            content: content.serialized
        )
    }
}

extension DirectoryStore {
    func appManagementPolicy(id: String, tenant: String) async throws -> Versioned<AppManagementPolicy>? {
        let key = RecordKey(.appManagementPolicies, tenant: tenant, id: id)
        guard let record = try await self.storage.record(key) else { return nil }
        return Versioned(value: try AppManagementPolicy(record), version: record.version)
    }

    /// The policies of a tenant beside the default one.
    func appManagementPolicies(tenant: String) async throws -> [AppManagementPolicy] {
        try await self.storage.records(RecordQuery(.appManagementPolicies, tenant: tenant))
            .map { record in try AppManagementPolicy(record) }
            .filter { $0.id != AppManagementPolicy.defaultID }
    }
}
