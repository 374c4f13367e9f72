// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// A connection that speaks HTTP/1.1 with the platform; TLS comes before it.
struct PlatformChannel: ServerChildChannel {
    /// A connection with the work that goes on for it.
    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let work: ConnectionWork
    }

    private let responder: PlatformResponder
    private let guards: @Sendable () -> ConnectionGuard
    private let date: DateField

    /// Describes the connections of a port.
    ///
    /// - Parameters:
    ///   - responder: Who answers.
    ///   - count: How many connections each address has open.
    ///   - date: The time as answers tell it.
    init(_ responder: PlatformResponder, _ count: ConnectionCount, _ date: DateField) {
        self.responder = responder
        self.date = date
        let figures = responder.figures
        let limits = responder.limits
        self.guards = { ConnectionGuard(limits, count) { figures.countLimit($0) } }
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let limits = self.responder.limits
        return channel.eventLoop.makeCompletedFuture {
            var heads = NIOHTTPDecoderLimitConfiguration()
            heads.maxHeaderFieldSize = limits.headerFieldBytes
            heads.maxHeaderListSize = limits.headerBytes
            heads.maxHeaderFieldCount = limits.headerFields
            let work = ConnectionWork()
            let pipeline = channel.pipeline.syncOperations
            let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: heads)
            try pipeline.addHandler(ByteToMessageHandler(decoder))
            try pipeline.addHandler(self.guards())
            try pipeline.addHandler(RequestHandler(self.responder, self.date, work))
            return Value(channel: channel, work: work)
        }
    }

    func handle(value: Value, logger: Logger) async {
        await withTaskCancellationHandler {
            try? await value.channel.closeFuture.get()
            await value.work.finish()
        } onCancel: {
            value.channel.close(promise: nil)
        }
    }
}
