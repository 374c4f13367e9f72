// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// The rules for the `passwordCredentials` of an application: added and removed by actions, drawn by the service.
struct PasswordCredentialRules: Sendable {
    /// The validity of a secret that names no end.
    private static let defaultValidity: TimeInterval = 2 * 365 * 86_400

    let now: Date

    /// Draws a secret by the `passwordCredential` of an `addPassword` request.
    func make(_ payload: GraphPayload) throws(GraphRefusal) -> (PasswordCredential, secret: SecretBytes) {
        let wish = GraphPayload(
            try payload.object("passwordCredential") ?? JSONObject(),
            resource: "PasswordCredential"
        )
        let start =
            try wish.date("startDateTime") ?? Date(timeIntervalSince1970: self.now.timeIntervalSince1970.rounded(.down))
        let end = try wish.date("endDateTime") ?? start.addingTimeInterval(Self.defaultValidity)
        guard start < end, end > self.now else {
            throw GraphRefusal(400, "PasswordCredentialsInvalidEndDate", "Password credential end date is invalid.")
        }
        let secret = ClientSecret.random()
        let credential = PasswordCredential(
            keyID: GUID.random(),
            displayName: try wish.string("displayName"),
            hint: secret.withExposedBytes { String(decoding: $0.prefix(3), as: UTF8.self) },
            start: start,
            end: end,
            digest: ClientSecret.digest(of: secret)
        )
        return (credential, secret)
    }

    /// The collection that a changed application keeps: entries can be left out, never added or altered.
    static func collection(
        _ entries: [GraphPayload],
        existing: [PasswordCredential]
    ) throws(GraphRefusal) -> [PasswordCredential] {
        try entries.map { entry throws(GraphRefusal) in
            let keyID = try entry.guid("keyId")
            guard let kept = existing.first(where: { $0.keyID == keyID }) else {
                throw .badRequest("A password credential can be added by the action addPassword only.")
            }
            return kept
        }
    }
}
