// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetGateway

/// How much a connection may take of the gateway, and how long; times in ticks of a tenth of a second.
struct GatewayLimits: Sendable {
    /// The head of a request or an answer.
    var head = HeadLimits()
    /// The bytes of a body that a policy needs as a whole.
    var collectedBody = 16 * 1024 * 1024
    /// The bytes that are received ahead while they cannot be handed on.
    var receivedAhead = 256 * 1024
    /// How long a connection may be silent between requests.
    var idleTicks = 750
    /// How long a connection keeps the memory of its last call, which the next one uses again.
    var warmTicks = 10
    /// How long a head may take from its first byte.
    var headTicks = 300
    /// How long a body may make no progress.
    var bodyTicks = 600
    /// How long a connection that has switched to another protocol may be silent.
    var tunnelTicks = 6_000
    /// How long a connection to a backend may take, handshake included.
    var connectTicks = 100
    /// How long a backend that has refused a certificate's version is called with the one before.
    var refusalTicks = 600
    /// How long an unused connection to a backend is kept.
    var upstreamIdleTicks = 550
    /// How long a closing connection waits for its peer to read.
    var lingerTicks = 20
    /// How many connections to one backend may be under way at once on one loop.
    var connecting = 32
}
