// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetExpressions

extension Call {
    /// Forgets the call before; storage is used again.
    func clear(_ configuration: GatewayConfiguration, _ identity: RequestIdentity) {
        if self.state.configuration !== configuration { self.state.configuration = configuration }
        self.state.identity = identity
        self.state.randomness = identity
        self.state.timestamp = self.environment.clock.now
        if case .passing = self.state.requestBody {} else { self.state.requestBody = .passing }
        if case .passing = self.state.responseBody {} else { self.state.responseBody = .passing }
        self.state.hasResponse = false
        self.state.hasOwnStatus = false
        if self.state.reason != nil { self.state.reason = nil }
        if !self.state.variables.isEmpty { self.state.variables.removeAll(keepingCapacity: true) }
        self.state.plan = nil
        if self.state.subscription != nil { self.state.subscription = nil }
        if self.state.subscriptionKey != nil { self.state.subscriptionKey = nil }
        if !self.state.parameters.isEmpty { self.state.parameters.removeAll(keepingCapacity: true) }
        self.state.destination.forget()
        self.state.certificate = nil
        self.state.isForwardedForSet = false
        if self.state.lastError != nil { self.state.lastError = nil }
        if self.state.trace != nil { self.state.trace = nil }
        if self.state.traceParent != nil { self.state.traceParent = nil }
        if !self.stack.isEmpty { self.stack.removeAll(keepingCapacity: true) }
        self.forwardingStep = nil
        if !self.closings.isEmpty { self.closings.removeAll(keepingCapacity: true) }
        if !self.bandwidths.isEmpty { self.bandwidths.removeAll() }
        if self.provided != nil { self.provided = nil }
        if self.waitingStep != nil { self.waitingStep = nil }
        if self.errand != nil { self.errand = nil }
        if self.caching != nil { self.caching = nil }
    }
}
