// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// An object in the recycle bin: out of the directory, and whole, for thirty days.
struct DeletedItem: Sendable {
    enum Kind: String, Sendable {
        case application
        case servicePrincipal
    }

    static let retention: TimeInterval = 30 * 86_400

    let kind: Kind
    /// The object identifier.
    let id: String
    let appID: String
    let deleted: Date
    /// What was stored of the object.
    let content: JSONValue

    /// Whether it can still be restored.
    func isKept(at now: Date) -> Bool { now < self.deleted.addingTimeInterval(Self.retention) }
}

extension DeletedItem {
    /// Puts an object into the bin.
    init(_ application: Application, tenant: String, deleted: Date) {
        let record = application.record(tenant: tenant)
        self.init(.application, record, appID: application.appID, deleted: deleted)
    }

    /// Puts an object into the bin.
    init(_ principal: ServicePrincipal, tenant: String, deleted: Date) {
        let record = principal.record(tenant: tenant)
        self.init(.servicePrincipal, record, appID: principal.appID, deleted: deleted)
    }

    private init(_ kind: Kind, _ record: StoredRecord, appID: String, deleted: Date) {
        self.kind = kind
        self.id = record.key.id
        self.appID = appID
        self.deleted = deleted
        self.content = (try? JSONValue.parse(record.content)) ?? .null
    }

    /// The object as it was.
    func application(tenant: String) throws(StorageError) -> Application {
        try Application(StoredRecord(key: original(.applications, tenant), content: self.content.serialized))
    }

    /// The object as it was.
    func servicePrincipal(tenant: String) throws(StorageError) -> ServicePrincipal {
        try ServicePrincipal(StoredRecord(key: original(.servicePrincipals, tenant), content: self.content.serialized))
    }

    /// The record with which the object is in the directory again.
    func originalRecord(tenant: String) throws(StorageError) -> StoredRecord {
        switch self.kind {
        case .application: try application(tenant: tenant).record(tenant: tenant)
        case .servicePrincipal: try servicePrincipal(tenant: tenant).record(tenant: tenant)
        }
    }

    private func original(_ collection: RecordCollection, _ tenant: String) -> RecordKey {
        RecordKey(collection, tenant: tenant, id: self.id)
    }
}
