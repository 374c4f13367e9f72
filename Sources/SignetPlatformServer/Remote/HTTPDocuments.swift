// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL
import SignetPlatform

/// Reads what others publish over https: no redirects, verified certificates, bounded size and time.
struct HTTPDocuments: RemoteDocuments {
    /// Why a document could not be read.
    enum Failure: Error, CustomStringConvertible {
        case status(Int)
        case tooLarge(limit: Int)
        case tooSlow

        var description: String {
            switch self {
            case .status(let status): "the answer has the status \(status)"
            case .tooLarge(let limit): "the answer is larger than \(limit) bytes"
            case .tooSlow: "the answer takes too long"
            }
        }
    }

    private static let timeout = TimeAmount.seconds(5)
    /// How long a whole document may take.
    private static let patience = Duration.seconds(5)

    // Kept for the life of the process; the library's own default client follows redirects, which must not happen here.
    private static let client = HTTPClient(
        eventLoopGroup: HTTPClient.defaultEventLoopGroup,
        configuration: {
            var configuration = HTTPClient.Configuration(
                redirectConfiguration: .disallow,
                timeout: .init(connect: .seconds(3), read: .seconds(5)),
                decompression: .disabled
            )
            configuration.connectionPool.retryConnectionEstablishment = false
            return configuration
        }()
    )

    private let tls: TLSConfiguration

    /// Trusts the machine's authorities, or those of a PEM file and no others.
    init(trustedRootsPath: String?) throws(PlatformServerError) {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let path = trustedRootsPath {
            do {
                tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(path))
            } catch {
                throw PlatformServerError(
                    .certificateUnusable,
                    "\(path) holds no certificate in PEM that could be read; name the file of the trusted authorities",
                    cause: error
                )
            }
        }
        self.tls = tls
    }

    func document(at address: String, limit: Int) async throws -> [UInt8] {
        // The client's own timeout ends with the head of the answer; a body that drips would never end.
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            group.addTask { try await self.answer(at: address, limit: limit) }
            group.addTask {
                try await Task.sleep(for: Self.patience)
                throw Failure.tooSlow
            }
            defer { group.cancelAll() }
            return try await group.next() ?? []
        }
    }

    private func answer(at address: String, limit: Int) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: address)
        request.tlsConfiguration = self.tls
        request.headers.add(name: "Accept", value: "application/json, application/pkix-crl, */*;q=0.1")
        let answer = try await Self.client.execute(request, timeout: Self.timeout)
        guard answer.status == .ok else { throw Failure.status(Int(answer.status.code)) }
        do {
            return Array(buffer: try await answer.body.collect(upTo: limit))
        } catch is NIOTooManyBytesError {
            throw Failure.tooLarge(limit: limit)
        }
    }
}
