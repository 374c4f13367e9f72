// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// Whether what happened since a token was issued has made it worthless (continuous access evaluation).
///
/// Only tokens of clients that handle claims challenges are looked at (`xms_cc`): they live for a day, and their clients
/// know what to do. The others end by themselves soon.
struct AccessEvaluation: Sendable {
    /// Why a token is worthless, and from when on a new one would do.
    struct Finding: Sendable, Equatable {
        /// The event, in the real service's words.
        let code: String
        let notBefore: Date

        /// What the client's next request for a token must bring, as JSON.
        var claims: String {
            let second = String(Int(nearest: self.notBefore.timeIntervalSince1970.rounded(.up)))
            let claims: JSONValue = ["access_token": ["nbf": ["essential": true, "value": .string(second)]]]
            return String(decoding: claims.serialized, as: UTF8.self)
        }
    }

    let store: DirectoryStore
    let registry: ClientRegistry

    /// What is wrong with a token; `nil` where nothing is.
    func finding(_ token: VerifiedAccessToken, at now: Date) async throws -> Finding? {
        guard token.isContinuous else { return nil }
        let client = try await self.registry.client(appID: token.clientID, tenant: token.tenant)
        guard client?.servicePrincipal.accountEnabled == true else {
            return Finding(code: "ServicePrincipalDisabled", notBefore: now)
        }
        guard let userID = token.userID else { return nil }
        guard let user = try await self.store.user(id: userID, tenant: token.tenant)?.value, user.accountEnabled else {
            return Finding(code: "UserDisabled", notBefore: now)
        }
        guard token.issued >= user.sessionsValidFrom else {
            return Finding(code: "TokenIssuedBeforeRevocationTimestamp", notBefore: user.sessionsValidFrom)
        }
        return nil
    }
}
