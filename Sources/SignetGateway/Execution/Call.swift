// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
package import SignetExpressions
package import SignetPolicies

/// One call on its way through the policies: a machine that stops where something must be sent or received.
///
/// It knows no socket. Who has one asks ``begin(_:)`` and does what each ``CallStep`` says. A connection uses one
/// value again for all its calls, so that heads keep their storage.
package final class Call {
    struct Frame {
        let steps: [PlanStep]
        var index = 0
    }

    /// What policies see and change.
    package internal(set) var state: CallState
    let environment: ExpressionEnvironment
    private var stack: [Frame] = []
    private var section = PolicySection.inbound
    var segments = PathSegments()
    /// The forwarding that is under way or done.
    package private(set) var forwarding: ForwardRequest?
    private var forwardingStep: PlanStep?

    /// Creates the machine of a connection.
    package init(
        caller: Caller,
        identity: RequestIdentity,
        configuration: GatewayConfiguration,
        environment: ExpressionEnvironment
    ) {
        self.environment = environment
        self.state = CallState(
            caller: caller,
            identity: identity,
            timestamp: environment.clock.now,
            configuration: configuration
        )
    }

    /// Reads the next request's head.
    package func parseRequest(_ input: Span<UInt8>, limits: HeadLimits) -> HeadParse {
        self.state.request.parseRequest(input, limits: limits)
    }

    /// Reads the head of the backend's answer.
    package func parseResponse(_ input: Span<UInt8>, limits: HeadLimits) -> HeadParse {
        self.state.response.parseResponse(input, limits: limits)
    }

    /// Begins with the request whose head ``parseRequest(_:limits:)`` has read.
    ///
    /// - Parameters:
    ///   - configuration: The configuration that this call keeps to its end.
    ///   - identity: The call's identity.
    /// - Returns: What must happen next.
    package func begin(_ configuration: GatewayConfiguration, identity: RequestIdentity) -> CallStep {
        clear(configuration, identity)
        if let error = route() { return fail(error) }
        guard let plan = self.state.plan else { return fail(.operationNotFound) }
        if plan.needsRequestBody, self.state.request.isChunked || (self.state.request.contentLength ?? 0) > 0 {
            return .collectRequestBody
        }
        return start(plan)
    }

    private func clear(_ configuration: GatewayConfiguration, _ identity: RequestIdentity) {
        if self.state.configuration !== configuration { self.state.configuration = configuration }
        self.state.identity = identity
        self.state.timestamp = self.environment.clock.now
        self.state.requestBody = .passing
        self.state.responseBody = .passing
        self.state.hasResponse = false
        self.state.hasOwnStatus = false
        self.state.reason = nil
        if !self.state.variables.isEmpty { self.state.variables.removeAll(keepingCapacity: true) }
        self.state.plan = nil
        self.state.subscription = nil
        self.state.subscriptionKey = nil
        self.state.parameters.removeAll(keepingCapacity: true)
        self.state.destination = Destination()
        self.state.certificate = nil
        self.state.lastError = nil
        self.stack.removeAll(keepingCapacity: true)
        self.forwarding = nil
        self.forwardingStep = nil
    }

    private func start(_ plan: CallPlan) -> CallStep {
        self.section = .inbound
        self.stack.append(Frame(steps: plan.inbound))
        return run()
    }

    /// The request's body has been collected.
    package func requestBodyArrived(_ body: [UInt8]) -> CallStep {
        self.state.requestBody = .collected(body)
        guard let plan = self.state.plan else { return fail(.operationNotFound) }
        return start(plan)
    }

    /// The head of the backend's answer has been read.
    package func responseArrived() -> CallStep {
        self.state.hasResponse = true
        self.state.hasOwnStatus = false
        self.state.reason = nil
        self.state.responseBody = .passing
        recordAnswer()
        if self.forwarding?.failsOnErrorStatusCode == true, (400...599).contains(self.state.response.status),
            let step = self.forwardingStep
        {
            var error = CallError(
                at: step,
                reason: "BackendErrorStatusCode",
                message: "The backend answered with status code \(self.state.response.status)."
            )
            error.status = self.state.response.status
            return fail(error, keepingResponse: true)
        }
        return run()
    }

    /// The body of the backend's answer has been collected.
    package func responseBodyArrived(_ body: [UInt8]) -> CallStep {
        self.state.responseBody = .collected(body)
        return run()
    }

    /// Something failed outside the policies: the connection to the backend, a limit.
    package func failed(_ error: CallError) -> CallStep {
        var error = error
        if let step = self.forwardingStep, error.source == "forward-request" {
            error.locate(step)
            recordFailure(error)
        }
        return fail(error)
    }

    /// Goes on from step to step until something must be sent or received.
    private func run() -> CallStep {
        while true {
            guard let frame = self.stack.last else {
                if let stop = nextSection() { return stop }
                continue
            }
            guard frame.index < frame.steps.count else {
                self.stack.removeLast()
                continue
            }
            self.stack[self.stack.count - 1].index += 1
            let step = frame.steps[frame.index]
            do {
                if let stop = try execute(step) { return stop }
            } catch {
                return fail(error)
            }
        }
    }

    private func nextSection() -> CallStep? {
        guard let plan = self.state.plan else { return .answer }
        switch self.section {
        case .inbound:
            self.section = .backend
        case .backend:
            // Nobody called the backend: API Management answers 200 with nothing in it.
            if !self.state.hasResponse { respond(200) }
            self.section = .outbound
            self.stack.append(Frame(steps: plan.outbound))
            if plan.needsResponseBody, case .passing = self.state.responseBody, self.forwarding != nil {
                return .collectResponseBody
            }
            return nil
        case .outbound, .onError: return .answer
        }
        self.stack.append(Frame(steps: plan[self.section]))
        return nil
    }

    private func execute(_ step: PlanStep) throws(CallError) -> CallStep? {
        switch step.statement {
        case .forwardRequest(let forward):
            guard self.forwarding == nil else {
                throw CallError(
                    at: step,
                    reason: "InvalidOperation",
                    message: "The request was already forwarded to the backend."
                )
            }
            guard try prepareForwarding(step) else { return nil }
            self.forwarding = forward
            self.forwardingStep = step
            return .forward
        case .choose:
            if let steps = try chosen(step) { self.stack.append(Frame(steps: steps)) }
        case .returnResponse(let response):
            try giveResponse(response, step)
            return .answer
        default:
            try perform(step, isResponse: self.section == .outbound || self.section == .onError)
        }
        return nil
    }

    /// Ends the section with an error: `on-error` runs, and unless it says otherwise the caller gets the built-in answer.
    private func fail(_ error: CallError, keepingResponse: Bool = false) -> CallStep {
        let error = concealed(error)
        let isSecond = self.state.lastError != nil
        self.state.lastError = error
        self.stack.removeAll(keepingCapacity: true)
        if !keepingResponse { respond(error) }
        guard !isSecond, let plan = self.state.plan, !plan.onError.isEmpty else { return .answer }
        self.section = .onError
        self.stack.append(Frame(steps: plan.onError))
        return run()
    }
}
