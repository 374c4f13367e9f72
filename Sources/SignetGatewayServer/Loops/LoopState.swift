// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import NIOCore
import SignetCore
import SignetExpressions
import SignetGateway

/// What all connections of one event loop share: the configuration in use, the clock, the list of connections.
///
/// Only the loop's own thread touches it. What all loops share is handed over as values.
final class LoopState {
    let eventLoop: any EventLoop
    let limits: GatewayLimits
    let environment: ExpressionEnvironment
    let services: GatewayServices
    let contexts: ClientContexts
    let logger: Logger
    /// Where accounts of calls go.
    let accounts: LoopAccounts
    /// What this loop has counted.
    let metrics = LoopMetrics()
    private var lines = ByteBuffer()
    /// The configuration for the calls that begin now.
    private(set) var configuration: GatewayConfiguration
    /// Tenths of a second since the loop began.
    private(set) var tick = 0
    /// Whether connections end with the call that is under way.
    private(set) var isDraining = false
    private var callers = LoopMembers()
    private var backends = LoopMembers()
    private var dateField: (tick: Int, buffer: ByteBuffer)?
    private var identities = RequestIdentitySource()
    private var ticking: RepeatedTask?
    private var drained: EventLoopPromise<Void>?

    init(
        eventLoop: any EventLoop,
        configuration: GatewayConfiguration,
        limits: GatewayLimits,
        environment: ExpressionEnvironment,
        services: GatewayServices,
        contexts: ClientContexts,
        accounts: LoopAccounts = LoopAccounts(),
        logger: Logger
    ) {
        self.accounts = accounts
        self.eventLoop = eventLoop
        self.configuration = configuration
        self.limits = limits
        self.environment = environment
        self.services = services
        self.contexts = contexts
        self.logger = logger
    }

    /// Starts the clock: one tick serves the deadlines of all connections, since a timer for each call would cost more
    /// than its policies.
    func start() {
        let bound = NIOLoopBound(self, eventLoop: self.eventLoop)
        self.ticking = self.eventLoop
            .scheduleRepeatedTask(initialDelay: .milliseconds(100), delay: .milliseconds(100)) { _ in
                bound.value.advance()
            }
    }

    private func advance() {
        self.tick += 1
        for member in self.callers.overdue(at: self.tick) { member.deadlinePassed() }
        for member in self.backends.overdue(at: self.tick) { member.deadlinePassed() }
        flushLog()
    }

    /// Keeps a line of the access log until the next tick.
    func log(_ line: String) {
        self.lines.writeString(line)
        self.lines.writeStaticString("\n")
        if self.lines.readableBytes > 256 * 1024 { flushLog() }
    }

    private func flushLog() {
        guard self.lines.readableBytes > 0, let log = self.accounts.accessLog else { return }
        log.append(self.lines)
        self.lines = ByteBuffer()
    }

    /// How many connections and streams callers have.
    var callerCount: Int { self.callers.count }

    /// The field `Date` of the answers of this tick, written at most once in it.
    func date() -> ByteBuffer {
        if let field = self.dateField, field.tick == self.tick { return field.buffer }
        let buffer = ByteBuffer(string: "Date: \(Timestamp.http(self.environment.clock.now))\r\n")
        self.dateField = (self.tick, buffer)
        return buffer
    }

    /// The identity of the next call.
    func nextIdentity() -> RequestIdentity { RequestIdentity(&self.identities) }

    /// Takes another configuration into use for the calls that begin from now on.
    func use(_ configuration: GatewayConfiguration) {
        self.configuration = configuration
    }

    func add(caller: any LoopMember) {
        self.callers.add(caller)
        if self.isDraining { caller.drain() }
    }

    func remove(caller: any LoopMember) {
        self.callers.remove(caller)
        finishDraining()
    }

    func add(backend: any LoopMember) {
        self.backends.add(backend)
    }

    func remove(backend: any LoopMember) {
        self.backends.remove(backend)
    }

    /// Lets no connection outlive its call from now on; those that are free stay until ``drain()``.
    func announceDraining() {
        self.isDraining = true
    }

    /// Lets the calls under way end and closes every connection as soon as it is free.
    ///
    /// - Returns: Succeeds when no caller is left.
    func drain() -> EventLoopFuture<Void> {
        let promise = self.drained ?? self.eventLoop.makePromise(of: Void.self)
        self.drained = promise
        self.isDraining = true
        for caller in self.callers.all { caller.drain() }
        finishDraining()
        return promise.futureResult
    }

    private func finishDraining() {
        if self.callers.isEmpty { endDraining() }
    }

    private func endDraining() {
        self.drained?.succeed()
        self.drained = nil
    }

    /// Ends everything at once, and with it the wait for callers to leave.
    func stop() {
        self.ticking?.cancel()
        self.isDraining = true
        for caller in self.callers.all { caller.close() }
        for backend in self.backends.all { backend.close() }
        endDraining()
        flushLog()
    }
}
