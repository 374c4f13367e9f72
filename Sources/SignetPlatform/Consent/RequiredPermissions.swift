// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What a client's registration says that it needs of a resource, where a request asks for just that (`.default`).
extension ResolvedScopes {
    /// The scopes that the registration lists.
    ///
    /// An application that lists nothing at all gets Microsoft Graph's `User.Read`, which the real portal lists for each
    /// new one.
    ///
    /// - Throws: AADSTS650057 where the registration names nothing of the resource and there is no consent either, and
    ///   AADSTS650056 where the resource is Microsoft Graph.
    func required(of client: RegisteredClient, _ held: [DelegatedScope]) throws(TokenRefusal) -> [DelegatedScope] {
        let listed = listed(by: client)
        if !held.isEmpty || self.resource.appID == client.appID { return listed.isEmpty ? held : listed }
        guard listed.isEmpty else { return listed }
        let resources = client.application.requiredResources
        if resources.isEmpty, self.resource.appID == BuiltInResource.graph.appID {
            return self.resource.scopes.filter { $0.value == "User.Read" }
        }
        throw notListed(client, resources.map(\.appID))
    }

    /// Refuses a client that asks for everything it needs of a resource of which its registration names nothing.
    func requireListing(by client: RegisteredClient) throws(TokenRefusal) {
        _ = try required(of: client, [])
    }

    private func listed(by client: RegisteredClient) -> [DelegatedScope] {
        let identifiers = Set(client.application.requiredScopes(of: self.resource.appID))
        return self.resource.scopes.filter { $0.isEnabled && identifiers.contains($0.id) }
    }

    private func notListed(_ client: RegisteredClient, _ resources: [String]) -> TokenRefusal {
        let isGraph = self.resource.appID == BuiltInResource.graph.appID
        return TokenRefusal(
            isGraph ? .applicationMisconfigured : .permissionNotListed,
            [
                "client": client.appID, "name": client.displayName, "resource": self.request.resource,
                "resourceApp": self.resource.appID, "resourceName": self.resource.displayName,
                "listed": resources.joined(separator: ", "),
            ]
        )
    }
}
