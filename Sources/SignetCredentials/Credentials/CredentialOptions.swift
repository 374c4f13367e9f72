// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import Logging
public import Metrics
public import SignetCore
public import Tracing

/// What a credential may be told beside who it is.
public struct CredentialOptions: Sendable {
    /// The token service.
    public var authority: Authority
    /// The tenants beside its own for which the credential may ask; `"*"` means any.
    public var additionallyAllowedTenants: [String]
    /// Whether the credential answers for its own tenant whatever tenant a request asks for.
    public var disablesMultitenantAuthentication: Bool = false
    /// Whether an authority that is not well-known is believed without asking Microsoft's instance discovery; for a token
    /// service of one's own, such as a Signet platform on another machine.
    public var disablesInstanceDiscovery: Bool = false
    /// Whether a region's own token service is asked for the client's own tokens.
    public var regionalAuthority: RegionalAuthority?
    /// Whether tokens that were brought with one certificate are no longer served once another is in use.
    ///
    /// They are valid all the same until they expire, so this is for a certificate that is replaced because it was stolen, and for
    /// resources that bind tokens to certificates.
    public var dropsTokensOnRotation: Bool = false
    /// What carries the requests.
    public var transport: any TokenTransport
    /// When requests are repeated.
    public var retry: RetryPolicy
    /// How many tokens are kept at most; the least recently used goes first.
    public var cacheCapacity: Int
    /// How many bytes the kept tokens take at most, with what they are found by; the least recently used goes first.
    public var cacheByteLimit: Int = 64 * 1_024 * 1_024
    /// Makes the counters of the cache (`signet_token_cache_hit`, `_miss`, `_joined`, `_refreshed`, `_failed`, each with the
    /// dimension `client_id`) and the gauge `signet_token_service_clock_skew_seconds`; without it the program's own.
    public var metricsFactory: (any MetricsFactory)?
    /// Where tokens that are fetched (debug), failures (warning), retries and rotations are told.
    ///
    /// No secret reaches it, and no token that came from memory is told.
    public var logger: Logger
    /// What makes the spans round token acquisitions and their HTTP requests; the process's tracer where nothing is said.
    public var tracer: (any Tracer)?
    /// Whether requests to the token service carry the trace context; by default they tell it nothing of the caller's traces.
    public var propagatesTraceContext: Bool = false
    /// Where the time comes from.
    public var clock: any TimeSource
    /// Draws a number from 0 up to 1, for the pauses between attempts and the times of background refreshes.
    package var randomFraction: @Sendable () -> Double = { Double.random(in: 0..<1) }

    /// Creates options; the defaults are right for Microsoft's public cloud.
    public init(
        authority: Authority = .publicCloud,
        additionallyAllowedTenants: [String] = [],
        transport: any TokenTransport = AsyncHTTPClientTransport(),
        retry: RetryPolicy = RetryPolicy(),
        cacheCapacity: Int = 10_000,
        logger: Logger = Logger(label: "signet.credentials"),
        clock: any TimeSource = .system
    ) {
        self.authority = authority
        self.additionallyAllowedTenants = additionallyAllowedTenants
        self.transport = transport
        self.retry = retry
        self.cacheCapacity = cacheCapacity
        self.logger = logger
        self.clock = clock
    }
}
