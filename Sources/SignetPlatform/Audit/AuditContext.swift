// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
import SignetAssertions
import SignetCore

/// Who is at work: bound to the task while a request is answered, so that the storage can say who changed what.
package final class AuditContext: Sendable {
    /// The context of the work in progress; without one, changes leave no trail.
    @TaskLocal package static var current: AuditContext?
    /// The person at the portal for whom the administrator application acts; whoever binds it has verified who that is.
    @TaskLocal package static var portalPerson: (id: String, name: String)?

    /// The identifier of the exchange, by which the log knows it too.
    let traceID: String
    let now: Date
    /// Where the change came in: method and path, or what the platform did by itself.
    let origin: String
    private let accessToken: String?
    private let name: String?
    /// The person at a page.
    private let person: (id: String, name: String)?

    init(_ exchange: Exchange) {
        self.traceID = exchange.traceID
        self.now = exchange.now
        self.origin = Self.origin(exchange)
        self.accessToken = Self.verifiesToken(exchange.request.path) ? exchange.request.accessToken : nil
        self.name = nil
        self.person = Self.portalPerson
    }

    /// What a person does at a page, where nothing but the session says who it is.
    init(_ exchange: Exchange, person: User) {
        self.traceID = exchange.traceID
        self.now = exchange.now
        self.origin = Self.origin(exchange)
        self.accessToken = nil
        self.name = nil
        self.person = (person.id, person.userPrincipalName)
    }

    /// Whether a path is one at which a token is verified before anything changes: Graph and the vault.
    ///
    /// It is read as the routes read it: another spelling of the same path hides nobody.
    private static func verifiesToken(_ path: String) -> Bool {
        let first = PercentEncoding.segments(ofPath: path)?.first ?? ""
        return ["v1.0", "beta"].contains(first) || VaultService.collections.contains(first)
    }

    private static func origin(_ exchange: Exchange) -> String {
        "\(exchange.request.method) \(exchange.request.path.prefix(256))"
    }

    /// Work that no request asked for, such as the renewal of keys, or that of whoever holds the data.
    package init(actor: String, now: Date) {
        self.traceID = GUID.random()
        self.now = now
        self.origin = actor
        self.accessToken = nil
        self.name = actor
        self.person = nil
    }

    /// Graph's `initiatedBy`.
    ///
    /// The token was verified by whoever let the change happen, so that its claims are read without a second look.
    var initiator: JSONValue {
        if let person = self.person {
            return ["app": .null, "user": ["id": .string(person.id), "userPrincipalName": .string(person.name)]]
        }
        if let name = self.name { return Self.initiator(app: ["displayName": .string(name)]) }
        guard let token = self.accessToken.flatMap({ try? CompactToken($0) }) else {
            return Self.initiator(app: ["displayName": .string(self.origin)])
        }
        let claims = token.claims
        guard let user = (claims["upn"] ?? claims["preferred_username"])?.string else {
            return Self.initiator(app: [
                "appId": .optional((claims["appid"] ?? claims["azp"])?.string), "displayName": .null,
                "servicePrincipalId": .optional(claims["oid"]?.string),
            ])
        }
        let object: JSONObject = ["id": .optional(claims["oid"]?.string), "userPrincipalName": .string(user)]
        return ["app": .null, "user": .object(object)]
    }

    private static func initiator(app: JSONObject) -> JSONValue { ["app": .object(app), "user": .null] }
}
