// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import Hummingbird
import NIOCore
import NIOSSL
import SignetCredentials

/// The service behind this one.
struct StockService {
    let url: String
    let client: HTTPClient

    /// Asks for the items, with the token that was got on behalf of the user.
    func items(_ token: AccessToken) async throws -> ByteBuffer {
        var request = HTTPClientRequest(url: self.url)
        request.headers.add(name: "Authorization", value: token.exposedAuthorization)
        let response = try await self.client.execute(request, timeout: .seconds(30))
        return try await response.body.collect(upTo: 1_024 * 1_024)
    }

    func shutdown() async throws { try await self.client.shutdown() }
}

/// What the environment says.
struct Settings {
    let tenantID: String
    let clientID: String
    let certificatePath: String
    let stockURL: String
    let stockScope: String
    let authority: String?
    let authorityFile: String?
    let port: Int

    init(_ environment: [String: String]) throws {
        func required(_ name: String) throws -> String {
            guard let value = environment[name], !value.isEmpty else { throw MissingVariable(name: name) }
            return value
        }
        self.tenantID = try required("AZURE_TENANT_ID")
        self.clientID = try required("AZURE_CLIENT_ID")
        self.certificatePath = try required("AZURE_CLIENT_CERTIFICATE_PATH")
        self.stockURL = try required("STOCK_URL")
        self.stockScope = try required("STOCK_SCOPE")
        self.authority = environment["AZURE_AUTHORITY_HOST"]
        self.authorityFile = environment["CA_FILE"]
        self.port = environment["PORT"].flatMap { Int($0) } ?? 8080
    }

    func credentialOptions() throws -> CredentialOptions {
        CredentialOptions(
            authority: try self.authority.map { try Authority($0) } ?? .publicCloud,
            transport: AsyncHTTPClientTransport(trustRoots: try self.authorityFile.map { try .file($0) } ?? .system)
        )
    }
}

/// A variable that has to be set.
struct MissingVariable: Error, CustomStringConvertible {
    let name: String
    var description: String { "set the variable \(self.name)" }
}

extension Request {
    /// What follows `Bearer ` in the `Authorization` field.
    var bearerToken: SecretBytes? {
        guard let value = self.headers[.authorization], value.lowercased().hasPrefix("bearer ") else { return nil }
        return SecretBytes(utf8: String(value.dropFirst("bearer ".count)))
    }
}

extension Response {
    /// 401 with what the user's client has to bring.
    static func challenge(claims: String?) -> Response {
        var value = "Bearer"
        if let claims {
            value += " error=\"insufficient_claims\", claims=\"\(Data(claims.utf8).base64EncodedString())\""
        }
        return Response(status: .unauthorized, headers: [.wwwAuthenticate: value])
    }
}

extension HTTPClient {
    /// A client that trusts the authorities of a file, or those of the machine.
    static func trusting(_ file: String?) throws -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        if let file {
            configuration.tlsConfiguration = .makeClientConfiguration()
            configuration.tlsConfiguration?.trustRoots = .file(file)
        }
        return HTTPClient(configuration: configuration)
    }
}
