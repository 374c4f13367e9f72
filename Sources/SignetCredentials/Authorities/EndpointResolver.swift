// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import SignetCore

/// Finds the address to which a token request goes: at once for what is known, after one question for what is not.
final class EndpointResolver: Sendable {
    private let authority: Authority
    private let regional: RegionalAuthority?
    private let discovery: InstanceDiscovery?
    private let detection: RegionDetection
    private let validated = SharedFetch<Bool>()
    private let region = SharedFetch<String?>()

    /// Creates a resolver.
    ///
    /// - Parameters:
    ///   - authority: The token service.
    ///   - regional: Whether a region's own is asked for client credentials.
    ///   - disablesInstanceDiscovery: Whether an unknown authority is believed.
    ///   - transport: Carries the questions.
    ///   - retry: How often a question is repeated.
    ///   - clock: Bounds the search for the region.
    ///   - randomFraction: Scatters the pauses between questions.
    ///   - logger: Is told when no region was found.
    init(
        authority: Authority,
        regional: RegionalAuthority?,
        disablesInstanceDiscovery: Bool,
        transport: any TokenTransport,
        retry: RetryPolicy,
        clock: any TimeSource,
        randomFraction: @escaping @Sendable () -> Double,
        logger: Logger
    ) {
        self.authority = authority
        self.regional = regional
        let isKnown = disablesInstanceDiscovery || authority.isWellKnown || authority.isLoopback
        self.discovery =
            isKnown
            ? nil
            : InstanceDiscovery(
                authority: authority,
                transport: transport,
                retry: retry,
                clock: clock,
                randomFraction: randomFraction
            )
        self.detection = RegionDetection(transport: transport, clock: clock, logger: logger)
    }

    /// The address of a tenant's token endpoint.
    ///
    /// - Parameters:
    ///   - tenantID: The tenant.
    ///   - isForClientItself: Whether the token is the client's own; the others have no regional endpoint.
    /// - Returns: The address.
    /// - Throws: ``CredentialError`` for an authority that is none; `CancellationError`.
    func tokenEndpoint(tenantID: String, isForClientItself: Bool) async throws -> String {
        // AD FS is nobody's cloud: there is nothing to ask about it, and it has no regions.
        guard tenantID.lowercased() != "adfs" else { return self.authority.tokenEndpoint(tenantID: tenantID) }
        if let discovery = self.discovery {
            _ = try await self.validated.value {
                try await discovery.validate()
                return true
            }
        }
        guard isForClientItself, let region = try await regionName() else {
            return self.authority.tokenEndpoint(tenantID: tenantID)
        }
        return self.authority.regional(region).tokenEndpoint(tenantID: tenantID)
    }

    private func regionName() async throws -> String? {
        switch self.regional?.kind {
        case nil: return nil
        case .named(let name): return name
        case .detected(let variable):
            return try await self.region.value { [detection] in try await detection.region(variable) }
        }
    }
}
