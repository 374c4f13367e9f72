// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import Logging
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
    /// What carries the requests.
    public var transport: any TokenTransport
    /// When requests are repeated.
    public var retry: RetryPolicy
    /// How many tokens are kept at most; the least recently used goes first.
    public var cacheCapacity: Int
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
