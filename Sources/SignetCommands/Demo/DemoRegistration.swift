// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore
import SignetCredentials

/// The app registrations of the demonstration: the daemon that signs in, and the API that it calls.
struct DemoRegistration: Sendable {
    let appID: String
    let objectID: String
    let scope: String

    /// Registers both through Graph, as the administrator.
    static func create(
        _ connection: ConnectionFile,
        _ client: ClientCertificate,
        narrator: DemoNarrator
    ) async throws -> DemoRegistration {
        try await connection.withDirectory { graph in
            let orders = try await graph.createApplication([
                "displayName": "orders", "api": ["requestedAccessTokenVersion": 2],
            ])
            let ordersID = orders["appId"]?.string ?? ""
            try await graph.change(
                objectID: try graph.objectID(of: orders),
                ["identifierUris": [.string("api://\(ordersID)")]]
            )
            _ = try await graph.createServicePrincipal(appID: ordersID)
            let daemon = try await graph.createApplication([
                "displayName": "daemon", "keyCredentials": [KeyCredential.document(of: client)],
            ])
            let appID = daemon["appId"]?.string ?? ""
            _ = try await graph.createServicePrincipal(appID: appID)
            let keys = try await graph.keyCredentials(appID: appID)
            narrator.step(
                "The certificate is registered, through Graph",
                [
                    ("client ID", appID), ("object ID", try graph.objectID(of: daemon)),
                    ("thumbprint registered", keys.map(KeyCredential.thumbprint).joined(separator: ", ")),
                ]
            )
            return DemoRegistration(
                appID: appID,
                objectID: try graph.objectID(of: daemon),
                scope: "api://\(ordersID)/.default"
            )
        }
    }
}
