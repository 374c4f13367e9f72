// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore

/// How a key vault is asked.
public struct KeyVaultOptions: Sendable {
    /// How long an answer is used before the vault is asked again, give or take a tenth.
    public var interval: Duration
    /// The version of the vault's interface.
    public var apiVersion: String
    /// Whether the resource that the vault asks a token for must be the domain under which the vault is.
    ///
    /// Without the check a foreign server at the vault's address could ask for a token of another resource. Switch it off for a
    /// vault behind a name of one's own alone.
    public var verifiesChallengeResource: Bool
    /// What carries the requests.
    public var transport: any TokenTransport
    /// When requests are repeated.
    public var retry: RetryPolicy
    /// Where the time comes from.
    public var clock: any TimeSource

    /// Creates options; the defaults are right for every vault of Microsoft's clouds.
    public init(
        interval: Duration = .seconds(3_600),
        apiVersion: String = "7.4",
        verifiesChallengeResource: Bool = true,
        transport: any TokenTransport = AsyncHTTPClientTransport(),
        retry: RetryPolicy = RetryPolicy(),
        clock: any TimeSource = .system
    ) {
        self.interval = interval
        self.apiVersion = apiVersion
        self.verifiesChallengeResource = verifiesChallengeResource
        self.transport = transport
        self.retry = retry
        self.clock = clock
    }
}
