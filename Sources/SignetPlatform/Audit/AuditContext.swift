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

    /// The identifier of the exchange, by which the log knows it too.
    let traceID: String
    let now: Date
    /// Where the change came in: method and path, or what the platform did by itself.
    let origin: String
    private let authorization: String?
    private let name: String?

    init(_ exchange: Exchange) {
        self.traceID = exchange.traceID
        self.now = exchange.now
        self.origin = "\(exchange.request.method) \(exchange.request.path.prefix(256))"
        self.authorization = exchange.request.header("authorization")
        self.name = nil
    }

    /// Work that no request asked for, such as the renewal of keys, or that of whoever holds the data.
    package init(actor: String, now: Date) {
        self.traceID = GUID.random()
        self.now = now
        self.origin = actor
        self.authorization = nil
        self.name = actor
    }

    /// Graph's `initiatedBy`.
    ///
    /// The token was verified by whoever let the change happen, so that its claims are read without a second look.
    var initiator: JSONValue {
        if let name = self.name { return Self.initiator(app: ["displayName": .string(name)]) }
        let parts = self.authorization?.split(separator: " ", maxSplits: 1) ?? []
        guard parts.count == 2, parts[0].lowercased() == "bearer", let token = try? CompactToken(String(parts[1]))
        else { return Self.initiator(app: ["displayName": .string(self.origin)]) }
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
