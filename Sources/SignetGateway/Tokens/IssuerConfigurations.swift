// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import SignetCore
import Synchronization

/// What an issuer publishes about itself (OpenID Connect Discovery).
package struct IssuerConfiguration: Sendable {
    /// Where it is published.
    package let url: String
    /// The issuer's name.
    package let issuer: String?
    /// The keys that it signs with.
    package let keys: [TokenKey]
    /// When it was fetched.
    package let fetched: Date
}

/// The configurations of issuers that calls share: each is fetched once, however many calls wait for it.
package final class IssuerConfigurations: Sendable {
    private let outgoing: any OutgoingCalls
    private let clock: any TimeSource
    private let configurations = Mutex<[String: Known]>([:])
    private let flights = SingleFlight<String, IssuerConfiguration>()
    private static let capacity = 256

    private struct Known {
        let configuration: IssuerConfiguration
        /// When it was last asked for, in vain or not.
        var asked: Date
    }

    /// How long a configuration is used before it is fetched again.
    private static let lifetime = 3600.0
    /// How long an unknown key waits for the configuration to be fetched again: callers choose key identifiers.
    private static let refreshInterval = 30.0

    package init(outgoing: any OutgoingCalls, clock: any TimeSource) {
        self.outgoing = outgoing
        self.clock = clock
    }

    /// A configuration that is there already, and whether it should be fetched again.
    package func known(_ url: String) -> (configuration: IssuerConfiguration, isOld: Bool)? {
        guard let known = self.configurations.withLock({ $0[url] }) else { return nil }
        return (known.configuration, self.clock.now.timeIntervalSince(known.configuration.fetched) > Self.lifetime)
    }

    /// Whether it may be fetched again: an issuer that does not answer keeps one call waiting now and then, not all.
    package func mayRefresh(_ url: String) -> Bool {
        guard let known = self.configurations.withLock({ $0[url] }) else { return true }
        return self.clock.now.timeIntervalSince(known.asked) > Self.refreshInterval
    }

    /// Fetches a configuration; one that is there stays where that fails.
    package func configuration(_ url: String) async throws(OutgoingFailure) -> IssuerConfiguration {
        do {
            return try await self.flights.value(for: url) { [weak self] in
                guard let self else { throw CancellationError() }
                do {
                    let configuration = try await self.fetch(url)
                    self.keep(configuration)
                    return configuration
                } catch {
                    let now = self.clock.now
                    self.configurations.withLock { $0[url]?.asked = now }
                    throw error
                }
            }
        } catch {
            if let known = self.configurations.withLock({ $0[url] }) { return known.configuration }
            throw error as? OutgoingFailure ?? OutgoingFailure("The configuration was not waited for.")
        }
    }

    private func keep(_ configuration: IssuerConfiguration) {
        self.configurations.withLock { configurations in
            if configurations.count >= Self.capacity, configurations[configuration.url] == nil {
                configurations.removeAll()
            }
            configurations[configuration.url] = Known(configuration: configuration, asked: configuration.fetched)
        }
    }

    private func fetch(_ url: String) async throws(OutgoingFailure) -> IssuerConfiguration {
        let document = try await get(url)
        guard let keysURL = document["jwks_uri"]?.string else {
            throw OutgoingFailure("The configuration has no 'jwks_uri'.", detail: url)
        }
        let keys = try await get(keysURL)["keys"]?.array ?? []
        return IssuerConfiguration(
            url: url,
            issuer: document["issuer"]?.string,
            keys: keys.prefix(100).compactMap { TokenKey(jsonWebKey: $0) },
            fetched: self.clock.now
        )
    }

    private func get(_ url: String) async throws(OutgoingFailure) -> JSONValue {
        var request: OutgoingRequest
        do { request = try OutgoingRequest(method: "GET", url: url) } catch {
            throw OutgoingFailure("'\(url)' is no URL: \(error.reason).")
        }
        request.fields = [("Accept", "application/json")]
        request.timeoutMilliseconds = 10_000
        let response = try await self.outgoing.send(request)
        guard response.status == 200, let document = try? JSONValue.parse(response.body, maximumDepth: 32) else {
            throw OutgoingFailure("\(url) answered with status code \(response.status) and no JSON document.")
        }
        return document
    }
}
