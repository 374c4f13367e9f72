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
    private var segments = PathSegments()
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
        if let step = self.forwardingStep, error.source == "forward-request" { error.locate(step) }
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
            try prepareForwarding(step)
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

extension Call {
    /// Finds API, operation and subscription.
    private func route() -> CallError? {
        let configuration = self.state.configuration
        do {
            try self.segments.split(self.state.request.bytes, self.state.request.pathRange)
        } catch {
            return CallError(
                source: "configuration",
                reason: "OperationNotFound",
                message: "The path of the request holds '.' or '..' segments, or too many of them.",
                status: 400
            )
        }
        guard let (index, depth) = configuration.table.match(self.segments.ranges, of: self.state.request.bytes) else {
            return .operationNotFound
        }
        let entry = configuration.entries[index]
        let rest = self.segments.ranges[depth...]
        let match = entry.operations.match(
            method: self.state.request.methodRange,
            segments: rest,
            of: self.state.request.bytes
        )
        guard let match else {
            self.state.plan = entry.unmatched
            return .operationNotFound
        }
        self.state.plan = entry.plans[match.operation]
        self.state.parameters = match.parameters
        self.state.destination.service = entry.api.serviceURL
        let start = depth == 0 ? self.state.request.pathRange.lowerBound : self.segments.ranges[depth - 1].upperBound
        self.state.destination.suffix = start..<self.state.request.pathRange.upperBound
        return authorize(entry, operation: match.operation)
    }

    private func authorize(_ entry: GatewayConfiguration.Entry, operation: Int) -> CallError? {
        guard let key = subscriptionKey(entry.api) else {
            if let product = entry.openProducts.first {
                choose(product, entry, operation)
                return nil
            }
            return entry.api.subscriptionRequired ? .subscriptionKeyMissing : nil
        }
        let subscription = self.state.configuration.subscriptions[key]
        let opens = subscription.map { $0.isActive && opensAPI($0, entry.api) } ?? false
        guard let subscription, opens else {
            return entry.api.subscriptionRequired ? .subscriptionKeyInvalid : nil
        }
        self.state.subscription = subscription
        self.state.subscriptionKey = SecretBytes(key)
        if case .product(let id) = subscription.scope, let product = self.state.configuration.products[id] {
            choose(product, entry, operation)
        }
        return nil
    }

    private func choose(_ product: Product, _ entry: GatewayConfiguration.Entry, _ operation: Int) {
        if let plan = entry.productPlans[product.id]?[operation] { self.state.plan = plan }
    }

    private func opensAPI(_ subscription: Subscription, _ api: API) -> Bool {
        switch subscription.scope {
        case .all: return true
        case .api(let id): return id == api.baseID
        case .product(let id):
            guard let product = self.state.configuration.products[id] else { return false }
            return product.isPublished && product.apis.contains(api.baseID)
        }
    }

    func subscriptionKey(_ api: API) -> [UInt8]? {
        if let range = self.state.request.firstValueRange(of: api.keyHeader) {
            return Array(self.state.request.bytes[range])
        }
        guard let query = self.state.request.queryRange else { return nil }
        return QueryParameters(self.state.request.bytes[query]).first(api.keyQuery).map { Array($0.utf8) }
    }
}
