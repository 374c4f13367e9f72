// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL
import SignetCore

/// One HTTPS call with a JSON body and a JSON answer, with the certificate authority that the user named.
struct HTTPCaller: Sendable {
    private let client: HTTPClient

    struct Reply: Sendable {
        let status: Int
        let body: [UInt8]

        var json: JSONValue? { try? JSONValue.parse(self.body) }
    }

    /// Lends a caller whose connections are closed afterwards.
    ///
    /// - Parameters:
    ///   - caFile: A PEM file that replaces the system's roots, or `nil`.
    ///   - body: What is done with it.
    /// - Returns: What `body` gives.
    /// - Throws: What `body` throws.
    static func with<Result>(
        caFile: String?,
        _ body: (HTTPCaller) async throws -> Result
    ) async throws -> Result {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = .init(connect: .seconds(10), read: .seconds(60))
        if let caFile {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .file(caFile)
            configuration.tlsConfiguration = tls
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let result = try await body(HTTPCaller(client: client))
            try await client.shutdown()
            return result
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    func call(
        _ method: String,
        _ url: String,
        bearer: SecretBytes? = nil,
        json: JSONValue? = nil
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: method)
        request.headers.add(name: "Accept", value: "application/json")
        bearer?
            .withExposedBytes { bytes in
                request.headers.add(name: "Authorization", value: "Bearer " + String(decoding: bytes, as: UTF8.self))
            }
        if let json {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: json.serialized))
        }
        let response = try await self.client.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 16 * 1024 * 1024)
        return Reply(status: Int(response.status.code), body: Array(buffer: body))
    }
}
