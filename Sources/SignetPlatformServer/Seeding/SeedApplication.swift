// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// An app registration of a seed, with everything that hangs on it.
struct SeedApplication: Sendable {
    struct Certificate: Sendable {
        enum Source: Sendable {
            /// A file that is there.
            case file(String)
            case pem(String)
            /// A file that is made with a new certificate and its key where it is missing.
            case made(String, subject: String?, days: Int)
        }

        let place: SeedPlace
        let source: Source
        let displayName: String?
    }

    struct Secret: Sendable {
        enum Source: Sendable {
            case value(SecretBytes)
            /// A file that is made with a new secret where it is missing.
            case made(String)
        }

        let place: SeedPlace
        let source: Source
        let displayName: String?
        let days: Int
    }

    struct Federation: Sendable {
        let place: SeedPlace
        let name: String
        let body: JSONValue
    }

    private static let keys = [
        "displayName", "appId", "signInAudience", "identifierUris", "accessTokenVersion", "appRoles", "redirectUris",
        "certificates", "secrets", "roles", "federatedCredentials", "properties",
    ]

    let place: SeedPlace
    let displayName: String
    let appID: String?
    /// What is patched through Graph.
    let properties: JSONObject
    /// The roles it offers, by value.
    let appRoles: [JSONObject]
    let certificates: [Certificate]
    let secrets: [Secret]
    let roles: [SeedGrant]
    let federations: [Federation]

    init(_ node: SeedNode) throws(PlatformServerError) {
        let object = try SeedObject(node, "an application", keys: Self.keys)
        self.place = object.place
        self.displayName = try object.required("displayName")
        let appID = try object.string("appId")?.lowercased()
        if let appID, !GUID.isWellFormed(appID) {
            throw (object["appId"]?.place ?? object.place).mistake("'appId' is a GUID")
        }
        self.appID = appID
        self.properties = try Self.properties(object)
        var appRoles: [JSONObject] = []
        for node in try object.list("appRoles") { appRoles.append(try Self.appRole(node)) }
        self.appRoles = appRoles
        var certificates: [Certificate] = []
        for node in try object.list("certificates") { certificates.append(try Self.certificate(node)) }
        self.certificates = certificates
        var secrets: [Secret] = []
        for node in try object.list("secrets") { secrets.append(try Self.secret(node)) }
        self.secrets = secrets
        var roles: [SeedGrant] = []
        for node in try object.list("roles") { roles.append(try SeedGrant(node)) }
        self.roles = roles
        var federations: [Federation] = []
        for node in try object.list("federatedCredentials") { federations.append(try Self.federation(node)) }
        self.federations = federations
    }

    private static func properties(_ object: SeedObject) throws(PlatformServerError) -> JSONObject {
        var properties = object["properties"]?.json.object ?? JSONObject()
        if let audience = try object.string("signInAudience") { properties["signInAudience"] = .string(audience) }
        let uris = try object.strings("identifierUris")
        if !uris.isEmpty { properties["identifierUris"] = .array(uris.map { .string($0) }) }
        if let version = try object.integer("accessTokenVersion", 1...2) {
            var api = properties["api"]?.object ?? JSONObject()
            api["requestedAccessTokenVersion"] = .number(version)
            properties["api"] = .object(api)
        }
        if let node = object["redirectUris"] {
            let kinds = try SeedObject(node, "redirectUris", keys: ["web", "spa", "publicClient"])
            for kind in ["web", "spa", "publicClient"] where kinds[kind] != nil {
                var settings = properties[kind]?.object ?? JSONObject()
                settings["redirectUris"] = .array(try kinds.strings(kind).map { .string($0) })
                properties[kind] = .object(settings)
            }
        }
        return properties
    }

    private static func appRole(_ node: SeedNode) throws(PlatformServerError) -> JSONObject {
        if case .scalar(let value, _) = node.content { return ["value": .string(value)] }
        let keys = ["value", "id", "displayName", "description", "allowedMemberTypes"]
        let object = try SeedObject(node, "an app role", keys: keys)
        _ = try object.required("value")
        if let id = try object.string("id"), !GUID.isWellFormed(id) {
            throw (object["id"]?.place ?? object.place).mistake("'id' is a GUID")
        }
        return node.json.object ?? JSONObject()
    }

    private static func certificate(_ node: SeedNode) throws(PlatformServerError) -> Certificate {
        if case .scalar(let path, _) = node.content {
            return Certificate(place: node.place, source: .file(path), displayName: nil)
        }
        let keys = ["path", "pem", "create", "subject", "days", "displayName"]
        let object = try SeedObject(node, "a certificate", keys: keys)
        let source: Certificate.Source
        switch (try object.string("path"), try object.string("pem"), try object.string("create")) {
        case (.some(let path), .none, .none): source = .file(path)
        case (.none, .some(let pem), .none): source = .pem(pem)
        case (.none, .none, .some(let path)):
            source = .made(
                path,
                subject: try object.string("subject"),
                days: try object.integer("days", 1...3_650) ?? 365
            )
        default: throw object.place.mistake("a certificate has one of 'path', 'pem' and 'create'")
        }
        return Certificate(place: object.place, source: source, displayName: try object.string("displayName"))
    }

    private static func secret(_ node: SeedNode) throws(PlatformServerError) -> Secret {
        let object = try SeedObject(node, "a secret", keys: ["value", "create", "displayName", "days"])
        let source: Secret.Source
        switch (try object.string("value"), try object.string("create")) {
        case (.some(let value), .none):
            guard value.utf8.count >= 3 else { throw object.place.mistake("a secret has at least 3 bytes") }
            source = .value(SecretBytes(utf8: value))
        case (.none, .some(let path)): source = .made(path)
        default: throw object.place.mistake("a secret has one of 'value' and 'create'")
        }
        return Secret(
            place: object.place,
            source: source,
            displayName: try object.string("displayName"),
            days: try object.integer("days", 1...36_500) ?? 730
        )
    }

    private static func federation(_ node: SeedNode) throws(PlatformServerError) -> Federation {
        let keys = ["name", "issuer", "subject", "audiences", "description"]
        let object = try SeedObject(node, "a federated credential", keys: keys)
        let name = try object.required("name")
        let audiences = try object.strings("audiences")
        var body: JSONObject = [
            "name": .string(name),
            "issuer": .string(try object.required("issuer")),
            "subject": .string(try object.required("subject")),
            "audiences": .array((audiences.isEmpty ? ["api://AzureADTokenExchange"] : audiences).map { .string($0) }),
        ]
        if let description = try object.string("description") { body["description"] = .string(description) }
        return Federation(place: object.place, name: name, body: .object(body))
    }
}
