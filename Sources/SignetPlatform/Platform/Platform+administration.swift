// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension Platform {
    /// Whether a request brings the administrator application's own token for Graph.
    ///
    /// The token is verified whole: signature, issuer, audience, time, and that nothing has revoked it since. It must be
    /// of the default tenant, for whoever administers another one can put a certificate on the application's twin there.
    ///
    /// - Parameter request: The request, of which the `Authorization` field is looked at.
    /// - Returns: `false` for everything else.
    /// - Throws: What the storage throws.
    package func isAdministration(_ request: PlatformRequest) async throws -> Bool {
        let now = self.clock.now
        let verifier = AccessTokenVerifier(origin: self.origin, keys: self.foundation.keys)
        let authorizer = GraphAuthorizer(verifier: verifier)
        guard let token = try? authorizer.authenticate(Exchange(request, now: now)), token.userID == nil,
            token.tenant == self.tenantID, (try? authorizer.require(.writeApplications, of: token)) != nil
        else { return false }
        let store = self.foundation.store
        let account = AdministratorAccount(store: store, tenant: self.tenantID, now: now)
        guard try await account.registeredAppID()?.lowercased() == token.clientID.lowercased() else { return false }
        let evaluation = AccessEvaluation(store: store, registry: self.registry)
        return try await evaluation.finding(token, at: now) == nil
    }
}
