// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore

/// What the agent of Azure Arc demands: the content of a file that it has just written, which only administrators of the machine
/// and its own group may read.
struct ArcChallenge {
    private static let limit = 4_096
    private static let prefix = "ManagedIdentityCredential authentication unavailable."

    private let path: String

    /// Reads the agent's first answer.
    ///
    /// - Throws: `credentialUnavailable` for an answer without a challenge, and for a file that is not the agent's: whoever could
    ///   name any file would learn its content.
    init(_ answer: TransportResponse, folder: String, endpoint: String) throws(CredentialError) {
        guard answer.status == 401, let challenge = answer[header: "WWW-Authenticate"],
            let equals = challenge.firstIndex(of: "="), challenge.lowercased().hasPrefix("basic ")
        else {
            throw CredentialError(
                .credentialUnavailable,
                "\(Self.prefix) \(endpoint) answered \(answer.status) and not with the challenge of Azure Arc's agent"
            )
        }
        let path = challenge[challenge.index(after: equals)...].filter { $0 != "\"" }
        let name = path.hasPrefix(folder + "/") ? path.dropFirst(folder.utf8.count + 1) : ""
        guard name.hasSuffix(".key"), !name.contains("/"), !name.utf8.contains(0) else {
            throw CredentialError(
                .credentialUnavailable,
                "\(Self.prefix) \(endpoint) wants the content of a file that is not one of the agent's; nothing was read"
            )
        }
        self.path = String(path)
    }

    /// The request with the file's content.
    ///
    /// - Throws: `credentialUnavailable` where the file cannot be read.
    func answered(_ request: TransportRequest) throws(CredentialError) -> TransportRequest {
        let content: FileContent
        do {
            content = try FileContent(path: self.path)
        } catch {
            throw CredentialError(
                .credentialUnavailable,
                "\(Self.prefix) The agent's key \(self.path) cannot be read; run as a member of the group himds",
                cause: error
            )
        }
        let key = content.bytes
        guard !key.isEmpty, key.count <= Self.limit, key.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw CredentialError(
                .credentialUnavailable,
                "\(Self.prefix) \(self.path) does not hold a key of the agent"
            )
        }
        return TransportRequest(
            method: request.method,
            url: request.url,
            headers: request.headers + [
                (name: "Authorization", value: "Basic \(String(decoding: key, as: UTF8.self))")
            ],
            body: request.body
        )
    }
}
