// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `/v1.0/policies/tokenLifetimePolicies`.
struct TokenLifetimePolicyOperations: Sendable {
    static let segment = "tokenLifetimePolicies"
    static let path = "policies/tokenLifetimePolicies"
    private static let type = "TokenLifetimePolicy"
    private static let uniqueness = GraphRefusal(
        400,
        "Request_MultipleObjectsWithSameKeyValue",
        "Request contains property changes that would result in property-uniqueness violation(s). Please retry your request "
            + "with corrected values."
    )

    let call: GraphCall

    private var directory: GraphDirectory { self.call.directory }
    private var tenant: String { self.directory.tenant }

    /// Answers what stands behind the collection.
    func answer(_ rest: [String]) async throws -> GraphAnswer {
        switch (self.call.method, rest.count) {
        case ("GET", 0): return try await list()
        case ("POST", 0): return try await create()
        case ("GET", 1): return .object(entity(try await found(rest[0]).value))
        case ("PATCH", 1): return try await change(rest[0])
        case ("DELETE", 1):
            let policy = try await found(rest[0])
            let key = policy.value.record(tenant: self.tenant).key
            try await self.directory.applyToAll([.delete(key, version: policy.version)])
            return .noContent
        case (_, 0...1): throw GraphRefusal.methodNotAllowed
        default: throw GraphRefusal.unknownSegment(rest[1])
        }
    }

    private func list() async throws -> GraphAnswer {
        let (store, tenant) = (self.directory.store, self.tenant)
        return try await GraphListing(
            page: GraphPage(
                root: self.directory.root,
                collection: Self.path,
                type: "tokenLifetimePolicy",
                query: try self.call.query()
            ),
            indexes: [:],
            properties: ["id", "displayName", "description", "isOrganizationDefault", "definition"]
        ) { _, after, limit in
            try await store.tokenLifetimePolicies(tenant: tenant, after: after, limit: limit)
                .map { ($0.id, Self.shown($0)) }
        }
        .answer()
    }

    private func create() async throws -> GraphAnswer {
        let payload = try self.call.payload(of: Self.type)
        guard try payload.strings("definition") != nil else {
            throw GraphRefusal.valueRequired("definition", of: Self.type)
        }
        var policy = TokenLifetimePolicy(
            id: GUID.random(),
            displayName: try payload.requiredString("displayName"),
            description: nil,
            isOrganizationDefault: false,
            definition: []
        )
        try Self.apply(payload, to: &policy)
        try await save(.insert(policy.record(tenant: self.tenant)))
        return .created(entity(policy), location: "\(self.directory.root)/\(Self.path)/\(policy.id)")
    }

    private func change(_ id: String) async throws -> GraphAnswer {
        let item = try await found(id)
        var policy = item.value
        try Self.apply(try self.call.payload(of: Self.type), to: &policy)
        try await save(.replace(policy.record(tenant: self.tenant, version: item.version)))
        return .noContent
    }

    private func save(_ change: RecordChange) async throws {
        do {
            try await self.directory.applyToAll([change])
        } catch let error as StorageError where error.code == .duplicate {
            throw Self.uniqueness
        }
    }

    private static func apply(_ payload: GraphPayload, to policy: inout TokenLifetimePolicy) throws(GraphRefusal) {
        if let name = try payload.string("displayName") {
            guard DisplayName.isAcceptable(name) else { throw .invalidValue("displayName", of: self.type) }
            policy.displayName = name
        }
        if let text = try payload.string("description") { policy.description = text }
        if let isDefault = try payload.bool("isOrganizationDefault") { policy.isOrganizationDefault = isDefault }
        guard let definition = try payload.strings("definition") else { return }
        guard TokenLifetimePolicy.seconds(definition) != nil else {
            throw .badRequest("Property definition has an invalid value.")
        }
        policy.definition = definition
    }

    private func found(_ id: String) async throws -> DirectoryStore.Versioned<TokenLifetimePolicy> {
        let found = try await self.directory.store.tokenLifetimePolicy(id: id.lowercased(), tenant: self.tenant)
        guard let found else { throw GraphRefusal.notFound(id) }
        return found
    }

    private func entity(_ policy: TokenLifetimePolicy) -> JSONObject {
        let context = "\(self.directory.root)/$metadata#\(Self.path)/$entity"
        return JSONObject(
            [JSONObject.Member(name: "@odata.context", value: .string(context))] + Self.shown(policy).members
        )
    }

    private static func shown(_ policy: TokenLifetimePolicy) -> JSONObject {
        [
            "id": .string(policy.id), "deletedDateTime": .null, "definition": .strings(policy.definition),
            "description": .optional(policy.description), "displayName": .string(policy.displayName),
            "isOrganizationDefault": .bool(policy.isOrganizationDefault),
        ]
    }

    // MARK: Assignment

    /// Answers what stands behind `tokenLifetimePolicies` of an application or a service principal.
    func assignment(_ rest: [String], of holder: GraphHolder) async throws -> GraphAnswer {
        try self.call.require(self.call.method == "GET" ? .readApplications : .writeApplications)
        try self.call.require(self.call.method == "GET" ? .readPolicies : .writePolicies)
        switch (self.call.method, rest) {
        case ("GET", []):
            var shown: [JSONValue] = []
            if let id = try await self.directory.holder(holder).tokenLifetimePolicyID,
                let policy = try await self.directory.store.tokenLifetimePolicy(id: id, tenant: self.tenant)
            {
                shown.append(.object(Self.shown(policy.value)))
            }
            let context = "\(self.directory.root)/$metadata#\(Self.path)"
            return .object(["@odata.context": .string(context), "value": .array(shown)])
        case ("POST", ["$ref"]):
            let id = try self.call.payload(of: "DirectoryObject").reference()
            _ = try await found(id)
            try await assign(holder) { current in
                guard current == nil else { throw Self.uniqueness }
                current = id
            }
            return .noContent
        case ("DELETE", let rest) where rest.count == 2 && rest[1] == "$ref":
            try await assign(holder) { current in
                guard current == rest[0].lowercased() else { throw GraphRefusal.notFound(rest[0]) }
                current = nil
            }
            return .noContent
        default: throw GraphRefusal.methodNotAllowed
        }
    }

    /// Changes the assignment; an assigned policy that is gone counts as none.
    private func assign(_ holder: GraphHolder, _ body: (inout String?) throws -> Void) async throws {
        var current = try await self.directory.holder(holder).tokenLifetimePolicyID
        if let id = current, try await self.directory.store.tokenLifetimePolicy(id: id, tenant: self.tenant) == nil {
            current = nil
        }
        try body(&current)
        switch holder {
        case .application(let key):
            try await self.directory.change(application: key) { $0.tokenLifetimePolicyID = current }
        case .servicePrincipal(let key):
            try await self.directory.change(servicePrincipal: key) { $0.tokenLifetimePolicyID = current }
        }
    }
}
