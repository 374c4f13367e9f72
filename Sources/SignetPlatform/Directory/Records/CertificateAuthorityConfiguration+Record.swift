// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension RecordCollection {
    static let certificateAuthorities = RecordCollection("certificateAuthorities")
}

extension CertificateAuthorityConfiguration {
    init(_ record: StoredRecord) throws(StorageError) {
        let reader = try RecordReader(record)
        self.init(
            id: record.key.id,
            displayName: reader.object["displayName"]?.string,
            description: reader.object["description"]?.string,
            authorities: try reader.objects("authorities")
                .map { authority throws(StorageError) in
                    Authority(
                        id: try authority.string("id"),
                        certificate: try authority.bytes("certificate"),
                        isRoot: try authority.bool("isRoot"),
                        revocationListAddress: authority.object["revocationListAddress"]?.string,
                        revocationList: authority.object["revocationList"] == .null
                            ? nil : try authority.bytes("revocationList")
                    )
                }
        )
    }

    func record(tenant: String, version: Int = 1) -> StoredRecord {
        let authorities = self.authorities.map { authority -> JSONValue in
            [
                "id": .string(authority.id),
                "certificate": .base64(authority.certificate),
                "isRoot": .bool(authority.isRoot),
                "revocationListAddress": .optional(authority.revocationListAddress),
                "revocationList": authority.revocationList.map { .base64($0) } ?? .null,
            ]
        }
        let content: JSONValue = [
            "displayName": .optional(self.displayName), "description": .optional(self.description),
            "authorities": .array(authorities),
        ]
        return StoredRecord(
            key: RecordKey(.certificateAuthorities, tenant: tenant, id: self.id),
            version: version,
            content: content.serialized
        )
    }
}

extension TrustedCertificateSubject {
    init(_ reader: RecordReader) throws(StorageError) {
        self.init(
            authorityID: try reader.string("authorityId"),
            subjectName: try reader.string("subjectName"),
            revokedCertificateIdentifiers: try reader.strings("revokedCertificateIdentifiers")
        )
    }

    var content: JSONValue {
        [
            "authorityId": .string(self.authorityID),
            "subjectName": .string(self.subjectName),
            "revokedCertificateIdentifiers": .strings(self.revokedCertificateIdentifiers),
        ]
    }
}

extension DirectoryStore {
    func certificateAuthorities(
        id: String,
        tenant: String
    ) async throws -> Versioned<CertificateAuthorityConfiguration>? {
        let key = RecordKey(.certificateAuthorities, tenant: tenant, id: id)
        guard let record = try await self.storage.record(key) else { return nil }
        return Versioned(value: try CertificateAuthorityConfiguration(record), version: record.version)
    }

    func allCertificateAuthorities(tenant: String) async throws -> [CertificateAuthorityConfiguration] {
        try await self.storage.records(RecordQuery(.certificateAuthorities, tenant: tenant))
            .map { record in try CertificateAuthorityConfiguration(record) }
    }
}
