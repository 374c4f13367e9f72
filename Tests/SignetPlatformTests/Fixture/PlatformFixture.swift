// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCertificates
import SignetCore
import Testing

@testable import SignetPlatform

/// A platform in memory with its administrator, and the requests that tests make of it.
struct PlatformFixture: Sendable {
    static let origin = "https://localhost:8443"
    static let tenant = "11111111-2222-4333-8444-555555555555"
    static let graphScope = "https://graph.microsoft.com/.default"
    static let masterKey = SecretBytes([UInt8](repeating: 7, count: 32))

    /// One platform for all tests that neither move the clock nor look at the storage; each registers its own clients.
    static let shared = Task { try await PlatformFixture() }

    let platform: Platform
    let storage: InMemoryStorage
    let clock: ManualTime
    let administratorID: String
    /// To whom assertions are addressed.
    let audience: String

    init(
        storage: InMemoryStorage = InMemoryStorage(),
        clock: ManualTime = ManualTime(),
        profile: PlatformProfile = .entra,
        trust: TrustConfiguration = TrustConfiguration(),
        mutualTLSOrigin: String? = nil
    ) async throws {
        self.storage = storage
        self.clock = clock
        let base = "\(Self.origin)/\(Self.tenant)"
        self.audience = base + (profile.name == "strict" ? "/v2.0" : "/oauth2/v2.0/token")
        var configuration = PlatformConfiguration(
            origin: Self.origin,
            originAliases: ["https://127.0.0.1:8443"],
            tenantID: Self.tenant,
            tenantName: "Contoso",
            domainNames: ["contoso.example"],
            masterKey: Self.masterKey,
            profile: profile
        )
        configuration.trust = trust
        configuration.mutualTLSOrigin = mutualTLSOrigin
        self.platform = try await Platform(storage: storage, configuration: configuration, clock: clock)
        self.administratorID = try await self.platform.registerAdministrator(
            certificate: try TestCertificates.administrator.get()
        )
    }

    // MARK: Requests

    func send(
        _ method: String,
        _ path: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        certificates: [[UInt8]] = []
    ) async -> Reply {
        let target = path.split(separator: "?", maxSplits: 1)
        return Reply(
            await self.platform.respond(
                to: PlatformRequest(
                    method: method,
                    path: String(target[0]),
                    query: target.count > 1 ? String(target[1]) : nil,
                    headers: headers,
                    body: body,
                    clientCertificates: certificates
                )
            )
        )
    }

    func post(
        _ form: [(String, String)],
        tenant: String = tenant,
        endpoint: String = "oauth2/v2.0/token",
        headers: [(name: String, value: String)] = [],
        certificates: [[UInt8]] = []
    ) async -> Reply {
        await send(
            "POST",
            "/\(tenant)/\(endpoint)",
            headers: [("Content-Type", "application/x-www-form-urlencoded")] + headers,
            body: Array(form.map { "\($0.0)=\(Self.encode($0.1))" }.joined(separator: "&").utf8),
            certificates: certificates
        )
    }

    func graph(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> Reply {
        let token = try await token(of: self.administratorID, TestCertificates.administrator.get(), Self.graphScope)
        return await graph(method, path, body, token: token)
    }

    func graph(_ method: String, _ path: String, _ body: JSONValue? = nil, token: String) async -> Reply {
        var headers = [(name: "Authorization", value: "Bearer \(token)")]
        if body != nil { headers.append(("Content-Type", "application/json")) }
        return await send(method, "/v1.0" + path, headers: headers, body: body?.serialized ?? [])
    }

    // MARK: Clients

    /// Registers an application with a certificate and, unless told otherwise, its service principal.
    func register(
        _ properties: JSONObject = [:],
        certificate: ClientCertificate? = nil,
        servicePrincipal: Bool = true
    ) async throws -> Client {
        var application = properties
        if application["displayName"] == nil { application["displayName"] = "daemon" }
        if let certificate {
            application["keyCredentials"] = [
                ["type": "AsymmetricX509Cert", "usage": "Verify", "key": .base64(certificate.derChain[0])]
            ]
        }
        let reply = try await graph("POST", "/applications", .object(application))
        let id = try #require(reply.json["id"]?.string, "\(reply.text)")
        let appID = try #require(reply.json["appId"]?.string)
        var principalID = ""
        if servicePrincipal {
            let created = try await graph("POST", "/servicePrincipals", ["appId": .string(appID)])
            principalID = try #require(created.json["id"]?.string)
        }
        return Client(id: id, appID: appID, principalID: principalID)
    }

    func token(of clientID: String, _ certificate: ClientCertificate, _ scope: String) async throws -> String {
        let reply = await post(try form(clientID, assertion(clientID, certificate), scope: scope))
        return try #require(reply.json["access_token"]?.string, "\(reply.text)")
    }

    func form(_ clientID: String, _ assertion: String, scope: String = graphScope) throws -> [(String, String)] {
        [
            ("grant_type", "client_credentials"), ("client_id", clientID), ("scope", scope),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion),
        ]
    }

    /// Signs an assertion as azure-identity does, and lets a test spoil header and claims first.
    func assertion(
        _ clientID: String,
        _ certificate: ClientCertificate,
        _ spoil: (inout JSONObject, inout JSONObject) -> Void = { _, _ in }
    ) throws -> String {
        let now = Int(self.clock.now.timeIntervalSince1970)
        var header: JSONObject = ["alg": "RS256", "typ": "JWT", "x5t": .string(certificate.sha1Thumbprint.base64URL)]
        var claims: JSONObject = [
            "aud": .string(self.audience), "iss": .string(clientID),
            "sub": .string(clientID), "jti": .string(GUID.random()), "nbf": .number(now), "exp": .number(now + 600),
        ]
        spoil(&header, &claims)
        let key = try #require(certificate.privateKey.rsa)
        let algorithm = header["alg"]?.string.flatMap(SignatureAlgorithm.init(rawValue:)) ?? .rs256
        let written = header["alg"]
        let signed = try TokenSigner(key: key, algorithm: algorithm, header: header)
            .sign(claims: JSONValue.object(claims).serialized)
        guard written != .string(algorithm.rawValue) else { return signed }
        header["alg"] = written
        let rest = signed.split(separator: ".").dropFirst().joined(separator: ".")
        return Base64URL.encode(JSONValue.object(header).serialized) + "." + rest
    }

    private static func encode(_ text: String) -> String {
        text.utf8
            .map { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                    String(UnicodeScalar(byte))
                default: "%" + Hexadecimal.encode([byte])
                }
            }
            .joined()
    }
}

struct Client: Sendable {
    let id: String
    let appID: String
    let principalID: String
}

/// An answer with its body read.
struct Reply: Sendable {
    let status: Int
    let json: JSONValue
    let text: String
    private let response: PlatformResponse

    init(_ response: PlatformResponse) {
        self.response = response
        self.status = response.status
        self.text = String(decoding: response.body, as: UTF8.self)
        self.json = (try? JSONValue.parse(response.body)) ?? .null
    }

    func header(_ name: String) -> String? { self.response.header(name) }

    func headers(_ name: String) -> [String] {
        self.response.headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// The names of the members of the body, in order.
    var names: [String] { self.json.object?.members.map(\.name) ?? [] }

    /// The claims of the access token.
    var claims: JSONObject {
        let token = self.json["access_token"]?.string.flatMap { try? CompactToken($0) }
        return token?.claims ?? JSONObject()
    }
}
