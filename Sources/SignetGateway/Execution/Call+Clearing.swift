// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetExpressions

extension Call {
    /// Gives back the storage of the call before, which is over.
    package func releaseStorage() {
        self.state.request = MessageHead()
        self.state.response = MessageHead()
        self.state.requestBody = .passing
        self.state.responseBody = .passing
        self.state.variables = [:]
        self.state.parameters = []
        self.state.plan = nil
        self.state.destination = Destination()
        self.segments = PathSegments()
        self.stack = []
        self.closings = []
        self.attached = nil
    }

    /// Forgets the call before; storage is used again.
    func clear(_ configuration: GatewayConfiguration, _ identity: RequestIdentity) {
        if self.state.configuration !== configuration { self.state.configuration = configuration }
        self.state.identity = identity
        self.state.randomness = identity
        self.state.timestamp = self.environment.clock.now
        self.state.requestBody = .passing
        self.state.responseBody = .passing
        self.state.hasResponse = false
        self.state.hasOwnStatus = false
        self.state.reason = nil
        if !self.state.variables.isEmpty { self.state.variables.removeAll(keepingCapacity: true) }
        self.state.plan = nil
        if self.state.subscription != nil { self.state.subscription = nil }
        if self.state.subscriptionKey != nil { self.state.subscriptionKey = nil }
        self.state.parameters.removeAll(keepingCapacity: true)
        self.state.destination = Destination()
        self.state.certificate = nil
        self.state.isForwardedForSet = false
        if self.state.lastError != nil { self.state.lastError = nil }
        if self.state.trace != nil { self.state.trace = nil }
        self.state.traceParent = nil
        self.stack.removeAll(keepingCapacity: true)
        self.forwarding = nil
        self.forwardingStep = nil
        if !self.closings.isEmpty { self.closings.removeAll(keepingCapacity: true) }
        if !self.bandwidths.isEmpty { self.bandwidths.removeAll() }
        if self.provided != nil { self.provided = nil }
        if self.waitingStep != nil { self.waitingStep = nil }
        if self.errand != nil { self.errand = nil }
        if self.caching != nil { self.caching = nil }
    }
}
