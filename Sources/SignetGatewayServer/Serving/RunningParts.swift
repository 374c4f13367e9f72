// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetGateway

/// What a running gateway is made of.
struct RunningParts {
    let loaded: LoadedConfiguration
    let contexts: ClientContexts
    let servers: ServerContexts?
    let vault: VaultPoller
    let events: GatewayEvents
    let traces: TraceStore
    let accessLog: AccessLog?
}
