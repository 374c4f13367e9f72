// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension VaultCall {
    func certificates(_ rest: [String]) async throws -> VaultAnswer {
        switch (self.method, rest.first, rest.count) {
        case ("GET", .none, _):
            return try await CertificateOperations(vault: self.vault).list(try admit(.certificate, "list"))
        case ("GET", "issuers", 1):
            try admit(.certificate, "getissuers")
            return .object(["value": [], "nextLink": nil])
        case (_, "issuers", _): throw VaultRefusal(404, "CertificateIssuerNotFound", "Issuer not found.")
        case ("GET", "contacts", 1): throw VaultRefusal(404, "ContactsNotFound", "Contacts not found.")
        case (_, "contacts", _):
            throw VaultRefusal.badParameter("Certificate contacts are not supported: no mail is sent.")
        case ("POST", "restore", 1):
            try admit(.certificate, "restore")
            let object = try await VaultBackup(vault: self.vault, kind: .certificate).restore(try payload())
            return try await CertificateOperations(vault: self.vault).read(object.name, nil)
        case (_, .some(let first), 1...3): return try await certificate(try VaultName(first), Array(rest.dropFirst()))
        case (_, .none, _): throw VaultRefusal.methodNotAllowed
        default: throw VaultRefusal.unknownResource
        }
    }

    private func certificate(_ name: VaultName, _ rest: [String]) async throws -> VaultAnswer {
        let operations = CertificateOperations(vault: self.vault)
        switch (self.method, rest.first) {
        case (_, "pending"): return try await pending(name, Array(rest.dropFirst()))
        case _ where rest.count > 1: throw VaultRefusal.unknownResource
        case ("POST", "create"):
            try admit(.certificate, "create")
            return try await CertificateCreation(vault: self.vault).create(name, try payload())
        case ("POST", "import"):
            try admit(.certificate, "import")
            return try await CertificateCreation(vault: self.vault).importing(name, try payload())
        case ("POST", "backup"):
            try admit(.certificate, "backup")
            return try await VaultBackup(vault: self.vault, kind: .certificate).create(name)
        case ("GET", "versions"): return try await operations.listVersions(name, try admit(.certificate, "list"))
        case ("GET", "policy"):
            try admit(.certificate, "get")
            return try await operations.readPolicy(name)
        case ("PATCH", "policy"):
            try admit(.certificate, "update")
            return try await operations.updatePolicy(name, try payload())
        case ("DELETE", .none):
            try admit(.certificate, "delete")
            return try await operations.delete(name)
        case ("GET", let version):
            let version = try version.map { id throws(VaultRefusal) in try VaultName.version(id) }
            try admit(.certificate, "get")
            return try await operations.read(name, version)
        case ("PATCH", let version):
            let version = try version.map { id throws(VaultRefusal) in try VaultName.version(id) }
            try admit(.certificate, "update")
            return try await operations.update(name, version, try payload())
        default: throw VaultRefusal.methodNotAllowed
        }
    }

    private func pending(_ name: VaultName, _ rest: [String]) async throws -> VaultAnswer {
        let operations = PendingOperations(vault: self.vault)
        switch (self.method, rest) {
        case ("GET", []):
            try admit(.certificate, "get")
            return try await operations.read(name)
        case ("PATCH", []):
            try admit(.certificate, "update")
            return try await operations.cancel(name, try payload())
        case ("DELETE", []):
            try admit(.certificate, "delete")
            return try await operations.delete(name)
        case ("POST", ["merge"]):
            try admit(.certificate, "create")
            return try await operations.merge(name, try payload())
        case (_, []), (_, ["merge"]): throw VaultRefusal.methodNotAllowed
        default: throw VaultRefusal.unknownResource
        }
    }

    func deletedCertificates(_ rest: [String]) async throws -> VaultAnswer {
        let operations = CertificateOperations(vault: self.vault)
        let name = try rest.first.map { segment throws(VaultRefusal) in try VaultName(segment) }
        switch (self.method, name, rest.dropFirst().first) {
        case ("GET", .none, .none): return try await operations.listDeleted(try admit(.certificate, "list"))
        case ("GET", .some(let name), .none):
            try admit(.certificate, "get")
            return try await operations.readDeleted(name)
        case ("DELETE", .some(let name), .none):
            try admit(.certificate, "purge")
            return try await operations.purge(name)
        case ("POST", .some(let name), "recover") where rest.count == 2:
            try admit(.certificate, "recover")
            return try await operations.recover(name)
        default: throw rest.count > 1 ? VaultRefusal.unknownResource : .methodNotAllowed
        }
    }
}
