// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore

/// `/directory/certificateAuthorities/certificateBasedApplicationConfigurations`.
struct CertificateAuthorityOperations: Sendable {
    static let segment = "certificateAuthorities"
    private static let collection = "certificateBasedApplicationConfigurations"
    private static let members = "trustedCertificateAuthorities"
    private static let type = "CertificateBasedApplicationConfiguration"

    let call: GraphCall

    private var directory: GraphDirectory { self.call.directory }

    /// Answers what stands behind `certificateAuthorities`.
    func answer(_ path: [String]) async throws -> GraphAnswer {
        guard path.first == Self.collection else { throw GraphRefusal.unknownSegment(path.first ?? "") }
        try self.call.require(self.call.method == "GET" ? .readPolicies : .writePolicies)
        let id = path.dropFirst().first?.lowercased()
        switch (self.call.method, id, Array(path.dropFirst(2))) {
        case ("GET", .none, _):
            let all = try await self.directory.store.allCertificateAuthorities(tenant: self.directory.tenant)
            return .object(page(all.map { Self.properties($0) }))
        case ("POST", .none, _): return try await create()
        case ("GET", .some(let id), []): return .object(entity(Self.properties(try await found(id).value)))
        case ("GET", .some(let id), [Self.members]):
            return .object(page(try await found(id).value.authorities.map { Self.properties($0) }))
        case ("PATCH", .some(let id), []): return try await change(id)
        case ("DELETE", .some(let id), []):
            let item = try await found(id)
            let key = item.value.record(tenant: self.directory.tenant).key
            try await self.directory.applyToAll([.delete(key, version: item.version)])
            return .noContent
        case ("POST", .some(let id), [Self.members]): return try await add(to: id)
        case ("DELETE", .some(let id), let rest) where rest.count == 2 && rest[0] == Self.members:
            return try await remove(rest[1].lowercased(), from: id)
        case (_, _, []): throw GraphRefusal.methodNotAllowed
        case (_, _, let rest): throw GraphRefusal.unknownSegment(rest[0])
        }
    }

    private func create() async throws -> GraphAnswer {
        let payload = try self.call.payload(of: Self.type)
        guard let entries = try payload.objects(Self.members, of: "CertificateAuthority") else {
            throw GraphRefusal.valueRequired(Self.members, of: Self.type)
        }
        let configuration = CertificateAuthorityConfiguration(
            id: GUID.random(),
            displayName: try payload.string("displayName"),
            description: try payload.string("description"),
            authorities: try Self.checked(try entries.map { entry throws(GraphRefusal) in try Self.authority(entry) })
        )
        try await self.directory.applyToAll([.insert(configuration.record(tenant: self.directory.tenant))])
        return .created(entity(Self.properties(configuration)), location: "\(root)/\(configuration.id)")
    }

    private func change(_ id: String) async throws -> GraphAnswer {
        let payload = try self.call.payload(of: Self.type)
        try await edit(id) { configuration in
            if let name = try payload.string("displayName") { configuration.displayName = name }
            if let text = try payload.string("description") { configuration.description = text }
            if let entries = try payload.objects(Self.members, of: "CertificateAuthority") {
                configuration.authorities = try Self.checked(
                    try entries.map { entry throws(GraphRefusal) in try Self.authority(entry) }
                )
            }
        }
        return .noContent
    }

    private func add(to id: String) async throws -> GraphAnswer {
        let authority = try Self.authority(try self.call.payload(of: "CertificateAuthority"))
        try await edit(id) { $0.authorities = try Self.checked($0.authorities + [authority]) }
        return .created(entity(Self.properties(authority)), location: "\(root)/\(id)/\(Self.members)/\(authority.id)")
    }

    private func remove(_ authorityID: String, from id: String) async throws -> GraphAnswer {
        try await edit(id) { configuration in
            guard configuration.authorities.contains(where: { $0.id == authorityID }) else {
                throw GraphRefusal.notFound(authorityID)
            }
            configuration.authorities.removeAll { $0.id == authorityID }
        }
        return .noContent
    }

