// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SignetGateway

/// One request of a policy and its whole answer, over the connections of a loop.
///
/// A used connection may close under a request: one that must not happen twice therefore gets a new one.
final class OutgoingExchange: LoopMember, UpstreamCaller {
    typealias End = @Sendable (Result<OutgoingResponse, OutgoingFailure>) -> Void

    private let request: OutgoingRequest
    private let loop: LoopState
    private let pools: UpstreamPools
    private var end: End?
    private var upstream: UpstreamHandler?
    private var pool: UpstreamPool?
    private var presented: CertificateVersion?
    private var collected = ByteBuffer()
    private var response = MessageHead()
    private let isIdempotent: Bool
    private(set) var needsFreshConnection: Bool
    private(set) var hasSentRequest = false
    var registration: Int?
    private(set) var deadline = Int.max

    init(_ request: OutgoingRequest, _ loop: LoopState, _ pools: UpstreamPools, _ end: @escaping End) {
        self.request = request
        self.loop = loop
        self.pools = pools
        self.end = end
        self.isIdempotent = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"].contains(request.method)
        self.needsFreshConnection = !self.isIdempotent
    }

    var answerHead: AnswerHead { AnswerHead(self.response, toHead: self.request.method == "HEAD") }

    func start() {
        self.loop.add(backend: self)
        self.deadline = self.loop.tick + max(1, self.request.timeoutMilliseconds / 100)
        connect()
    }

    private func connect() {
        let endpoint = self.endpoint
        self.presented = self.pools.accepted(self.request.certificate, at: endpoint)
        let pool = self.pools.pool(endpoint, self.presented)
        self.pool = pool
        if let upstream = pool.acquire(self) { connected(upstream) }
    }

    private var endpoint: Endpoint { Endpoint(self.request.service, verification: self.request.verification) }

    /// Makes the request once more with the version of the certificate before, as ``FrontHandler`` does.
    private func goesBack(_ failure: UpstreamFailure, wasSent: Bool) -> Bool {
        guard self.presented === self.request.certificate,
            self.pools.goesBack(from: self.presented, at: self.endpoint, after: failure),
            failure.refusesCertificate || !wasSent || self.isIdempotent
        else { return false }
        connect()
        return true
    }

    func connected(_ upstream: UpstreamHandler) {
        self.pool = nil
        self.upstream = upstream
        upstream.begin(self)
        upstream.output.clear()
        upstream.output.writeRequest(self.request)
        self.hasSentRequest = true
        upstream.sendOutput()
    }

    func connectionFailed(_ failure: UpstreamFailure) {
        self.pool = nil
        if !goesBack(failure, wasSent: false) { finish(.failure(failure.outgoing)) }
    }

    func parseResponse(_ input: Span<UInt8>, limits: HeadLimits) -> HeadParse {
        self.response.parseResponse(input, limits: limits)
    }

    func upstreamWritabilityChanged() {}

    func forwardInterim() {}

    func headArrived(_ framing: BodyFraming) -> AnswerReception { .reads }

    func receive(_ received: inout ByteBuffer, _ framing: inout BodyFraming) -> Bool {
        let isSound = framing.move(from: &received, to: &self.collected, decodes: true)
        return isSound && self.collected.readableBytes <= self.loop.limits.collectedBody
    }

    func answerWithoutBackend() {}

    func answerCompleted() {
        self.upstream = nil
        let head = self.response
        var fields: [(name: String, value: String)] = []
        for field in head.fields where !field.isDropped && !field.name.isHopByHop && field.name != .transferEncoding {
            fields.append((head.text(field.nameRange), head.text(field.valueRange)))
        }
        finish(
            .success(
                OutgoingResponse(
                    status: head.status,
                    reason: head.text(head.reasonRange),
                    fields: fields,
                    body: Array(self.collected.readableBytesView)
                )
            )
        )
    }

    func answerCutOff() {
        self.upstream = nil
        finish(.failure(OutgoingFailure("The answer broke off, or is longer than a policy may see.")))
    }

    func upstreamClosed(_ failure: UpstreamFailure, wasUsed: Bool) {
        self.upstream = nil
        guard wasUsed, !self.needsFreshConnection else {
            if !goesBack(failure, wasSent: true) { finish(.failure(failure.outgoing)) }
            return
        }
        self.needsFreshConnection = true
        connect()
    }

    func deadlinePassed() {
        finish(.failure(OutgoingFailure(isTimeout: true, "The operation has timed out.")))
    }

    func drain() {}

    /// Ends at once: the gateway stops, or nobody waits any more.
    func close() { finish(.failure(OutgoingFailure("The request was given up."))) }

    private func finish(_ result: Result<OutgoingResponse, OutgoingFailure>) {
        guard let end = self.end else { return }
        self.end = nil
        self.deadline = .max
        self.pool?.forget(self)
        self.pool = nil
        self.upstream?.close()
        self.upstream = nil
        self.loop.remove(backend: self)
        end(result)
    }
}

extension UpstreamFailure {
    /// The failure as policies see it.
    var outgoing: OutgoingFailure { OutgoingFailure(self.message, detail: self.detail) }
}

extension ByteBuffer {
    /// A whole request of a policy.
    mutating func writeRequest(_ request: OutgoingRequest) {
        writeString("\(request.method) \(request.target) HTTP/1.1\r\n")
        if !request.fields.contains(where: { $0.name.lowercased() == "host" }) {
            writeString("Host: \(request.service.authority)\r\n")
        }
        for field in request.fields { writeString("\(field.name): \(field.value)\r\n") }
        if !request.body.isEmpty || !["GET", "HEAD", "DELETE", "OPTIONS", "TRACE"].contains(request.method) {
            writeString("Content-Length: \(request.body.count)\r\n")
        }
        writeStaticString("\r\n")
        writeBytes(request.body)
    }
}
