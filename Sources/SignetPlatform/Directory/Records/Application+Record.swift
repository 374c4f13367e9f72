// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension RecordCollection {
    static let applications = RecordCollection("applications")
    static let servicePrincipals = RecordCollection("servicePrincipals")
    static let tenants = RecordCollection("tenants")
}

extension Application {
    init(_ record: StoredRecord) throws(StorageError) {
        let reader = try RecordReader(record)
        self.init(
            id: record.key.id,
            appID: try reader.string("appId"),
            created: try reader.date("created"),
            displayName: try reader.string("displayName"),
            signInAudience: try reader.string("signInAudience"),
            identifierURIs: try reader.strings("identifierUris"),
            api: try reader.object("api"),
            appRoles: try reader.objects("appRoles").map { role throws(StorageError) in try AppRole(role) },
            keyCredentials: try reader.objects("keyCredentials")
                .map { key throws(StorageError) in
                    try KeyCredential(key)
                },
            passwordCredentials: try reader.objects("passwordCredentials")
                .map { password throws(StorageError) in
                    try PasswordCredential(password)
                },
            federatedIdentityCredentials: try reader.objects("federatedIdentityCredentials")
                .map { credential throws(StorageError) in
                    try FederatedIdentityCredential(credential)
                },
            trustedCertificateSubjects: try reader.objects("trustedCertificateSubjects")
                .map { subject throws(StorageError) in
                    try TrustedCertificateSubject(subject)
                },
            appManagementPolicyID: reader.object["appManagementPolicyId"]?.string,
            tokenLifetimePolicyID: reader.object["lifetimePolicyId"]?.string,
            uniqueName: reader.object["uniqueName"]?.string,
            owners: try reader.strings("owners"),
            others: try reader.object("others")
        )
    }

    func record(tenant: String, version: Int = 1) -> StoredRecord {
        let content: JSONValue = [
            "appId": .string(self.appID),
            "created": .seconds(self.created),
            "displayName": .string(self.displayName),
            "signInAudience": .string(self.signInAudience),
            "identifierUris": .strings(self.identifierURIs),
            "api": .object(self.api),
            "appRoles": .array(self.appRoles.map(\.content)),
            "keyCredentials": .array(self.keyCredentials.map(\.content)),
            "passwordCredentials": .array(self.passwordCredentials.map(\.content)),
            "federatedIdentityCredentials": .array(self.federatedIdentityCredentials.map(\.content)),
            "trustedCertificateSubjects": .array(self.trustedCertificateSubjects.map(\.content)),
            "appManagementPolicyId": .optional(self.appManagementPolicyID),
            "lifetimePolicyId": .optional(self.tokenLifetimePolicyID),
            "uniqueName": .optional(self.uniqueName),
            "owners": .strings(self.owners),
            "others": .object(self.others),
        ]
        let lookups =
            [
                RecordLookup("appId", self.appID, isUnique: true),
                RecordLookup("displayName", self.displayName.lowercased()),
            ] + (self.uniqueName.map { [RecordLookup("uniqueName", $0.lowercased(), isUnique: true)] } ?? [])
            + self.identifierURIs.map { RecordLookup("identifierUri", $0.lowercased(), isUnique: true) }
        return StoredRecord(
            key: RecordKey(.applications, tenant: tenant, id: self.id),
            version: version,
            lookups: lookups,
            content: content.serialized
        )
    }
}