    private func edit(_ id: String, _ body: (inout CertificateAuthorityConfiguration) throws -> Void) async throws {
        let found = try await found(id)
        var configuration = found.value
        try body(&configuration)
        let record = configuration.record(tenant: self.directory.tenant, version: found.version)
        try await self.directory.applyToAll([.replace(record)])
    }

    private func found(_ id: String) async throws -> DirectoryStore.Versioned<CertificateAuthorityConfiguration> {
        let found = try await self.directory.store.certificateAuthorities(id: id, tenant: self.directory.tenant)
        guard let found else { throw GraphRefusal.notFound(id) }
        return found
    }

    private var root: String { "\(self.directory.root)/directory/\(Self.segment)/\(Self.collection)" }

    private func page(_ objects: [JSONObject]) -> JSONObject {
        [
            "@odata.context": .string("\(self.directory.root)/$metadata#directory/\(Self.segment)/\(Self.collection)"),
            "value": .array(objects.map(JSONValue.object)),
        ]
    }

    private func entity(_ properties: JSONObject) -> JSONObject {
        let context = "\(self.directory.root)/$metadata#directory/\(Self.segment)/\(Self.collection)/$entity"
        return JSONObject([JSONObject.Member(name: "@odata.context", value: .string(context))] + properties.members)
    }
}

extension CertificateAuthorityOperations {
    private typealias Authority = CertificateAuthorityConfiguration.Authority

    private static func checked(_ authorities: [Authority]) throws(GraphRefusal) -> [Authority] {
        guard (1...CertificateAuthorityConfiguration.greatestCount).contains(authorities.count) else {
            throw .badRequest(
                "A configuration has 1 to \(CertificateAuthorityConfiguration.greatestCount) certificate authorities."
            )
        }
        return authorities
    }

    private static func authority(_ payload: GraphPayload) throws(GraphRefusal) -> Authority {
        let type = "CertificateAuthority"
        guard let bytes = try payload.string("certificate").flatMap({ Base64.decodeLenient($0) }),
            let certificate = certificate(bytes), certificate.isAuthority
        else { throw .invalidValue("certificate", of: type) }
        let address = try payload.string("certificateRevocationListUrl")
        guard address.map({ RemoteAddress($0) != nil }) ?? true else {
            throw .invalidValue("certificateRevocationListUrl", of: type)
        }
        let list = try payload.string("certificateRevocationList")
            .map { text throws(GraphRefusal) in
                guard let bytes = Base64.decodeLenient(text), (try? CertificateRevocationList(bytes: bytes)) != nil
                else {
                    throw .invalidValue("certificateRevocationList", of: type)
                }
                return bytes
            }
        return Authority(
            id: GUID.random(),
            certificate: certificate.der,
            isRoot: try payload.bool("isRootAuthority") ?? certificate.isSelfIssued,
            revocationListAddress: address,
            revocationList: list
        )
    }

    private static func certificate(_ bytes: [UInt8]) -> CertificateDetails? {
        guard bytes.starts(with: "-----BEGIN".utf8) else { return try? CertificateDetails(der: bytes) }
        return try? CertificateBundle(bytes: bytes).certificates.first?.details
    }

    private static func properties(_ configuration: CertificateAuthorityConfiguration) -> JSONObject {
        [
            "id": .string(configuration.id),
            "displayName": .optional(configuration.displayName),
            "description": .optional(configuration.description),
            "deletedDateTime": .null,
            "trustedCertificateAuthorities": .array(configuration.authorities.map { .object(properties($0)) }),
        ]
    }

    private static func properties(_ authority: Authority) -> JSONObject {
        let details = try? CertificateDetails(der: authority.certificate)
        return [
            "id": .string(authority.id),
            "certificate": .base64(authority.certificate),
            "isRootAuthority": .bool(authority.isRoot),
            "issuer": .string(details?.issuer ?? ""),
            "certificateRevocationListUrl": .optional(authority.revocationListAddress),
        ]
    }
}
