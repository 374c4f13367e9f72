// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// An authenticated request on its way to the operation that it means.
struct VaultCall: Sendable {
    let exchange: Exchange
    let vault: Vault
    /// Throws where the caller may not do something.
    let require: @Sendable (VaultPermission) throws(VaultRefusal) -> Void

    var method: String { self.exchange.request.method == "HEAD" ? "GET" : self.exchange.request.method }

    /// Lets a caller through who may do an operation and names an `api-version`.
    @discardableResult
    func admit(_ kind: VaultKind, _ operation: String) throws(VaultRefusal) -> VaultQuery {
        try self.require(VaultPermission(kind, operation))
        return try VaultQuery(self.exchange.request.query)
    }

    func payload() throws(VaultRefusal) -> VaultPayload { try VaultPayload(self.exchange.request) }

    func secrets(_ rest: [String]) async throws -> VaultAnswer {
        let operations = SecretOperations(vault: self.vault)
        switch (self.method, rest.count) {
        case ("GET", 0): return try await operations.list(try admit(.secret, "list"))
        case ("POST", 1) where rest == ["restore"]:
            try admit(.secret, "restore")
            let object = try await VaultBackup(vault: self.vault, kind: .secret).restore(try payload())
            return try await operations.readAttributes(object)
        case (_, 1...2): return try await secret(try VaultName(rest[0]), rest.dropFirst().first, operations)
        case (_, 0): throw VaultRefusal.methodNotAllowed
        default: throw VaultRefusal.unknownResource
        }
    }

    private func secret(_ name: VaultName, _ rest: String?, _ operations: SecretOperations) async throws -> VaultAnswer
    {
        switch (self.method, rest) {
        case ("PUT", .none):
            try admit(.secret, "set")
            return try await operations.set(name, try payload())
        case ("DELETE", .none):
            try admit(.secret, "delete")
            return try await operations.delete(name)
        case ("GET", "versions"): return try await operations.listVersions(name, try admit(.secret, "list"))
        case ("POST", "backup"):
            try admit(.secret, "backup")
            return try await VaultBackup(vault: self.vault, kind: .secret).create(name)
        case ("GET", let version):
            let version = try version.map { id throws(VaultRefusal) in try VaultName.version(id) }
            try admit(.secret, "get")
            return try await operations.read(name, version)
        case ("PATCH", let version):
            let version = try version.map { id throws(VaultRefusal) in try VaultName.version(id) }
            try admit(.secret, "set")
            return try await operations.update(name, version, try payload())
        default: throw VaultRefusal.methodNotAllowed
        }
    }

    func deletedSecrets(_ rest: [String]) async throws -> VaultAnswer {
        let operations = SecretOperations(vault: self.vault)
        let name = try rest.first.map { segment throws(VaultRefusal) in try VaultName(segment) }
        switch (self.method, name, rest.dropFirst().first) {
        case ("GET", .none, .none): return try await operations.listDeleted(try admit(.secret, "list"))
        case ("GET", .some(let name), .none):
            try admit(.secret, "list")
            return try await operations.readDeleted(name)
        case ("DELETE", .some(let name), .none):
            try admit(.secret, "purge")
            return try await operations.purge(name)
        case ("POST", .some(let name), "recover") where rest.count == 2:
            try admit(.secret, "recover")
            return try await operations.recover(name)
        default: throw rest.count > 1 ? VaultRefusal.unknownResource : .methodNotAllowed
        }
    }

    func keys(_ rest: [String]) async throws -> VaultAnswer {
        let operations = KeyOperations(vault: self.vault)
        guard let first = rest.first else {
            guard self.method == "GET" else { throw VaultRefusal.methodNotAllowed }
            return try await operations.list(try admit(.key, "list"))
        }
        let name = try VaultName(first)
        switch (self.method, rest.dropFirst().first, rest.dropFirst(2).first) {
        case ("GET", "versions", .none): return try await operations.listVersions(name, try admit(.key, "list"))
        case ("GET", let version, .none):
            let version = try version.map { id throws(VaultRefusal) in try VaultName.version(id) }
            try admit(.key, "get")
            return try await operations.read(name, version)
        case ("POST", .some(let version), .some(let operation)) where rest.count == 3:
            // Clients that name no version leave its segment empty.
            let version = try version.isEmpty ? nil : VaultName.version(version)
            try admit(.key, operation)
            switch operation {
            case "sign": return try await operations.sign(name, version, try payload())
            case "verify": return try await operations.verify(name, version, try payload())
            default:
                throw VaultRefusal.badParameter("The operation '\(operation.prefix(64))' on keys is not supported.")
            }
        default: throw rest.count > 2 ? VaultRefusal.unknownResource : .methodNotAllowed
        }
    }
}
