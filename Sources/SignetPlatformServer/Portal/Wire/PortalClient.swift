// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCertificates
import SignetCore
import SignetPlatform
import Synchronization

/// Calls Graph and the vault as the administrator application, within the process but over the same messages as any
/// client: the portal can do what a client can, and nothing beside it.
final class PortalClient: Sendable {
    /// An answer that is no success.
    struct Failure: Error {
        let status: Int
        let code: String
        let message: String
    }

    enum Audience: String, Sendable {
        case graph = "https://graph.microsoft.com/.default"
        case vault = "https://vault.azure.net/.default"
    }

    private struct Token {
        let text: SecretBytes
        let end: Date
    }

    private static let greatestPages = 20

    private let platform: Platform
    private let minter: AssertionMinter
    private let clientID: String
    private let clock: any TimeSource
    private let tokens = Mutex<[Audience: Token]>([:])

    init(platform: Platform, certificate: ClientCertificate, clientID: String, clock: any TimeSource) throws {
        self.platform = platform
        self.minter = try AssertionMinter(certificate: certificate)
        self.clientID = clientID
        self.clock = clock
    }

    /// Calls Graph below `/v1.0`.
    func graph(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        try await call(.graph, method, "/v1.0" + path, body)
    }

    /// Calls the vault.
    func vault(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        try await call(.vault, method, path + (path.contains("?") ? "&" : "?") + "api-version=7.5", body)
    }

    /// All objects of a collection, page after page; `isWhole` says whether there was an end.
    func all(_ audience: Audience, _ path: String) async throws -> (objects: [JSONValue], isWhole: Bool) {
        var objects: [JSONValue] = []
        var next: String? = audience == .graph ? "/v1.0" + path : path
        for _ in 0..<Self.greatestPages {
            guard let path = next else { return (objects, true) }
            let page = try await call(audience, "GET", path, nil)
            objects += page["value"]?.array ?? []
            let link = page["@odata.nextLink"]?.string ?? page["nextLink"]?.string
            next = link.flatMap {
                $0.hasPrefix(self.platform.origin) ? String($0.dropFirst(self.platform.origin.count)) : nil
            }
        }
        return (objects, next == nil)
    }

    private func call(_ audience: Audience, _ method: String, _ path: String, _ body: JSONValue?) async throws
        -> JSONValue
    {
        let answer = await send(method, path, bearer: try await token(audience), body)
        let json = (try? JSONValue.parse(answer.body)) ?? .null
        guard (200..<300).contains(answer.status) else {
            throw Failure(
                status: answer.status,
                code: json["error"]?["code"]?.string ?? "Error",
                message: json["error"]?["message"]?.string ?? "The platform answered with status \(answer.status)."
            )
        }
        return json
    }

    private func send(_ method: String, _ path: String, bearer: SecretBytes, _ body: JSONValue?) async
        -> PlatformResponse
    {
        let target = path.split(separator: "?", maxSplits: 1)
        let token = bearer.withExposedBytes { String(decoding: $0, as: UTF8.self) }
        var headers = [(name: "Authorization", value: "Bearer \(token)")]
        if body != nil { headers.append(("Content-Type", "application/json")) }
        return await self.platform.respond(
            to: PlatformRequest(
                method: method,
                path: String(target.first ?? "/"),
                query: target.count > 1 ? String(target[1]) : nil,
                headers: headers,
                body: body?.serialized ?? []
            )
        )
    }

    private func token(_ audience: Audience) async throws -> SecretBytes {
        let now = self.clock.now
        if let token = self.tokens.withLock({ $0[audience] }), token.end > now { return token.text }
        let endpoint = "/\(self.platform.tenantID)/oauth2/v2.0/token"
        let assertion = try self.minter.mint(
            clientID: self.clientID,
            audience: self.platform.origin + endpoint,
            at: now
        )
        let form = [
            ("grant_type", "client_credentials"), ("client_id", self.clientID), ("scope", audience.rawValue),
            ("client_assertion_type", "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"),
            ("client_assertion", assertion.withSerialized { $0 }),
        ]
        let answer = await self.platform.respond(
            to: PlatformRequest(
                method: "POST",
                path: endpoint,
                headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: Array(form.map { "\($0.0)=\($0.1)" }.joined(separator: "&").utf8)
            )
        )
        let json = (try? JSONValue.parse(answer.body)) ?? .null
        guard let text = json["access_token"]?.string, let life = json["expires_in"]?.integer else {
            throw Failure(
                status: answer.status,
                code: "signIn",
                message: json["error_description"]?.string ?? "The portal cannot sign in as the administrator."
            )
        }
        let token = SecretBytes(utf8: text)
        // A token from before a new role or signing key is used for a minute at most.
        let end = now.addingTimeInterval(Double(min(life, 60)))
        self.tokens.withLock { $0[audience] = Token(text: token, end: end) }
        return token
    }
}
