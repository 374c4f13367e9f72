// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import SignetCore
import SignetPlatform

/// Translates between Hummingbird's messages and the platform's, keeps the limits, and counts.
struct PlatformResponder: HTTPResponder {
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

    func respond(to request: Request, context: PlatformRequestContext) async throws -> Response {
        let start = ContinuousClock.now
        var message = Self.message(request)
        if let answer = await self.operations.answer(message) {
            return finish(answer, message, nil, start)
        }
        guard let platform = self.platform.current, let portal = self.platform.portal else {
            let answer = JSONAnswer.failure(503, "ServiceUnavailable", "The platform is starting.", route: "starting")
            return finish(answer, message, nil, start)
        }
        guard let body = try await body(of: request) else {
            self.figures.countLimit("body")
            return finish(tooLarge, message, nil, start)
        }
        message.body = body
        if self.asksForCertificates { message.clientCertificates = try await context.clientCertificates() }
        let facts = TokenRequestFacts(path: message.path, body: body)
        if let seconds = wait(context.address, facts) {
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
        return try await commit(fault, message, facts, platform, context, start)
    }

    private var tooLarge: PlatformResponse {
        JSONAnswer.failure(
            413,
            "RequestEntityTooLarge",
            "The body is too large: \(self.limits.bodyBytes) bytes are the most.",
            route: "limit"
        )
    }

    private static func message(_ request: Request) -> PlatformRequest {
        let target = (request.head.path ?? "/").split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        // The authority is no field of the library's; it is the Host of the request.
        let host = request.head.authority.map { [(name: "Host", value: $0)] } ?? []
        return PlatformRequest(
            method: request.method.rawValue,
            path: String(target.first ?? "/"),
            query: target.count > 1 ? String(target[1]) : nil,
            headers: host + request.headers.map { (name: $0.name.canonicalName, value: $0.value) }
        )
    }

    private func wait(_ address: String, _ facts: TokenRequestFacts?) -> Int? {
        let now = self.clock.now.timeIntervalSince1970
        return self.limiter.wait(address: address, client: facts.map { $0.clientID ?? "?" } ?? "", at: now)
    }

    /// The body; `nil` where it is larger than anything may be.
    private func body(of request: Request) async throws -> [UInt8]? {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > self.limits.bodyBytes {
            return nil
        }
        do {
            return Array(try await request.body.collect(upTo: self.limits.bodyBytes).readableBytesView)
        } catch is NIOTooManyBytesError {
            return nil
        }
    }

    /// Does to a request what a test has ordered.
    private func commit(
        _ fault: Fault.Kind,
        _ message: PlatformRequest,
        _ facts: TokenRequestFacts,
        _ platform: Platform,
        _ context: PlatformRequestContext,
        _ start: ContinuousClock.Instant
    ) async throws -> Response {
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
            try await self.clock.sleep(for: .milliseconds(milliseconds))
            return finish(await platform.respond(to: message), message, facts, start)
        case .reset:
            await context.reset()
            return finish(PlatformResponse(status: 503, route: "fault"), message, nil, start)
        case .cut:
            let answer = await platform.respond(to: message)
            var response = finish(answer, message, facts, start)
            let half = Array(answer.body.prefix(answer.body.count / 2))
            let channel = context.channel
            response.body = ResponseBody(contentLength: answer.body.count) { writer in
                try await writer.write(ByteBuffer(bytes: half))
                try? await channel.close().get()
                throw ChannelError.ioOnClosedChannel
            }
            return response
        }
    }

    /// Counts, logs and translates an answer.
    private func finish(
        _ answer: PlatformResponse,
        _ message: PlatformRequest,
        _ facts: TokenRequestFacts?,
        _ start: ContinuousClock.Instant
    ) -> Response {
        let (whole, attoseconds) = start.duration(to: .now).components
        let seconds = Double(whole) + Double(attoseconds) / 1e18
        self.figures.count(route: answer.route, status: answer.status, seconds: seconds)
        if let facts { count(facts, answer) }
        if answer.route == "graph" { self.figures.countGraph(method: message.method, status: answer.status) }
        RequestLog(logger: self.logger).write(message, facts, answer, seconds: seconds)
        return (message.method == "HEAD" ? answer.withoutBody() : answer).http
    }

    private func count(_ facts: TokenRequestFacts, _ answer: PlatformResponse) {
        let tenant = self.platform.current?.figures.tenantID(facts.tenant) ?? "unknown"
        let outcome = answer.number.map(String.init) ?? (answer.status == 200 ? "issued" : "\(answer.status)")
        self.figures.count(ServerFigures.TokenSeries(tenant: tenant, grant: facts.grant, outcome: outcome))
    }
}
