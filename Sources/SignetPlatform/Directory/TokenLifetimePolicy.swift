// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension RecordCollection {
    static let tokenLifetimePolicies = RecordCollection("tokenLifetimePolicies")
}

/// For how long access tokens and ID tokens are good: a policy of the tenant that is assigned to applications and service
/// principals, or holds for all.
struct TokenLifetimePolicy: Sendable, Equatable {
    /// The GUID, in lower case.
    let id: String
    var displayName: String
    var description: String?
    var isOrganizationDefault: Bool
    /// The rules, as JSON in the form of the real directory.
    var definition: [String]

    /// The seconds that a definition sets.
    ///
    /// - Returns: The seconds; `nil` where the definition is malformed, sets nothing, or less than ten minutes or more than a
    ///   day.
    static func seconds(_ definition: [String]) -> Int? {
        guard definition.count == 1, let text = definition.first, text.utf8.count <= 4_096,
            let policy = (try? JSONValue.parse(Array(text.utf8), maximumDepth: 8))?["TokenLifetimePolicy"],
            policy["Version"]?.integer == 1, let lifetime = policy["AccessTokenLifetime"]?.string,
            let seconds = TimeSpanText.seconds(lifetime), (600...86_400).contains(seconds)
        else { return nil }
        return seconds
    }
}

/// A period as .NET writes it: `[d.]hh:mm[:ss]`.
enum TimeSpanText {
    /// The seconds of a period; `nil` for a text that is none.
    static func seconds(_ text: String) -> Int? {
        guard text.utf8.count <= 16 else { return nil }
        let dots = text.split(separator: ".", omittingEmptySubsequences: false)
        guard dots.count <= 2, let clock = dots.last,
            let days = dots.count == 2 ? number(dots[0], below: 10_000) : 0
        else { return nil }
        let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let hours = number(parts[0], below: 24),
            let minutes = number(parts[1], below: 60), let seconds = parts.count == 3 ? number(parts[2], below: 60) : 0
        else { return nil }
        return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    }

    private static func number(_ digits: Substring, below limit: Int) -> Int? {
        guard (1...4).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(digits), number < limit
        else { return nil }
        return number
    }
}

extension TokenLifetimePolicy {
    init(_ record: StoredRecord) throws(StorageError) {
        let reader = try RecordReader(record)
        self.init(
            id: record.key.id,
            displayName: try reader.string("displayName"),
            description: reader.object["description"]?.string,
            isOrganizationDefault: try reader.bool("isOrganizationDefault"),
            definition: try reader.strings("definition")
        )
    }

    /// The record; that a tenant has one default only is a unique lookup.
    func record(tenant: String, version: Int = 1) -> StoredRecord {
        let content: JSONValue = [
            "displayName": .string(self.displayName), "description": .optional(self.description),
            "isOrganizationDefault": .bool(self.isOrganizationDefault), "definition": .strings(self.definition),
        ]
        return StoredRecord(
            key: RecordKey(.tokenLifetimePolicies, tenant: tenant, id: self.id),
            version: version,
            lookups: self.isOrganizationDefault ? [RecordLookup("default", "true", isUnique: true)] : [],
            content: content.serialized
        )
    }
}

extension DirectoryStore {
    func tokenLifetimePolicy(id: String, tenant: String) async throws -> Versioned<TokenLifetimePolicy>? {
        let key = RecordKey(.tokenLifetimePolicies, tenant: tenant, id: id)
        guard let record = try await self.storage.record(key) else { return nil }
        return Versioned(value: try TokenLifetimePolicy(record), version: record.version)
    }

    func tokenLifetimePolicies(
        tenant: String,
        lookup: (name: String, value: String)? = nil,
        after: String? = nil,
        limit: Int = greatestPage
    ) async throws -> [TokenLifetimePolicy] {
        let query = RecordQuery(.tokenLifetimePolicies, tenant: tenant, lookup: lookup, after: after, limit: limit)
        return try await self.storage.records(query).map { record in try TokenLifetimePolicy(record) }
    }

    /// The seconds that tokens for an application live by policy: its service principal's, its own, then the tenant's.
    func tokenLifetime(
        of principal: ServicePrincipal,
        _ application: Application?,
        tenant: String
    ) async throws -> Int? {
        for id in [principal.tokenLifetimePolicyID, application?.tokenLifetimePolicyID] {
            guard let id, let policy = try await tokenLifetimePolicy(id: id, tenant: tenant) else { continue }
            return TokenLifetimePolicy.seconds(policy.value.definition)
        }
        return try await tokenLifetimePolicies(tenant: tenant, lookup: ("default", "true")).first
            .flatMap { TokenLifetimePolicy.seconds($0.definition) }
    }
}
