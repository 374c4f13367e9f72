// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCredentials

/// The smallest program that signs in: what a service pays from its start to its first token.
@main
struct Main {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4 else {
            print("usage: SignIn AUTHORITY CA CERTIFICATE")
            return
        }
        let credential = try CertificateCredential(
            tenantID: "11111111-2222-4333-8444-555555555555",
            clientID: "97e0a5b7-d745-40b6-94fe-5f77d35c6e05",
            certificate: .file(arguments[3]),
            options: CredentialOptions(
                authority: try Authority(arguments[1]),
                transport: AsyncHTTPClientTransport(trustRoots: try .file(arguments[2]))
            )
        )
        let token = try await credential.token(for: "https://graph.microsoft.com/.default")
        print(token.expiresOn.timeIntervalSince1970 > 0 ? "signed in" : "expired")
    }
}
