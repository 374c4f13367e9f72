// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Logging
import SignetCore
import SignetPlatform

/// Has the platform answer a request, keeps the limits, and counts.
struct PlatformResponder: Sendable {
    let platform: StartedPlatform
    let figures: ServerFigures
    let limits: ServerLimits
    let limiter: RateLimiter
    let operations: OperationsSurface
    let testing: TestingSurface?
    /// Whether clients are asked for a certificate when they connect.
    var asksForCertificates = false
    /// The machine's clock, by which allowances are counted.
    let clock: any TimeSource
    let logger: Logger

    func answer(_ request: ServerRequest) async -> ServerAnswer {
        let start = ContinuousClock.now
        let message = request.message
        if let answer = await self.operations.answer(message) {
            return finish(answer, message, nil, start)
        }
        guard let platform = self.platform.current, let portal = self.platform.portal else {
            let answer = JSONAnswer.failure(503, "ServiceUnavailable", "The platform is starting.", route: "starting")
            return finish(answer, message, nil, start)
        }
        guard !request.isTooLarge else {
            self.figures.countLimit("body")
            return finish(tooLarge, message, nil, start)
        }
        let facts = request.facts
        if let seconds = wait(request.address, facts) {
            self.figures.countLimit("rate")
            let refusal = ServiceRefusal.tooManyRequests(retryAfter: seconds)
            let route = facts == nil ? "limit" : "token"
            return finish(refusal.response(to: message, at: self.clock.now, route: route), message, facts, start)
        }
        if message.path.hasPrefix("/testing/") {
            return finish(
                await self.testing?.answer(message, platform) ?? TestingSurface.disabled,
                message,
                nil,
                start
            )
        }
        if Portal.owns(message.path) {
            return finish(await portal.respond(to: message), message, nil, start)
        }
        guard let facts, let fault = self.testing?.faults.next(clientID: facts.clientID) else {
            return finish(await platform.respond(to: message), message, facts, start)
        }
        return await commit(fault, message, facts, platform, start)
    }

    private var tooLarge: PlatformResponse {
        JSONAnswer.failure(
            413,
            "RequestEntityTooLarge",
            "The body is too large: \(self.limits.bodyBytes) bytes are the most.",
            route: "limit"
        )
    }

    private func wait(_ address: String, _ facts: TokenRequestFacts?) -> Int? {
        let now = self.clock.now.timeIntervalSince1970
        return self.limiter.wait(address: address, client: facts.map { $0.clientID ?? "?" } ?? "", at: now)
    }

    /// Does to a request what a test has ordered.
    private func commit(
        _ fault: Fault.Kind,
        _ message: PlatformRequest,
        _ facts: TokenRequestFacts,
        _ platform: Platform,
        _ start: ContinuousClock.Instant
    ) async -> ServerAnswer {
        switch fault {
        case .refusal(let refusal):
            let now = self.testing?.clock.now ?? self.clock.now
            return finish(refusal.response(to: message, at: now, route: "token"), message, facts, start)
        case .status(let status, let retryAfter):
            let pause = retryAfter.map { [(name: "Retry-After", value: String($0))] } ?? []
            let answer = PlatformResponse(
                status: status,
                headers: [("Content-Type", "text/html")] + pause,
                body: Array("<html><body>\(status)</body></html>\n".utf8),
                route: "fault"
            )
            return finish(answer, message, nil, start)
        case .slow(let milliseconds):
            // A server that is stopped by force does not wait.
            try? await self.clock.sleep(for: .milliseconds(milliseconds))
            return finish(await platform.respond(to: message), message, facts, start)
        case .reset:
            _ = finish(PlatformResponse(status: 503, route: "fault"), message, nil, start)
            return .reset
        case .cut:
            return .cut(counted(await platform.respond(to: message), message, facts, start))
        }
    }

    private func finish(
        _ answer: PlatformResponse,
        _ message: PlatformRequest,
        _ facts: TokenRequestFacts?,
        _ start: ContinuousClock.Instant
    ) -> ServerAnswer {
        .answer(counted(answer, message, facts, start))
    }

    /// Counts and logs an answer.
    private func counted(
        _ answer: PlatformResponse,
        _ message: PlatformRequest,
        _ facts: TokenRequestFacts?,
        _ start: ContinuousClock.Instant
    ) -> PlatformResponse {
        let (whole, attoseconds) = start.duration(to: .now).components
        let seconds = Double(whole) + Double(attoseconds) / 1e18
        self.figures.count(route: answer.route, status: answer.status, seconds: seconds)
        if let facts { count(facts, answer) }
        if answer.route == "graph" { self.figures.countGraph(method: message.method, status: answer.status) }
        RequestLog(logger: self.logger).write(message, facts, answer, seconds: seconds)
        return message.method == "HEAD" ? answer.withoutBody() : answer
    }

    private func count(_ facts: TokenRequestFacts, _ answer: PlatformResponse) {
        let tenant = self.platform.current?.figures.tenantID(facts.tenant) ?? "unknown"
        let outcome = answer.number.map(String.init) ?? (answer.status == 200 ? "issued" : "\(answer.status)")
        self.figures.count(ServerFigures.TokenSeries(tenant: tenant, grant: facts.grant, outcome: outcome))
    }
}
