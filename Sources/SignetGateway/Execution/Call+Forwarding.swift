// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetPolicies

extension Call {
    /// Where the request goes, if it does.
    package var endpoint: Endpoint? {
        if let backend = self.state.destination.member ?? self.state.destination.backend { return backend.endpoint }
        return self.state.destination.service?.endpoint
    }

    /// Makes everything ready for sending.
    ///
    /// - Returns: Whether the request is sent; otherwise an answer of the gateway's own is there.
    func prepareForwarding(_ step: PlanStep) throws(CallError) -> Bool {
        guard chooseBackend() else { return false }
        guard let service = self.state.destination.service else {
            throw CallError(
                at: step,
                reason: "BackendNotFound",
                message: "The API has no service URL, and no policy has set one."
            )
        }
        guard case .forwardRequest(let forward) = step.statement else { return false }
        let timeout = try integer(forward.timeout, step)
        let (milliseconds, overflows) = timeout.multipliedReportingOverflow(
            by: forward.timeoutUnit == .seconds ? 1000 : 1
        )
        self.state.timeoutMilliseconds = overflows ? .max : max(0, milliseconds)
        if let backend = self.state.destination.member ?? self.state.destination.backend {
            addCredentials(of: backend)
            try attachCertificate(of: backend, step)
        }
        setHost(service)
        setForwardedFor()
        propagateTraceContext()
        return true
    }

    /// Hands the caller's trace context on with the gateway as the parent (W3C Trace Context §3.4); a malformed one ends.
    private func propagateTraceContext() {
        guard self.state.request.hasTraceParent,
            let range = self.state.request.firstValueRange(of: "traceparent")
        else { return }
        let parent = TraceParent(self.state.request.text(range))
        self.state.request.remove("traceparent")
        guard let parent else { return self.state.request.remove("tracestate") }
        let own = parent.child(span: self.state.randomness.next())
        self.state.traceParent = own
        self.state.request.append("traceparent", own.text)
    }

    private func addCredentials(of backend: Backend) {
        for (name, values) in backend.headers {
            self.state.request.remove(name)
            for value in values {
                value.withExposedBytes { _ = self.state.request.append(name, String(decoding: $0, as: UTF8.self)) }
            }
        }
        guard !backend.query.isEmpty else { return }
        var query = currentQuery
        for (name, values) in backend.query {
            query.remove(name)
            for value in values {
                value.withExposedBytes { query.items.append((name, String(decoding: $0, as: UTF8.self))) }
            }
        }
        self.state.destination.query = query.text
    }

    /// The backend's own name, unless a policy wrote another.
    private func setHost(_ service: ServiceURL) {
        var isWritten = false
        for index in self.state.request.fields.indices where self.state.request.fields[index].name == .host {
            guard !self.state.request.fields[index].isDropped else { continue }
            if self.state.request.fields[index].isOwn { isWritten = true } else { self.state.request.drop(at: index) }
        }
        guard !isWritten else { return }
        // No policy wrote it: another backend of the same call gets its own.
        guard let line = service.hostLine else { return }
        self.state.request.append(line)
        self.state.request.markReceived()
    }

    private func setForwardedFor() {
        guard !self.state.isForwardedForSet else { return }
        self.state.isForwardedForSet = true
        var addresses = ""
        for index in self.state.request.fields.indices
        where self.state.request.fields[index].name == .forwardedFor && !self.state.request.fields[index].isDropped {
            addresses += "\(self.state.request.text(self.state.request.fields[index].valueRange)), "
            self.state.request.drop(at: index)
        }
        if !addresses.isEmpty {
            self.state.request.append("X-Forwarded-For", addresses + self.state.caller.ipAddress)
        } else if let line = self.state.caller.forwardedForLine {
            self.state.request.append(line)
        }
    }
}
