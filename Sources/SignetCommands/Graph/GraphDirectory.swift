// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Microsoft Graph's application registrations, real or local, as far as the command line needs them.
struct GraphDirectory: Sendable {
    let caller: HTTPCaller
    /// Such as `https://graph.microsoft.com/v1.0`.
    let base: String
    let bearer: SecretBytes

    func createApplication(_ body: JSONValue) async throws -> JSONValue {
        try await call("POST", "/applications", json: body)
    }

    func createServicePrincipal(appID: String) async throws -> JSONValue {
        try await call("POST", "/servicePrincipals", json: ["appId": .string(appID)])
    }

    /// All applications, page after page.
    func applications() async throws -> [JSONValue] {
        var found: [JSONValue] = []
        var next: String? = self.base + "/applications"
        while let url = next {
            let page = try await call(url: url)
            found.append(contentsOf: page["value"]?.array ?? [])
            next = page["@odata.nextLink"]?.string
        }
        return found
    }

    /// An application by its client ID, with the keys themselves.
    func application(appID: String) async throws -> JSONValue {
        guard GUID.isWellFormed(appID) else {
            throw CommandFailure(code: "invalidArgument", message: "'\(appID)' is not a client ID: a GUID is expected")
        }
        return try await call("GET", "/applications(appId='\(appID)')")
    }

    /// An application by its client ID; `nil` where the directory has none.
    func applicationIfAny(appID: String) async throws -> JSONValue? {
        do {
            return try await application(appID: appID)
        } catch let failure as CommandFailure where failure.code == "Request_ResourceNotFound" {
            return nil
        }
    }

    /// The key credentials with their `key`, which Graph gives only when asked for by name.
    func keyCredentials(appID: String) async throws -> [JSONValue] {
        let found = try await call("GET", "/applications(appId='\(appID)')?$select=id,keyCredentials")
        return found["keyCredentials"]?.array ?? []
    }

    /// The object ID, by which Graph changes an application.
    func objectID(of application: JSONValue) throws -> String {
        guard let id = application["id"]?.string else {
            throw CommandFailure(code: "unexpectedReply", message: "the directory's answer has no id")
        }
        return id
    }

    func change(objectID: String, _ body: JSONValue) async throws {
        _ = try await call("PATCH", "/applications/\(objectID)", json: body)
    }

    func delete(objectID: String) async throws {
        _ = try await call("DELETE", "/applications/\(objectID)")
    }

    func addPassword(objectID: String, displayName: String) async throws -> JSONValue {
        try await call(
            "POST",
            "/applications/\(objectID)/addPassword",
            json: ["passwordCredential": ["displayName": .string(displayName)]]
        )
    }

    /// A request for a token, by the trace ID that its answer named.
    func signIn(traceID: String) async throws -> JSONValue {
        try await call("GET", "/auditLogs/signIns/\(traceID)")
    }

    /// A link that opens the portal of the platform at an authority, once.
    func portalLink(authority: String) async throws -> JSONValue {
        let url = authority + "/portal/links"
        let reply = try await self.caller.call("POST", url, bearer: self.bearer)
        guard reply.status == 200, let link = reply.json else { throw CommandFailure(graph: reply, "POST", url) }
        return link
    }

    func addKey(objectID: String, _ body: JSONValue) async throws -> JSONValue {
        try await call("POST", "/applications/\(objectID)/addKey", json: body)
    }

    func addFederatedCredential(objectID: String, _ body: JSONValue) async throws -> JSONValue {
        try await call("POST", "/applications/\(objectID)/federatedIdentityCredentials", json: body)
    }

    /// An application in the recycle bin, by its client ID.
    func deletedApplication(appID: String) async throws -> JSONValue {
        var next: String? = self.base + "/directory/deletedItems/microsoft.graph.application"
        while let url = next {
            let page = try await call(url: url)
            if let found = page["value"]?.array?.first(where: { $0["appId"]?.string == appID.lowercased() }) {
                return found
            }
            next = page["@odata.nextLink"]?.string
        }
        throw CommandFailure(
            code: "notFound",
            message: "no application \(appID) is in the recycle bin; thirty days after its deletion it is gone"
        )
    }

    func restore(objectID: String) async throws -> JSONValue {
        try await call("POST", "/directory/deletedItems/\(objectID)/restore")
    }

    private func call(_ method: String, _ path: String, json: JSONValue? = nil) async throws -> JSONValue {
        try await call(method, url: self.base + path, json: json)
    }

    private func call(_ method: String = "GET", url: String, json: JSONValue? = nil) async throws -> JSONValue {
        // A next link comes from the reply: it must stay where the token may go.
        guard url.hasPrefix(self.base + "/") else {
            throw CommandFailure(code: "untrustedLink", message: "the directory points to another place: \(url)")
        }
        let reply = try await self.caller.call(method, url, bearer: self.bearer, json: json)
        guard (200..<300).contains(reply.status) else { throw CommandFailure(graph: reply, method, url) }
        return reply.json ?? .object([:])
    }
}

extension CommandFailure {
    /// Reads Graph's error document.
    init(graph reply: HTTPCaller.Reply, _ method: String, _ url: String) {
        let error = reply.json?["error"]
        self.init(
            code: error?["code"]?.string ?? "graph",
            message: "\(method) \(url): \(reply.status) "
                + (error?["message"]?.string ?? String(decoding: reply.body.prefix(300), as: UTF8.self))
        )
    }
}
