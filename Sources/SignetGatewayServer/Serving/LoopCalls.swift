// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import SignetGateway
import Synchronization

/// The requests of policies, over the connections of the loops in turn.
final class LoopCalls: OutgoingCalls {
    private let loops = Mutex<[LoopHandle]>([])
    private let turn = Atomic<Int>(0)

    /// Takes the loops into use.
    func use(_ loops: [LoopHandle]) {
        self.loops.withLock { $0 = loops }
    }

    private var next: LoopHandle? {
        let turn = self.turn.wrappingAdd(1, ordering: .relaxed).oldValue
        return self.loops.withLock { $0.isEmpty ? nil : $0[Int(UInt(bitPattern: turn) % UInt($0.count))] }
    }

    func send(_ request: OutgoingRequest) async throws(OutgoingFailure) -> OutgoingResponse {
        guard let handle = self.next else { throw OutgoingFailure("The gateway has stopped.") }
        let exchange = ExchangeHandle(handle)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                exchange.begin(request) { continuation.resume(returning: $0) }
            }
        } onCancel: {
            exchange.cancel()
        }
        return try result.get()
    }

    func post(_ request: OutgoingRequest) {
        guard let handle = self.next else { return }
        ExchangeHandle(handle).begin(request) { _ in }
    }
}

/// A request as other threads hold it.
private final class ExchangeHandle: Sendable {
    private struct State {
        var exchange: NIOLoopBound<OutgoingExchange>?
        var isCancelled = false
    }

    private let handle: LoopHandle
    private let state = Mutex(State())

    init(_ handle: LoopHandle) {
        self.handle = handle
    }

    func begin(_ request: OutgoingRequest, _ end: @escaping OutgoingExchange.End) {
        let handle = self.handle
        handle.eventLoop.execute {
            let exchange = handle.begin(request, end)
            let bound = NIOLoopBound(exchange, eventLoop: handle.eventLoop)
            let isCancelled = self.state.withLock { state in
                state.exchange = bound
                return state.isCancelled
            }
            if isCancelled { exchange.close() }
        }
    }

    func cancel() {
        let exchange = self.state.withLock { state in
            state.isCancelled = true
            return state.exchange
        }
        guard let exchange else { return }
        self.handle.eventLoop.execute { exchange.value.close() }
    }
}

/// Writes what `trace` says into the log.
struct LogTraceSink: TraceSink {
    let logger: Logger

    func record(_ record: TraceRecord) {
        let level: Logger.Level =
            switch record.severity {
            case "error": .error
            case "information": .info
            default: .debug
            }
        var metadata: Logger.Metadata = ["source": "\(record.source)", "activityId": "\(record.activityID)"]
        for item in record.metadata where metadata[item.name] == nil { metadata[item.name] = "\(item.value)" }
        self.logger.log(level: level, "\(record.message)", metadata: metadata)
    }
}
