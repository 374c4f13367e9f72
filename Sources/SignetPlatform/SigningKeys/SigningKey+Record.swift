// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore

extension RecordCollection {
    static let signingKeys = RecordCollection("signingKeys")
}

extension SigningKey {
    convenience init(_ record: StoredRecord, masterKey: MasterKey) throws {
        let reader = try RecordReader(record)
        let pem = try masterKey.open(try reader.bytes("sealed"), name: record.key.id)
        let certificate: ClientCertificate
        do {
            certificate = try pem.withExposedBytes { try ClientCertificate(bytes: $0) }
        } catch {
            throw PlatformError(.unusableKey, "the stored signing key '\(record.key.id)' is damaged", cause: error)
        }
        try self.init(certificate, activation: try reader.date("activation"))
    }

    func record(masterKey: MasterKey) throws -> StoredRecord {
        let sealed = try masterKey.seal(try self.certificate.pem(), name: self.keyID)
        let content: JSONValue = ["activation": .seconds(self.activation), "sealed": .base64(sealed)]
        return StoredRecord(
            key: RecordKey(.signingKeys, tenant: "", id: self.keyID),
            content: content.serialized
        )
    }
}
