// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOSSL
import SignetCredentials

/// A daemon that lists the applications of its tenant through Microsoft Graph.
///
/// It is configured as the Azure SDKs are: `AZURE_TENANT_ID`, `AZURE_CLIENT_ID`, `AZURE_CLIENT_CERTIFICATE_PATH`, and `AZURE_AUTHORITY_HOST`
/// for another cloud or a local platform. `GRAPH_URL` and `CA_FILE` point it at a local platform as well.
@main struct GraphDaemon {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        let graph = environment["GRAPH_URL"] ?? "https://graph.microsoft.com/v1.0"
        let authorityFile = environment["CA_FILE"]

        let credential = try DefaultAzureCredential(
            environment: environment,
            options: CredentialOptions(
                transport: AsyncHTTPClientTransport(trustRoots: try authorityFile.map { try .file($0) } ?? .system)
            )
        )
        let client = try HTTPClient.trusting(authorityFile)
        do {
            let bearer = BearerHTTPClient(credential, scope: "https://graph.microsoft.com/.default", client: client)
            let names = try await displayNames(of: "\(graph)/applications?$select=displayName", bearer)
            print("\(names.count) applications:")
            for name in names.sorted() { print("- \(name)") }
        } catch {
            print("the applications could not be listed: \(error)")
            try await client.shutdown()
            exit(1)
        }
        try await client.shutdown()
    }

    /// Reads a collection page by page.
    private static func displayNames(of url: String, _ bearer: BearerHTTPClient) async throws -> [String] {
        var names: [String] = []
        var next: String? = url
        while let page = next {
            let response = try await bearer.execute(HTTPClientRequest(url: page))
            let body = try await response.body.collect(upTo: 4 * 1_024 * 1_024)
            guard response.status == .ok else {
                throw GraphFailure(status: response.status.code, body: String(buffer: body))
            }
            let applications = try JSONDecoder().decode(Applications.self, from: Data(body.readableBytesView))
            names += applications.value.map(\.displayName)
            next = applications.nextLink
        }
        return names
    }
}

/// A page of applications.
struct Applications: Decodable {
    struct Application: Decodable {
        let displayName: String
    }

    let value: [Application]
    let nextLink: String?

    enum CodingKeys: String, CodingKey {
        case value
        case nextLink = "@odata.nextLink"
    }
}

/// What Graph answered in place of a page.
struct GraphFailure: Error {
    let status: UInt
    let body: String
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
