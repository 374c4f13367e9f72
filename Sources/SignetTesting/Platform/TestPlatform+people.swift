// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCore
public import SignetCredentials

/// A person in the directory of a ``TestPlatform``.
public struct TestUser: Sendable {
    /// The object ID.
    public let objectID: String
    /// The name with which the user signs in.
    public let userPrincipalName: String
    let password: SecretBytes
}

extension TestPlatform {
    /// Registers a person, who can sign in at once.
    ///
    /// - Parameter name: The name before the `@`, of letters, digits, dots and hyphens.
    /// - Returns: The person.
    /// - Throws: What the directory refuses.
    public func registerUser(named name: String) async throws -> TestUser {
        let principalName = "\(name)@platform.test"
        // The directory wants letters of both cases, digits and signs.
        let password = "Aa1!" + GUID.random()
        let created = try await graph(
            "POST",
            "/users",
            [
                "accountEnabled": true, "displayName": .string(name), "mailNickname": .string(name),
                "userPrincipalName": .string(principalName),
                "passwordProfile": ["password": .string(password), "forceChangePasswordNextSignIn": false],
            ]
        )
        guard let objectID = created["id"]?.string else {
            throw DirectoryRefusal(status: 201, text: "the directory's answer has no id")
        }
        return TestUser(
            objectID: objectID,
            userPrincipalName: principalName,
            password: SecretBytes(utf8: password)
        )
    }

    /// Lets a client ask for scopes of a resource on behalf of every user, as the resource's owner does by pre-authorizing it.
    ///
    /// - Parameters:
    ///   - client: The client.
    ///   - scopes: The scopes, with which the resource was registered.
    ///   - resource: The resource.
    /// - Throws: What the directory refuses.
    public func allow(_ client: TestApplication, _ scopes: [String], of resource: TestApplication) async throws {
        let path = "/applications/\(resource.objectID)"
        var api = try await graph("GET", path, .null)["api"]?.object ?? [:]
        let entry: JSONValue = [
            "appId": .string(client.clientID),
            "delegatedPermissionIds": .array(scopes.compactMap { resource.scopeIDs[$0] }.map { .string($0) }),
        ]
        let others = (api["preAuthorizedApplications"]?.array ?? []).filter { $0["appId"]?.string != client.clientID }
        api["preAuthorizedApplications"] = .array(others + [entry])
        _ = try await graph("PATCH", path, ["api": .object(api)])
    }

    /// Signs a user in to a client and gives the token that the client would send to a resource: what a service under test is
    /// called with.
    ///
    /// - Parameters:
    ///   - user: Who signs in.
    ///   - client: The client; it must have been allowed the scope.
    ///   - scope: The scope, such as `api://orders/read`.
    /// - Returns: The token.
    /// - Throws: ``DirectoryRefusal`` with what the token service said.
    public func signIn(_ user: TestUser, to client: TestApplication, for scope: String) async throws -> AccessToken {
        let endpoint = self.authority.tokenEndpoint(tenantID: self.tenantID)
        let assertion = try AssertionMinter(certificate: client.certificate)
            .mint(clientID: client.clientID, audience: endpoint, at: self.clock.now)
        let fields = [
            ("grant_type", "password"), ("client_id", client.clientID), ("scope", scope),
            ("username", user.userPrincipalName),
            ("password", user.password.withExposedBytes { String(decoding: $0, as: UTF8.self) }),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion.withSerialized(\.self)),
        ]
        let body = fields.map { "\($0)=\(Self.escaped($1))" }.joined(separator: "&")
        let answer = try await self.transport.send(
            TransportRequest(
                method: "POST",
                url: endpoint,
                headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: SecretBytes(utf8: body)
            )
        )
        let reply = try JSONValue.parse(answer.body.withExposedBytes { $0 })
        guard let text = reply["access_token"]?.string, let lifetime = reply["expires_in"]?.integer else {
            throw DirectoryRefusal(status: answer.status, text: reply["error_description"]?.string ?? "no token")
        }
        return AccessToken(text: SecretBytes(utf8: text), expiresOn: self.clock.now + Double(lifetime))
    }

    static func escaped(_ text: String) -> String {
        text.utf8
            .map { byte in
                let isPlain =
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                let digits = String(byte, radix: 16, uppercase: true)
                return isPlain ? String(UnicodeScalar(byte)) : "%\(digits.utf8.count == 1 ? "0" : "")\(digits)"
            }
            .joined()
    }
}
