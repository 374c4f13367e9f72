// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
package import SignetExpressions
import SignetPolicies

/// One call on its way through the policies: a machine that stops where something must be sent or received.
///
/// It knows no socket. Who has one asks ``begin(_:)`` and does what each ``CallStep`` says. A connection uses one
/// value again for all its calls, so that heads keep their storage.
package final class Call {
    struct Frame {
        let steps: [PlanStep]
        var index = 0
        /// What `retry` has done so far, where the steps are its own.
        var repetition: Repetition?
        /// The place in `limit-concurrency`, where the steps are its own: given back with the frame.
        var ticket: ConcurrencyTicket?

        /// The step that comes next.
        mutating func next() -> PlanStep? {
            guard self.index < self.steps.count else { return nil }
            self.index += 1
            return self.steps[self.index - 1]
        }
    }

    /// What policies see and change.
    package internal(set) var state: CallState
    let environment: ExpressionEnvironment
    let services: GatewayServices
    var stack: [Frame] = []
    var section = PolicySection.inbound
    var segments = PathSegments()
    /// What is done when the answer is ready, in order.
    var closings: [Closing] = []
    /// What counts the bytes of the call.
    var bandwidths: [Postponed] = []
    /// What was fetched for the step that runs.
    var provided: CallErrand.Outcome?
    /// The step that waits for something.
    var waitingStep: PlanStep?
    /// What the call waits for when it asks for ``CallStep/errand``.
    package var errand: CallErrand?
    /// The requests that are under way at the same time, with their steps.
    var batch: [(step: PlanStep, request: OutgoingRequest)] = []
    /// What was waited for last.
    var doneErrand: CallErrand?
    /// What `cache-lookup` has found out, for `cache-store`.
    var caching: ResponseCaching?
    /// The `forward-request` that is under way or done.
    var forwardingStep: PlanStep?
    /// The certificate that a policy attached last, which most calls of a connection attach again.
    var attached: AttachedCertificate?
    /// How often the request followed the backend to another place.
    var redirects = 0

    /// Creates the machine of a connection.
    package init(
        caller: Caller,
        identity: RequestIdentity,
        configuration: GatewayConfiguration,
        environment: ExpressionEnvironment,
        services: GatewayServices
    ) {
        self.environment = environment
        self.services = services
        self.state = CallState(
            caller: caller,
            identity: identity,
            timestamp: environment.clock.now,
            configuration: configuration
        )
    }

    /// A call that stays as `call` is at the moment.
    init(copying call: Call) {
        self.environment = call.environment
        self.services = call.services
        self.state = call.state
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
        if let preflight = answerPreflight() { return preflight }
        let routing = route()
        beginTrace()
        if let routing { return fail(routing) }
        guard let plan = self.state.plan else { return fail(.operationNotFound) }
        if plan.needsRequestBody, self.state.request.isChunked || (self.state.request.contentLength ?? 0) > 0 {
            return .collectRequestBody
        }
        return start(plan)
    }

    private func start(_ plan: CallPlan) -> CallStep {
        self.section = .inbound
        push(plan.inbound)
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
        traceAnswer()
        do throws(CallError) {
            if try followsRedirect() { return .forward }
        } catch {
            return fail(error)
        }
        if self.state.plan?.needsResponseBody == true { return .collectResponseBody }
        return goOn()
    }

    /// The body of the backend's answer has been collected.
    package func responseBodyArrived(_ body: [UInt8]) -> CallStep {
        self.state.responseBody = .collected(body)
        return goOn()
    }

    /// What follows the backend's answer.
    private func goOn() -> CallStep {
        guard (400...599).contains(self.state.response.status), let step = self.forwardingStep,
            step.failsOnErrorStatusCode
        else { return run() }
        var error = CallError(
            at: step,
            reason: "BackendErrorStatusCode",
            message: "The backend answered with status code \(self.state.response.status)."
        )
        error.status = self.state.response.status
        return fail(error, keepingResponse: true)
    }

    /// The time that the call asked for has passed.
    package func resumed() -> CallStep { run() }

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
    func run() -> CallStep {
        while true {
            guard !self.stack.isEmpty else {
                if let stop = nextSection() { return stop }
                continue
            }
            do throws(CallError) {
                guard let step = self.stack[self.stack.count - 1].next() else {
                    if let stop = try leave(self.stack.removeLast()) { return stop }
                    continue
                }
                if let stop = try execute(step) { return stop == .answer ? closed() : stop }
            } catch {
                return fail(error)
            }
        }
    }

    private func nextSection() -> CallStep? {
        guard let plan = self.state.plan else { return closed() }
        switch self.section {
        case .inbound:
            self.section = .backend
        case .backend:
            // Nobody called the backend: API Management answers 200 with nothing in it.
            if !self.state.hasResponse { respond(200) }
            self.section = .outbound
        case .outbound, .onError: return closed()
        }
        push(plan[self.section])
        return nil
    }

    /// Lets steps run next; most outbound sections have none.
    private func push(_ steps: [PlanStep]) {
        if !steps.isEmpty { self.stack.append(Frame(steps: steps)) }
    }

    func execute(_ step: PlanStep) throws(CallError) -> CallStep? {
        switch step.statement {
        case .forwardRequest:
            guard self.forwardingStep == nil else {
                throw CallError(
                    at: step,
                    reason: "InvalidOperation",
                    message: "The request was already forwarded to the backend."
                )
            }
            guard try prepareForwarding(step) else { return nil }
            traceForwarding()
            self.forwardingStep = step
            self.redirects = 0
            return .forward
        case .choose:
            if let steps = try chosen(step) { self.stack.append(Frame(steps: steps)) }
        case .returnResponse(let response):
            try giveResponse(response, step)
            return .answer
        case .sendRequest, .authenticationManagedIdentity, .validateToken, .validateClientCertificate, .retry,
            .limitConcurrency, .cacheLookup, .cors, .mockResponse, .wait:
            return try executeInterrupting(step)
        default:
            try perform(step, isResponse: self.section == .outbound || self.section == .onError)
            traceDone(step)
        }
        return nil
    }

    /// Lets the request be forwarded once more.
    func forgetForwarding() {
        self.forwardingStep = nil
        self.state.hasResponse = false
    }

    /// Whether the request was sent to the backend, or is about to be.
    package var isForwarded: Bool { self.forwardingStep != nil }

    /// Ends the section with an error: `on-error` runs, and unless it says otherwise the caller gets the built-in answer.
    func fail(_ error: CallError, keepingResponse: Bool = false) -> CallStep {
        let error = concealed(error)
        traceError(error)
        let isSecond = self.state.lastError != nil
        self.state.lastError = error
        self.stack.removeAll(keepingCapacity: true)
        if !keepingResponse { respond(error) }
        self.provided = nil
        self.waitingStep = nil
        self.errand = nil
        guard !isSecond, let plan = self.state.plan, !plan.onError.isEmpty else { return closed() }
        self.section = .onError
        self.stack.append(Frame(steps: plan.onError))
        return run()
    }
}
