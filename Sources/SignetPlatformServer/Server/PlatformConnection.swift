// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What a client must know to reach a running platform: the content of `connection.json`.
public struct PlatformConnection: Sendable, Equatable {
    /// The scheme, host and port: the authority of credentials.
    public let authority: String
    /// The tenant's GUID.
    public let tenantID: String
    /// The base of Microsoft Graph's `v1.0`.
    public let graph: String
    /// The base of the vault.
    public let vault: String
    /// The address of the pages.
    public let portal: String
    /// The certificate of the authority that signed the server's certificate, PEM.
    public let caCertificatePath: String
    /// The client ID of the application that administers the platform.
    public let administratorClientID: String
    /// The certificate with key of that application, PEM.
    public let administratorCertificatePath: String

    /// The authority for clients that connect with a certificate, where there is one.
    public let mutualTLSAuthority: String?

    init(origin: String, mutualTLSOrigin: String?, tenantID: String, start: PlatformStart) {
        self.authority = origin
        self.mutualTLSAuthority = mutualTLSOrigin
        self.tenantID = tenantID
        self.graph = origin + "/v1.0"
        self.vault = origin
        self.portal = origin + "/portal"
        self.caCertificatePath = start.authorityPath
        self.administratorClientID = start.administratorClientID
        self.administratorCertificatePath = start.directory.file(AdministratorCertificate.name)
    }
}

extension PlatformConnection {
    private static let name = "connection.json"

    /// Writes the file that says that the platform answers, in one step.
    func write(to directory: DataDirectory) throws(PlatformServerError) {
        var content: JSONObject = [
            "authority": .string(self.authority),
            "tenantId": .string(self.tenantID),
            "graph": .string(self.graph),
            "vault": .string(self.vault),
            "portal": .string(self.portal),
            "caCertificatePath": .string(self.caCertificatePath),
            "adminClientId": .string(self.administratorClientID),
            "adminCertificatePath": .string(self.administratorCertificatePath),
        ]
        content["mutualTLSAuthority"] = self.mutualTLSAuthority.map(JSONValue.string)
        let text = SecretBytes(utf8: JSONValue.object(content).formatted + "\n")
        try directory.write(text, to: Self.name, mode: 0o644, isLasting: false)
    }

    /// Removes the file: whoever finds it may count on an answer.
    static func remove(from directory: DataDirectory) {
        directory.remove(self.name)
    }
}
