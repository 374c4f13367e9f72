// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The owners of an application or a service principal.
struct OwnerOperations: Sendable {
    static let segment = "owners"
    private static let greatestCount = 100

    let call: GraphCall
    let holder: GraphHolder

    private var directory: GraphDirectory { self.call.directory }

    /// Answers what stands behind `owners`.
    func answer(_ rest: [String]) async throws -> GraphAnswer {
        switch (self.call.method, rest) {
        case ("GET", []):
            try self.call.require(.readApplications)
            return try await list()
        case ("POST", ["$ref"]):
            try await requireChange()
            return try await add()
        case ("DELETE", let rest) where rest.count == 2 && rest[1] == "$ref":
            try await requireChange()
            return try await remove(rest[0].lowercased())
        case (_, []), (_, ["$ref"]): throw GraphRefusal.methodNotAllowed
        default: throw GraphRefusal.unknownSegment(rest[0])
        }
    }

    private func list() async throws -> GraphAnswer {
        var shown: [JSONValue] = []
        for id in try await self.directory.holder(self.holder).owners {
            guard let owner = try await self.directory.principal(id) else { continue }
            var object: JSONObject = [
                "@odata.type": .string("#microsoft.graph.\(owner.odataType)"), "id": .string(owner.id),
                "displayName": .string(owner.displayName),
            ]
            if let appID = owner.appID { object["appId"] = .string(appID) }
            shown.append(.object(object))
        }
        let context = "\(self.directory.root)/$metadata#directoryObjects"
        return .object(["@odata.context": .string(context), "value": .array(shown)])
    }

    private func add() async throws -> GraphAnswer {
        let id = try self.call.payload(of: self.holder.type).reference()
        guard try await self.directory.principal(id) != nil else { throw GraphRefusal.notFound(id) }
        try await self.directory.change(holder: self.holder) { holder in
            guard !holder.owners.contains(id) else {
                throw GraphRefusal.badRequest(
                    "One or more added object references already exist for the following modified properties: 'owners'."
                )
            }
            guard holder.owners.count < Self.greatestCount else {
                throw GraphRefusal.badRequest("The limit of \(Self.greatestCount) owners is reached.")
            }
            holder.owners.append(id)
        }
        return .noContent
    }

    private func remove(_ id: String) async throws -> GraphAnswer {
        try await self.directory.change(holder: self.holder) { holder in
            guard let index = holder.owners.firstIndex(of: id) else { throw GraphRefusal.notFound(id) }
            holder.owners.remove(at: index)
        }
        return .noContent
    }

    private func requireChange() async throws {
        try self.call.require(.writeOwnedApplications)
        try self.call.requireChange(ofOwnedBy: try await self.directory.holder(self.holder).owners)
    }
}
