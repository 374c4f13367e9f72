// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The kind of a record: applications, service principals, signing keys and so on.
///
/// A structure and not an enumeration: a later part of the platform adds its own kinds without touching any storage.
public struct RecordCollection: Hashable, Sendable, CustomStringConvertible {
    /// The name under which a storage files the records.
    public let name: String

    /// Names a collection.
    public init(_ name: String) {
        self.name = name
    }

    /// The name.
    public var description: String { self.name }
}

/// What identifies one record.
public struct RecordKey: Hashable, Sendable {
    /// The kind of record.
    public let collection: RecordCollection
    /// The tenant that owns it, or the empty text for what belongs to the whole platform.
    public let tenant: String
    /// The record within its collection and tenant.
    public let id: String

    /// Names a record.
    public init(_ collection: RecordCollection, tenant: String, id: String) {
        self.collection = collection
        self.tenant = tenant
        self.id = id
    }
}

/// A value under which a record can be found, beside its key.
public struct RecordLookup: Hashable, Sendable {
    /// What the value is, such as `appId`.
    public let name: String
    /// The value; compared exactly, so whoever files a record folds the case first where case does not count.
    public let value: String
    /// Whether only one record of the collection and tenant may hold this value.
    public let isUnique: Bool

    /// Names a value under which a record is found.
    public init(_ name: String, _ value: String, isUnique: Bool = false) {
        self.name = name
        self.value = value
        self.isUnique = isUnique
    }
}

/// One record: a key, the lookups, and a content that the storage does not read.
public struct StoredRecord: Sendable, Equatable {
    /// What identifies it.
    public let key: RecordKey
    /// How often it was written, 1 after the insertion.
    ///
    /// A replacement must name the version that it replaces.
    public let version: Int
    /// The values under which it is found.
    public let lookups: [RecordLookup]
    /// The bytes kept, UTF-8 JSON by convention.
    public let content: [UInt8]

    /// Describes a record.
    public init(key: RecordKey, version: Int = 1, lookups: [RecordLookup] = [], content: [UInt8]) {
        self.key = key
        self.version = version
        self.lookups = lookups
        self.content = content
    }
}
