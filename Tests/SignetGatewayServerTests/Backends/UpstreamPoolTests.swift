// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import SignetGateway
import Testing

@testable import SignetGatewayServer

/// Who waits for a connection gets one, whatever becomes of those of others.
@Suite(.timeLimit(.minutes(15))) struct UpstreamPoolTests {
    /// What happens to a connection when its call is over.
    enum End: CaseIterable {
        /// The backend keeps it.
        case released
        /// The backend closes it.
        case closed
        /// It is free, but its certificate has been replaced meanwhile.
        case releasedAfterRotation
        /// The backend closes it, and its certificate has been replaced meanwhile.
        case closedAfterRotation

        var rotates: Bool { self == .releasedAfterRotation || self == .closedAfterRotation }
        var releases: Bool { self == .released || self == .releasedAfterRotation }
    }

    /// Calls that are made at the same time: each ends its own on the next turn of the loop.
    private final class Callers {
        let pool: UpstreamPool
        let end: End
        private var callers: [Caller] = []
        private var missing: Int
        private let done: EventLoopPromise<Void>

        init(_ count: Int, _ pool: UpstreamPool, _ end: End, done: EventLoopPromise<Void>) {
            self.pool = pool
            self.end = end
            self.missing = count
            self.done = done
            self.callers = (0..<count).map { _ in Caller(self) }
        }

        func start() {
            for caller in self.callers {
                if let upstream = self.pool.acquire(caller) { caller.connected(upstream) }
            }
        }

        func served(_ upstream: UpstreamHandler) {
            if self.end.rotates, !self.pool.isRetired { self.pool.retire() }
            self.missing -= 1
            if self.missing == 0 { self.done.succeed() }
            let bound = NIOLoopBound((self, upstream), eventLoop: self.done.futureResult.eventLoop)
            self.done.futureResult.eventLoop.execute {
                let (callers, upstream) = bound.value
                if callers.end.releases { callers.pool.release(upstream) } else { upstream.close() }
            }
        }

        func failed(_ failure: UpstreamFailure) { self.done.fail(failure) }
    }

    private final class Caller: UpstreamCaller {
        private unowned let callers: Callers

        init(_ callers: Callers) { self.callers = callers }

        var answerHead: AnswerHead { AnswerHead(MessageHead(), toHead: false) }
        let needsFreshConnection = false
        let hasSentRequest = true

        func parseResponse(_ input: Span<UInt8>, limits: HeadLimits) -> HeadParse { .incomplete }
        func connected(_ upstream: UpstreamHandler) {
            upstream.begin(self)
            self.callers.served(upstream)
        }
        func connectionFailed(_ failure: UpstreamFailure) { self.callers.failed(failure) }
        func upstreamWritabilityChanged() {}
        func forwardInterim() {}
        func headArrived(_ framing: BodyFraming) -> AnswerReception { .reads }
        func receive(_ received: inout ByteBuffer, _ framing: inout BodyFraming) -> Bool { true }
        func answerWithoutBackend() {}
        func answerCompleted() {}
        func answerCutOff() {}
        func upstreamClosed(_ failure: UpstreamFailure, wasUsed: Bool) {}
    }

    @Test(arguments: End.allCases) func servesEveryoneWhoWaits(_ end: End) async throws {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let backend = try await ScriptedBackend { _, _ in .more }
        let endpoint = Endpoint(try ServiceURL(backend.url))
        let makeState = try TestLoop.stateMaker(on: eventLoop)
        let served = eventLoop.flatSubmit {
            let state = makeState()
            let done = eventLoop.makePromise(of: Void.self)
            let pool = UpstreamPool(endpoint: endpoint, certificate: nil, loop: state)
            // More than are connected at once.
            let callers = Callers(state.limits.connecting * 3, pool, end, done: done)
            callers.start()
            let bound = NIOLoopBound((callers, state), eventLoop: eventLoop)
            return done.futureResult.always { _ in bound.value.1.stop() }
        }
        try await served.get()
    }
}
