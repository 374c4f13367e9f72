// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore
import SignetCredentials

/// What `connection.json` says: how to reach a platform, and as whom.
struct ConnectionFile: Sendable {
    let authority: String
    let tenantID: String
    let graph: String
    let caCertificatePath: String
    let adminClientID: String
    let adminCertificatePath: String

    /// Reads the file.
    init(file: String) throws {
        let content: FileContent
        do {
            content = try FileContent(path: file)
        } catch {
            throw CommandFailure(
                code: "unreadableFile",
                message:
                    "'\(file)' cannot be read: start `signet platform serve --data DIR` and name its connection.json"
            )
        }
        let document: JSONValue
        do {
            document = try JSONValue.parse(content.bytes)
        } catch {
            throw CommandFailure(code: "malformed", message: "'\(file)' is not a connection.json: \(error)")
        }
        func member(_ name: String) throws -> String {
            guard let text = document[name]?.string else {
                throw CommandFailure(
                    code: "malformed",
                    message: "'\(file)' lacks \"\(name)\": it is not a connection.json"
                )
            }
            return text
        }
        self.authority = try member("authority")
        self.tenantID = try member("tenantId")
        self.graph = try member("graph")
        self.caCertificatePath = try member("caCertificatePath")
        self.adminClientID = try member("adminClientId")
        self.adminCertificatePath = try member("adminCertificatePath")
    }

    /// Options for a credential that signs in to this platform.
    func credentialOptions() throws -> CredentialOptions {
        var options = CredentialOptions(
            authority: try Authority(self.authority),
            transport: AsyncHTTPClientTransport(trustRoots: try .file(self.caCertificatePath))
        )
        options.disablesInstanceDiscovery = true
        return options
    }

    /// Signs in as the administrator and lends the directory.
    func withDirectory<Result>(_ body: (GraphDirectory) async throws -> Result) async throws -> Result {
        let credential = try CertificateCredential(
            tenantID: self.tenantID,
            clientID: self.adminClientID,
            certificate: .file(self.adminCertificatePath),
            options: try credentialOptions()
        )
        let token = try await credential.token(for: "https://graph.microsoft.com/.default")
        return try await HTTPCaller.with(caFile: self.caCertificatePath) { caller in
            try await body(
                GraphDirectory(caller: caller, base: self.graph, bearer: SecretBytes(utf8: token.exposedText))
            )
        }
    }
}
