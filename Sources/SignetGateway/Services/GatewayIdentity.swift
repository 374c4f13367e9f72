// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import SignetCore
import Synchronization

/// A token of the gateway's own identity.
package struct IdentityToken: Sendable {
    /// The token.
    package let secret: SecretBytes
    /// When it expires.
    package let expires: Date

    package init(secret: SecretBytes, expires: Date) {
        self.secret = secret
        self.expires = expires
    }
}

/// Whose tokens `authentication-managed-identity` sends: our own credential, or what a test gives.
package protocol GatewayIdentity: Sendable {
    /// A token for a resource.
    ///
    /// - Parameters:
    ///   - resource: The resource as the policy names it, not a scope.
    ///   - clientID: The client ID of a user-assigned identity; `nil` for the gateway's own.
    /// - Returns: The token.
    /// - Throws: ``OutgoingFailure`` when there is none to be had.
    func token(for resource: String, clientID: String?) async throws(OutgoingFailure) -> IdentityToken
}

/// The tokens that calls share: each is fetched once, however many calls wait for it.
package final class IdentityTokens: Sendable {
    private struct Key: Hashable, Sendable {
        let resource: String
        let clientID: String?
    }

    private let identity: (any GatewayIdentity)?
    private let clock: any TimeSource
    private let tokens = Mutex<[Key: IdentityToken]>([:])
    private let flights = SingleFlight<Key, IdentityToken>()
    /// Expressions may compute resources, so there is no end to them.
    private static let capacity = 256
    /// How long before its end a token is replaced.
    private static let margin = 60.0

    package init(identity: (any GatewayIdentity)?, clock: any TimeSource) {
        self.identity = identity
        self.clock = clock
    }

    /// How many callers wait for a token.
    var waiterCount: Int { self.flights.waiterCount }

    /// A token that is there already.
    package func known(_ resource: String, _ clientID: String?) -> IdentityToken? {
        let token = self.tokens.withLock { $0[Key(resource: resource, clientID: clientID)] }
        guard let token, token.expires.timeIntervalSince(self.clock.now) > Self.margin else { return nil }
        return token
    }

    /// A token, fetched where none is there.
    package func token(_ resource: String, _ clientID: String?) async throws(OutgoingFailure) -> IdentityToken {
        if let known = known(resource, clientID) { return known }
        guard let identity = self.identity else {
            throw OutgoingFailure("Managed identity is not configured for this gateway.")
        }
        let key = Key(resource: resource, clientID: clientID)
        do {
            return try await self.flights.value(for: key) { [weak self] in
                let token = try await identity.token(for: resource, clientID: clientID)
                self?.keep(token, key)
                return token
            }
        } catch let failure as OutgoingFailure {
            throw failure
        } catch {
            throw OutgoingFailure("The token was not waited for.")
        }
    }

    private func keep(_ token: IdentityToken, _ key: Key) {
        let now = self.clock.now
        self.tokens.withLock { tokens in
            if tokens.count >= Self.capacity { tokens = tokens.filter { $0.value.expires > now } }
            if tokens.count >= Self.capacity { tokens.removeAll() }
            tokens[key] = token
        }
    }
}
