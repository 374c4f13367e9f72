// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

extension RecordCollection {
    /// Devices that wait for a person to sign in elsewhere.
    static let deviceAuthorizations = RecordCollection("deviceAuthorizations")
}

/// A device's wait for a person (RFC 8628).
struct DeviceAuthorization: Sendable {
    enum State: Sendable {
        case pending
        case approved(PersonGrant)
        case declined
    }

    /// The digest of the code that the person types.
    let id: String
    /// The digest of the code that the device shows when it asks.
    let deviceDigest: String
    let endpoint: TokenEndpointVersion
    /// The tenant as the path named it.
    let tenant: String
    let clientID: String
    /// `scope`, or `resource` at version 1.
    let scope: String
    let end: Date
    var state: State
    /// When the device asked last.
    var lastPoll: Date?

    init(
        id: String,
        deviceDigest: String,
        endpoint: TokenEndpointVersion,
        tenant: String,
        clientID: String,
        scope: String,
        end: Date
    ) {
        self.id = id
        self.deviceDigest = deviceDigest
        self.endpoint = endpoint
        self.tenant = tenant
        self.clientID = clientID
        self.scope = scope
        self.end = end
        self.state = .pending
    }

    init(_ record: StoredRecord) throws(StorageError) {
        let reader = try RecordReader(record)
        self.init(
            id: record.key.id,
            deviceDigest: try reader.string("device"),
            endpoint: try reader.integer("version") == 1 ? .v1 : .v2,
            tenant: try reader.string("tenant"),
            clientID: try reader.string("client"),
            scope: try reader.string("scope"),
            end: try reader.instant("end")
        )
        self.lastPoll = reader.object["poll"]?.instant
        switch try reader.string("state") {
        case "approved":
            guard let grant = PersonGrant(try reader.object("grant")) else {
                throw StorageError(.corrupted, "the grant of a device is damaged; restore a backup")
            }
            self.state = .approved(grant)
        case "declined": self.state = .declined
        default: self.state = .pending
        }
    }

    /// The tenant of the person, once somebody signed in; before, where the device asked.
    var home: String {
        if case .approved(let grant) = self.state { return grant.tenant }
        return self.tenant
    }

    func record(version: Int = 1) -> StoredRecord {
        var content: JSONObject = [
            "device": .string(self.deviceDigest),
            "version": .number(self.endpoint == .v1 ? 1 : 2),
            "tenant": .string(self.tenant),
            "client": .string(self.clientID),
            "scope": .string(self.scope),
            "end": .milliseconds(self.end),
            "poll": self.lastPoll.map(JSONValue.milliseconds) ?? .null,
        ]
        switch self.state {
        case .pending: content["state"] = "pending"
        case .declined: content["state"] = "declined"
        case .approved(let grant):
            content["state"] = "approved"
            content["grant"] = .object(grant.content)
        }
        return StoredRecord(
            key: RecordKey(.deviceAuthorizations, tenant: "", id: self.id),
            version: version,
            lookups: [RecordLookup("device", self.deviceDigest, isUnique: true), GrantLedger.day(self.end)],
            content: JSONValue.object(content).serialized
        )
    }
}

/// The codes of a device.
enum DeviceCodes {
    /// No letter that looks like another or makes a word.
    private static let alphabet = Array("BCDFGHJKLMNPQRSTVWXZ23456789".utf8)

    /// A code for a person to type: nine characters.
    static func userCode() -> String {
        var generator = SystemRandomNumberGenerator()
        let letters = (0..<9).map { _ in self.alphabet[Int.random(in: self.alphabet.indices, using: &generator)] }
        return String(decoding: letters, as: UTF8.self)
    }

    /// A code for the device to show: 256 random bits.
    static func deviceCode() -> SecretBytes {
        var generator = SystemRandomNumberGenerator()
        return SecretBytes(
            utf8: Base64URL.encode((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
        )
    }

    /// What is kept of a person's code, however it was typed.
    static func digest(userCode: String) -> String {
        let letters = userCode.uppercased().unicodeScalars.filter { $0 != " " && $0 != "-" }
        return OneTimeName.of("user code \(String(String.UnicodeScalarView(letters)))")
    }
}

/// The devices that wait.
struct DeviceStore: Sendable {
    let storage: any PlatformStorage

    func find(userCode: String) async throws -> DirectoryStore.Versioned<DeviceAuthorization>? {
        let id = DeviceCodes.digest(userCode: userCode)
        return try await find(id: id)
    }

    func find(id: String) async throws -> DirectoryStore.Versioned<DeviceAuthorization>? {
        let key = RecordKey(.deviceAuthorizations, tenant: "", id: id)
        guard let record = try await self.storage.record(key) else { return nil }
        return DirectoryStore.Versioned(value: try DeviceAuthorization(record), version: record.version)
    }

    func find(deviceCode: SecretBytes) async throws -> DirectoryStore.Versioned<DeviceAuthorization>? {
        let lookup = ("device", OneTimeName.of(deviceCode))
        let query = RecordQuery(.deviceAuthorizations, tenant: "", lookup: lookup, limit: 1)
        guard let record = try await self.storage.records(query).first else { return nil }
        return DirectoryStore.Versioned(value: try DeviceAuthorization(record), version: record.version)
    }

    func insert(_ device: DeviceAuthorization) async throws {
        try await self.storage.apply([.insert(device.record())])
    }

    /// Writes a change of a device; `false` where another one came first.
    func replace(_ device: DirectoryStore.Versioned<DeviceAuthorization>) async throws -> Bool {
        try await unlessConflicting {
            try await self.storage.apply([.replace(device.value.record(version: device.version))])
        }
    }

    /// Uses a device's authorization up; `false` where somebody else did.
    func remove(_ device: DirectoryStore.Versioned<DeviceAuthorization>) async throws -> Bool {
        let key = device.value.record().key
        return try await unlessConflicting { try await self.storage.apply([.delete(key, version: device.version)]) }
    }

    private func unlessConflicting(_ body: () async throws -> Void) async throws -> Bool {
        do {
            try await body()
            return true
        } catch let error as StorageError where error.code == .conflict {
            return false
        }
    }
}
