// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import NIOSSL
import NIOTLS
import SignetGateway

/// A connection of a caller over TLS until its handshake has settled who calls and in which protocol.
final class FrontDoor: ChannelInboundHandler, LoopMember, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let loop: LoopState
    private let pools: UpstreamPools
    private let chains: CallerChains
    private var context: ChannelHandlerContext?
    var registration: Int?
    private(set) var deadline: Int

    init(loop: LoopState, pools: UpstreamPools, chains: CallerChains) {
        self.loop = loop
        self.pools = pools
        self.chains = chains
        self.deadline = loop.tick + loop.limits.headTicks
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        self.loop.add(caller: self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        self.loop.remove(caller: self)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? TLSUserEvent, case .handshakeCompleted(let name) = event {
            do { try open(context, name) } catch {
                self.loop.logger.debug("A connection could not be opened.", metadata: ["error": "\(error)"])
                context.close(promise: nil)
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// Puts in its place what speaks the protocol that was settled.
    private func open(_ context: ChannelHandlerContext, _ name: String?) throws {
        let pipeline = context.pipeline.syncOperations
        let leaf = try pipeline.handler(type: NIOSSLServerHandler.self).peerCertificate
        let caller = Caller(
            ipAddress: context.channel.remoteAddress?.ipAddress ?? "",
            isTLS: true,
            localPort: context.channel.localAddress?.port ?? 0,
            certificate: leaf.flatMap(self.chains.certificate)
        )
        if name == "h2" {
            try HTTP2Connection.configure(context.channel, self.loop, self.pools, caller)
        } else {
            try pipeline.addHandler(FrontHandler(loop: self.loop, pools: self.pools, caller: caller))
        }
        pipeline.removeHandler(context: context, promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.loop.logger.debug("A handshake of a caller failed.", metadata: ["error": "\(error)"])
        context.close(promise: nil)
    }

    func deadlinePassed() { close() }

    func drain() { close() }

    func close() {
        self.deadline = .max
        self.context?.close(promise: nil)
    }
}
