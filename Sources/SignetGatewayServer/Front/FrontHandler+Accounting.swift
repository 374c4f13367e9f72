// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import SignetCore
import SignetGateway

// What is written down about calls: numbers, lines of the access log, traces.

extension FrontHandler {
    /// A call begins.
    func beginAccount() {
        self.callStart = .now()
        self.isCallOpen = true
        self.presented = nil
    }

    /// The head of the answer is about to be written: where there is a trace, it says where.
    func announceTrace(of call: Call) {
        guard call.state.trace != nil, let trace = call.finishTrace(location: self.loop.accounts.traceLocation)
        else { return }
        self.loop.accounts.traces.keep(trace.id, trace.document)
    }

    /// A call has ended; 0 stands for one that got no whole answer.
    func endAccount(status: Int) {
        if self.isCallOpen { endAccount(of: self.call, status: status) }
    }

    /// A call that is under way has ended.
    func endAccount(of call: Call, status: Int) {
        self.isCallOpen = false
        let duration = NIODeadline.now() - self.callStart
        self.loop.metrics.count(
            call.state.plan?.api,
            status: status,
            duration: duration,
            certificate: self.presented
        )
        guard self.loop.accounts.accessLog != nil else { return }
        self.loop.log(
            AccessLogEntry.line(
                call,
                status: status,
                duration: duration,
                backend: call.isForwarded ? call.endpoint : nil,
                certificate: self.presented
            )
        )
    }

    func renegotiated(_ report: HandshakeReport) {
        traceHandshake(report)
    }

    /// What the handshake of the connection came to, for a trace.
    func traceHandshake(_ report: HandshakeReport?) {
        guard self.call.state.trace != nil, let report else { return }
        self.call.trace("backend", "forward-request", ["message": .string(report.text), "handshake": report.document])
    }
}
