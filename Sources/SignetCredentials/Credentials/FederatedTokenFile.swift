// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore
import Synchronization

/// A file that holds an identity provider's token and is replaced from time to time, as Kubernetes does.
final class FederatedTokenFile: Sendable {
    private struct Reading: Sendable {
        let identity: FileIdentity
        let assertion: ClientAssertion
    }

    private let path: String
    private let reading = Mutex<Reading?>(nil)

    init(path: String) {
        self.path = path
    }

    /// The file's present token; it is read where it was replaced, rewritten or touched since the last time.
    ///
    /// - Throws: `credentialUnavailable` where there is no file, or none with a token.
    func assertion() throws(CredentialError) -> ClientAssertion {
        let known = self.reading.withLock { $0 }
        if let known, FileIdentity(path: self.path) == known.identity { return known.assertion }
        let content: FileContent
        do {
            content = try FileContent(path: self.path)
        } catch {
            throw CredentialError(
                .credentialUnavailable,
                "the federated token file \(self.path) cannot be read; check the path and the mounted volume",
                cause: error
            )
        }
        let isBlank: (UInt8) -> Bool = { $0 <= 0x20 }
        let token = content.bytes.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
        guard !token.isEmpty, token.count <= 65_536, token.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw CredentialError(
                .credentialUnavailable,
                "the federated token file \(self.path) holds no token; it must hold one JWT and nothing else"
            )
        }
        let assertion = ClientAssertion(String(decoding: Array(token), as: UTF8.self))
        self.reading.withLock { $0 = Reading(identity: content.identity, assertion: assertion) }
        return assertion
    }
}
