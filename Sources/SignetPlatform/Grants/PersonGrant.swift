// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// What a person's sign-in at a client entitles the client to: the part that codes and refresh tokens share.
struct PersonGrant: Sendable {
    let tenant: String
    /// The client ID.
    let clientID: String
    /// The object identifier of the person.
    let userID: String
    let signIn: SignInFacts
    /// The `scope` of the request; empty at version 1.
    let scope: String
    /// The `resource` of a request of version 1.
    let resource: String?
    /// The kind of address to which the answer went; it decides how the client proves itself.
    let platform: RedirectURI.Platform
    /// What all codes and tokens of one sign-in have in common.
    let family: String

    init(
        tenant: String,
        clientID: String,
        userID: String,
        signIn: SignInFacts,
        scope: String,
        resource: String?,
        platform: RedirectURI.Platform,
        family: String
    ) {
        self.tenant = tenant
        self.clientID = clientID
        self.userID = userID
        self.signIn = signIn
        self.scope = scope
        self.resource = resource
        self.platform = platform
        self.family = family
    }

    init?(_ content: JSONObject) {
        guard let tenant = content["tid"]?.string, let clientID = content["client"]?.string,
            let userID = content["oid"]?.string, let authenticated = Self.authenticated(content),
            let scope = content["scope"]?.string, let family = content["family"]?.string,
            let platform = content["platform"]?.string.flatMap(RedirectURI.Platform.init(rawValue:))
        else { return nil }
        self.init(
            tenant: tenant,
            clientID: clientID,
            userID: userID,
            signIn: SignInFacts(
                authenticated: authenticated,
                methods: content["amr"]?.array?.compactMap(\.string) ?? [],
                sessionID: content["sid"]?.string ?? "",
                address: content["ip"]?.string,
                isTold: content["tells_auth_time"]?.bool ?? false
            ),
            scope: scope,
            resource: content["resource"]?.string,
            platform: platform,
            family: family
        )
    }

    /// When the person signed in; grants of earlier versions knew the second only.
    private static func authenticated(_ content: JSONObject) -> Date? {
        content["authenticated"]?.instant
            ?? content["auth_time"]?.integer.map { Date(timeIntervalSince1970: Double($0)) }
    }

    var content: JSONObject {
        var content: JSONObject = [
            "tid": .string(self.tenant),
            "client": .string(self.clientID),
            "oid": .string(self.userID),
            // To the millisecond, as the revocations with which it is compared.
            "authenticated": .milliseconds(self.signIn.authenticated),
            "amr": .strings(self.signIn.methods),
            "sid": .string(self.signIn.sessionID),
            "ip": .optional(self.signIn.address),
            "scope": .string(self.scope),
            "resource": .optional(self.resource),
            "platform": .string(self.platform.rawValue),
            "family": .string(self.family),
        ]
        if self.signIn.isTold { content["tells_auth_time"] = true }
        return content
    }
}
