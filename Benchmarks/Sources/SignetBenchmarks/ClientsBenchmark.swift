// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetAssertions
import SignetCertificates
import SignetCredentials

/// What the harness sets beside the same calls of azure-identity and msal: a token from memory, and an assertion.
enum ClientsBenchmark {
    /// Seconds for one call of each.
    static func times(certificatePath: String) async throws -> [String: Double] {
        let credential = try ClientAssertionCredential.canned(CannedTransport(), capacity: 10)
        let scope = "https://graph.microsoft.com/.default"
        _ = try await credential.token(for: scope)
        var cached: [Double] = []
        for _ in 0..<15 {
            let start = ContinuousClock.now
            for _ in 0..<100_000 { _ = try await credential.token(for: scope) }
            cached.append((ContinuousClock.now - start) / .seconds(1) / 100_000)
        }
        let certificate = try ClientCertificate(bytes: [UInt8](try Data(contentsOf: URL(filePath: certificatePath))))
        let minter = try AssertionMinter(certificate: certificate)
        let audience = "https://login.microsoftonline.com/11111111-2222-4333-8444-555555555555/oauth2/v2.0/token"
        var minted: [Double] = []
        for _ in 0..<15 {
            minted.append(
                try seconds(100) { _ = try minter.mint(clientID: "client", audience: audience, at: Date()) }
            )
        }
        return ["cached": median(cached), "assertion": median(minted)]
    }
}
