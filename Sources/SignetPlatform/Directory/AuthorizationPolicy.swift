// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension RecordCollection {
    static let policies = RecordCollection("policies")
}

/// What people of a tenant may do without being administrators: whether they may consent for themselves.
struct AuthorizationPolicy: Sendable, Equatable {
    static let id = "authorizationPolicy"
    /// Consent to whatever no administrator is needed for.
    private static let legacy = "ManagePermissionGrantsForSelf.microsoft-user-default-legacy"
    private static let ownConsent = "ManagePermissionGrantsForSelf."

    /// The policies by which people consent for themselves; without one, administrators alone consent.
    var permissionGrantPolicies = [legacy]
    /// What else the policy says, as it came.
    var others = JSONObject()

    /// Whether people may consent for themselves.
    var letsPeopleConsent: Bool { self.permissionGrantPolicies.contains { $0.hasPrefix(Self.ownConsent) } }
}

extension AuthorizationPolicy {
    init(_ record: StoredRecord) throws(StorageError) {
        let reader = try RecordReader(record)
        self.init(
            permissionGrantPolicies: try reader.strings("permissionGrantPolicies"),
            others: try reader.object("others")
        )
    }

    func record(tenant: String, version: Int = 1) -> StoredRecord {
        let content: JSONValue = [
            "permissionGrantPolicies": .strings(self.permissionGrantPolicies), "others": .object(self.others),
        ]
        return StoredRecord(
            key: RecordKey(.policies, tenant: tenant, id: Self.id),
            version: version,
            content: content.serialized
        )
    }
}

extension DirectoryStore {
    /// The policy of a tenant; version 0 where it was never changed.
    func authorizationPolicy(tenant: String) async throws -> Versioned<AuthorizationPolicy> {
        guard let record = try await self.storage.record(AuthorizationPolicy().record(tenant: tenant).key) else {
            return Versioned(value: AuthorizationPolicy(), version: 0)
        }
        return Versioned(value: try AuthorizationPolicy(record), version: record.version)
    }
}
