// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// One step of a change to the records.
public enum RecordChange: Sendable {
    /// Adds a record; it is stored with version 1, whatever its own says.
    ///
    /// Refused with ``StorageError/Code/duplicate`` where its key or one of its unique lookups is taken.
    case insert(StoredRecord)
    /// Puts a record in the place of the one with the same key and version; it is stored with the next version.
    ///
    /// Refused with ``StorageError/Code/conflict`` where there is none, and with ``StorageError/Code/duplicate`` where
    /// a unique lookup is taken.
    case replace(StoredRecord)
    /// Removes the record with this key and version; refused with ``StorageError/Code/conflict`` where there is none.
    case delete(RecordKey, version: Int)
}

/// Which records are wanted.
public struct RecordQuery: Sendable {
    /// The kind of record.
    public var collection: RecordCollection
    /// The tenant that owns them.
    public var tenant: String
    /// The name and value under which they are filed; without it, all of the collection and tenant.
    public var lookup: (name: String, value: String)?
    /// The identifier behind which the answer begins.
    public var after: String?
    /// The greatest number of records in the answer.
    public var limit: Int

    /// Describes a query.
    public init(
        _ collection: RecordCollection,
        tenant: String,
        lookup: (name: String, value: String)? = nil,
        after: String? = nil,
        limit: Int = 1_000
    ) {
        self.collection = collection
        self.tenant = tenant
        self.lookup = lookup
        self.after = after
        self.limit = limit
    }
}

/// Where the platform keeps what it must not forget: records with keys, lookups and versions.
///
/// The platform never asks a storage to understand a record, so that a medium implements three functions and is done; a
/// fourth, ``scan(after:limit:)``, makes exports possible.
/// What an implementation guarantees:
/// - ``apply(_:)`` does all of its changes or none, in order, and when it returns they survive the end of the process.
/// - A read sees every change whose ``apply(_:)`` has returned before the read began.
/// - Two changes of one version of a record never both succeed.
///
/// Functions throw ``StorageError``.
public protocol PlatformStorage: Sendable {
    /// Reads one record.
    ///
    /// - Returns: The record, or `nil` where there is none.
    func record(_ key: RecordKey) async throws -> StoredRecord?

    /// Reads the records of a query, ordered by the bytes of their identifiers.
    func records(_ query: RecordQuery) async throws -> [StoredRecord]

    /// Reads the records behind a key, of all collections and tenants, ordered by the bytes of collection, tenant and
    /// identifier, as they stood at one moment: for exports.
    func scan(after key: RecordKey?, limit: Int) async throws -> [StoredRecord]

    /// Does a list of changes, all or none.
    func apply(_ changes: [RecordChange]) async throws
}

extension PlatformStorage {
    /// What a storage says that cannot list everything it holds: it works, and cannot be exported.
    public func scan(after key: RecordKey?, limit: Int) async throws -> [StoredRecord] {
        throw StorageError(.unavailable, "this storage cannot list all of its records, so that it cannot be exported")
    }
}
