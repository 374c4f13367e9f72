// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import Hummingbird
import NIOSSL
import SignetCredentials

/// A service that calls the next one in the name of the user who called it.
///
/// `GET /orders` takes the user's token, exchanges it on behalf of the user for one of the stock service, and asks there. The service
/// proves itself with its certificate (`AZURE_TENANT_ID`, `AZURE_CLIENT_ID`, `AZURE_CLIENT_CERTIFICATE_PATH`).
@main struct OrdersService {
    static func main() async throws {
        let settings = try Settings(ProcessInfo.processInfo.environment)
        let stock = StockService(url: settings.stockURL, client: try .trusting(settings.authorityFile))
        let users = try OnBehalfOfProvider(
            tenantID: settings.tenantID,
            clientID: settings.clientID,
            certificate: .file(settings.certificatePath),
            options: settings.credentialOptions()
        )

        let router = Router()
        router.get("health") { _, _ in "ok" }
        router.get("orders") { request, _ -> Response in
            guard let userToken = request.bearerToken else { return .challenge(claims: nil) }
            do {
                let token = try await users.credential(for: userToken).token(for: settings.stockScope)
                return Response(status: .ok, body: .init(byteBuffer: try await stock.items(token)))
            } catch let error as CredentialError where error.code == .authenticationFailed {
                // The user's token is no good, or more is wanted of the user: both are for the user's client to mend.
                return .challenge(claims: error.refusal?.claims)
            }
        }
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: settings.port)),
            onServerRunning: { channel in
                print("listening on \(channel.localAddress?.port ?? 0)", terminator: "\n")
                flush()
            }
        )
        try await application.runService()
        try await stock.shutdown()
    }

    /// Whoever waits for the line reads it through a pipe.
    private static func flush() { try? FileHandle.standardOutput.synchronize() }
}
