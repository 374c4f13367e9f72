// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Notices that a backend begins a second handshake on a connection of TLS 1.2: so IIS and Apache ask for a client certificate
/// once they know which path is asked for.
final class RenegotiationWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private var records: RecordStream
    private let noticed: () -> Void

    /// - Parameters:
    ///   - records: Where the stream stands.
    ///   - noticed: Told once.
    init(records: RecordStream, noticed: @escaping () -> Void) {
        self.records = records
        self.noticed = noticed
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let begins = self.records.pass(
            over: unwrapInboundIn(data).readableBytesView,
            lookingFor: RecordStream.handshake
        )
        if begins { self.noticed() }
        context.fireChannelRead(data)
        if begins { context.pipeline.syncOperations.removeHandler(self, promise: nil) }
    }
}
