// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// `addKey`, `removeKey`, `addPassword`, `removePassword` of an application or a service principal.
///
/// A key is added and removed by whoever proves to hold one that is registered already. An application may do that to
/// itself without any permission: so it rolls its own certificate.
struct CredentialOperations: Sendable {
    let call: GraphCall
    let holder: GraphHolder

    private var directory: GraphDirectory { self.call.directory }

    /// Does the action that a path names; `nil` where it names none of these.
    func answer(to path: [String]) async throws -> GraphAnswer? {
        let actions = [
            "addKey": addKey, "removeKey": removeKey, "addPassword": addPassword, "removePassword": removePassword,
            TokenSigningCertificate.action: addTokenSigningCertificate,
        ]
        guard path.count == 1, let action = actions[path[0]] else { return nil }
        guard self.call.method == "POST" else { throw GraphRefusal.methodNotAllowed }
        return try await action()
    }

    private func addKey() async throws -> GraphAnswer {
        let payload = try self.call.payload(of: self.holder.type)
        guard let entry = try payload.object("keyCredential") else {
            throw GraphRefusal.valueRequired("keyCredential", of: self.holder.type)
        }
        let secret = try payload.object("passwordCredential")
        let proof = try payload.requiredString("proof")
        try await requireRights(orOwnPrincipal: true)
        let credential = try await self.directory.change(holder: self.holder) { holder in
            try proven(proof, holder)
            let rules = KeyCredentialRules(existing: holder.keyCredentials, now: self.call.now)
            let credential = try rules.added(
                GraphPayload(entry, resource: "KeyCredential"),
                password: secret.map { GraphPayload($0, resource: "PasswordCredential") }
            )
            holder.keyCredentials.append(credential)
            return credential
        }
        return .object(shown(ApplicationResource.keyCredential(credential, withKey: true), as: "keyCredential"))
    }

    private func removeKey() async throws -> GraphAnswer {
        let payload = try self.call.payload(of: self.holder.type)
        guard let keyID = try payload.guid("keyId") else {
            throw GraphRefusal.valueRequired("keyId", of: self.holder.type)
        }
        let proof = try payload.requiredString("proof")
        try await requireRights(orOwnPrincipal: true)
        try await self.directory.change(holder: self.holder) { holder in
            try proven(proof, holder)
            guard let index = holder.keyCredentials.firstIndex(where: { $0.keyID == keyID }) else {
                throw GraphRefusal.badRequest("No credentials found to be removed.")
            }
            holder.keyCredentials.remove(at: index)
        }
        return .noContent
    }

    private func addPassword() async throws -> GraphAnswer {
        let payload = try self.call.payload(of: "PasswordCredential")
        try await requireRights()
        let (credential, secret) = try PasswordCredentialRules(now: self.call.now).make(payload)
        try await self.directory.change(holder: self.holder) { holder in holder.passwordCredentials.append(credential) }
        return .object(
            shown(ApplicationResource.passwordCredential(credential, secret: secret), as: "passwordCredential")
        )
    }

    private func removePassword() async throws -> GraphAnswer {
        let payload = try self.call.payload(of: "PasswordCredential")
        guard let keyID = try payload.guid("keyId") else {
            throw GraphRefusal.valueRequired("keyId", of: "PasswordCredential")
        }
        try await requireRights()
        try await self.directory.change(holder: self.holder) { holder in
            guard let index = holder.passwordCredentials.firstIndex(where: { $0.keyID == keyID }) else {
                throw GraphRefusal.badRequest("No password credential found with keyId '\(keyID)'.")
            }
            holder.passwordCredentials.remove(at: index)
        }
        return .noContent
    }

    private func addTokenSigningCertificate() async throws -> GraphAnswer {
        guard case .servicePrincipal = self.holder else {
            throw GraphRefusal.unknownSegment(TokenSigningCertificate.action)
        }
        let payload = try self.call.payload(of: "ServicePrincipal")
        let certificate = try TokenSigningCertificate(payload, now: self.call.now)
        try await requireRights()
        let (signing, verification) = try certificate.make()
        try await self.directory.change(holder: self.holder) { holder in
            holder.keyCredentials += [signing, verification]
        }
        return .object(shown(TokenSigningCertificate.shown(verification), as: "selfSignedCertificate"))
    }

    private func proven(_ proof: String, _ holder: any CredentialHolder) throws(GraphRefusal) {
        try ProofOfPossession(text: proof).check(holderID: holder.id, keys: holder.keyCredentials, at: self.call.now)
    }

    private func shown(_ credential: JSONValue, as type: String) -> JSONObject {
        let context = "\(self.directory.root)/$metadata#microsoft.graph.\(type)"
        let member = JSONObject.Member(name: "@odata.context", value: .string(context))
        return JSONObject([member] + (credential.object?.members ?? []))
    }

    /// Whether the caller may change the credentials; with a proof, an application may always change its own.
    private func requireRights(orOwnPrincipal: Bool = false) async throws {
        if !orOwnPrincipal { try self.call.require(.writeOwnedApplications) }
        let holder = try await self.directory.holder(self.holder)
        if orOwnPrincipal, self.call.token.clientID.lowercased() == holder.appID { return }
        try self.call.requireChange(ofOwnedBy: holder.owners)
    }
}
