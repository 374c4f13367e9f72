// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetPolicies

// What a step needs of the messages, beyond what its expressions read.

extension PlanStep {
    /// Whether the request's body must be there as a whole.
    var needsRequestBody: Bool {
        switch self.statement {
        case .forwardRequest(let forward): return forward.buffersRequestBody || !forward.neverFollowsRedirects
        case .findAndReplace: return true
        case .sendRequest(let request):
            if case .literal(.new) = request.mode { return false }
            return request.body == nil
        case .retry:
            return self.all.contains { if case .forwardRequest = $0.statement { true } else { false } }
        default: return false
        }
    }

    /// Whether the answer's body must be there as a whole.
    var needsResponseBody: Bool {
        switch self.statement {
        case .findAndReplace, .cacheStore: true
        default: false
        }
    }

    /// Whether the call may wait here for something else than its backend.
    var interrupts: Bool {
        switch self.statement {
        case .sendRequest(let request): request.responseVariableName != nil || request.identity != nil
        case .authenticationManagedIdentity, .validateToken, .retry, .wait: true
        case .validateClientCertificate(let validation): validation.validatesRevocation
        default: false
        }
    }

    /// Whether answers from 400 to 599 run `on-error` as they are.
    var failsOnErrorStatusCode: Bool {
        if case .forwardRequest(let forward) = self.statement { forward.failsOnErrorStatusCode } else { false }
    }

    /// Whether it calls the backend.
    var isForward: Bool {
        if case .forwardRequest = self.statement { true } else { false }
    }

    /// Whether it runs others again, and the answer between them is of no use.
    var isRetry: Bool {
        if case .retry = self.statement { true } else { false }
    }
}
