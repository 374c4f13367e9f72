// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CryptoExtras
import Foundation
import SignetAssertions
import SignetCertificates
import SignetCore

/// `signet app roll-certificate`: the next certificate, registered by proving to hold the current one.
struct ApplicationRollCertificateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roll-certificate",
        abstract: "Register the next certificate of an application by proof of the current one (Graph addKey).",
        discussion: """
            Example:
              signet app roll-certificate 97e0a5b7-d745-40b6-94fe-5f77d35c6e05 --current daemon.pem --next next.pem \\
                  --connection entra/connection.json

            The current certificate stays valid until `signet app remove-certificate`, so that nobody who signs in meanwhile fails.
            """
    )

    @Argument(help: "The client ID.")
    var appID: String

    @Option(name: .long, help: "The current certificate with its private key.", completion: .file())
    var current: String

    @Option(
        name: .long,
        help: "The next certificate; its private key, if the file has one, stays here.",
        completion: .file()
    )
    var next: String

    @OptionGroup var directory: DirectoryOptions
    @OptionGroup var options: OutputOptions

    func run() async throws {
        let current = try ClientCertificate(bundle: try CertificateBundle(path: self.current, password: nil))
        let key = try KeyCredential.read(self.next, password: nil)
        let added = try await self.directory.withDirectory { graph in
            let objectID = try graph.objectID(of: try await graph.application(appID: self.appID))
            let proof = try Self.proof(of: current, for: objectID)
            return try await graph.addKey(
                objectID: objectID,
                ["keyCredential": key, "passwordCredential": .null, "proof": .string(proof)]
            )
        }
        self.options.print(added, text: "registered \(KeyCredential.thumbprint(of: added))")
    }

    /// The JWT of Microsoft's "Generate proof-of-possession tokens for rolling keys".
    private static func proof(of certificate: ClientCertificate, for objectID: String) throws -> String {
        guard let key = certificate.privateKey.rsa else {
            throw CommandFailure(code: "unsupportedKey", message: "the current certificate's key is not an RSA key")
        }
        let now = Int(Date().timeIntervalSince1970)
        let claims: JSONValue = [
            "aud": "00000002-0000-0000-c000-000000000000", "iss": .string(objectID), "nbf": .number(now),
            "exp": .number(now + 600),
        ]
        let header: JSONObject = ["typ": "JWT", "x5t": .string(certificate.sha1Thumbprint.base64URL)]
        return try TokenSigner(key: key, algorithm: .rs256, header: header).sign(claims: claims.serialized)
    }
}
