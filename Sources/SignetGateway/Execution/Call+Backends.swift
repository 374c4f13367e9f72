// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import SignetExpressions

// Pools and circuit breakers: which backend takes the call, and what is learnt from how it went.

extension Call {
    /// Chooses the member of a pool, and keeps calls back from what is tripped.
    ///
    /// - Returns: Whether there is a backend for the call; otherwise the answer is 503, as API Management's.
    func chooseBackend() -> Bool {
        self.state.destination.member = nil
        guard let backend = self.state.destination.backend else { return true }
        guard let pool = backend.pool else {
            guard let health = backend.health, health.isOpen(at: now) else { return true }
            return unavailable("Backend \(backend.id)", until: health.reopening)
        }
        let session = pool.sessionCookie.flatMap(cookie)
        guard let member = pool.choose(session: session, at: now, using: &self.state.randomness) else {
            let reopening = pool.members.compactMap { $0.backend.health?.reopening }.min()
            return unavailable("Backend pool \(backend.id)", until: reopening)
        }
        self.state.destination.member = member.backend
        self.state.destination.service = member.backend.url
        self.state.destination.session = pool.sessionCookie.flatMap { session == member.mark ? nil : ($0, member.mark) }
        return true
    }

    private var now: Date { self.environment.clock.now }

    private func unavailable(_ name: String, until reopening: Date?) -> Bool {
        let text = "\(name) is temporarily unavailable"
        respond(503, reason: text)
        self.state.responseBody = .written(Array(#"{ "statusCode": 503, "message": "\#(text)" }"#.utf8))
        self.state.response.append("Content-Type", "application/json")
        if let reopening {
            let seconds = max(1, min(reopening.timeIntervalSince(now).rounded(.up), 1e9))
            self.state.response.append("Retry-After", String(Int(seconds)))
        }
        return false
    }

    private func cookie(_ name: String) -> String? {
        for value in self.state.request.values(of: "Cookie") {
            for pair in value.split(separator: ";") {
                let pair = pair.drop { $0 == " " }
                if pair.prefix(while: { $0 != "=" }) == name { return String(pair.dropFirst(name.count + 1)) }
            }
        }
        return nil
    }

    private var health: BackendHealth? {
        (self.state.destination.member ?? self.state.destination.backend)?.health
    }

    /// The backend has answered.
    func recordAnswer() {
        if let session = self.state.destination.session {
            self.state.response.append("Set-Cookie", "\(session.name)=\(session.value); Path=/; HttpOnly")
        }
        guard let health else { return }
        let after = self.state.response.values(of: "Retry-After").first.flatMap(Int.init)
        let outcome = CircuitBreaker.Outcome.answered(
            status: self.state.response.status,
            retryAfter: after.map { TimeInterval(max(0, min($0, 86_400))) }
        )
        _ = health.record(outcome, at: now)
    }

    /// The backend has not answered.
    func recordFailure(_ error: CallError) {
        guard let health else { return }
        _ = health.record(.failed(reason: error.reason), at: now)
    }

    /// The certificate of the backend's own credentials, where no policy has attached one.
    func attachCertificate(of backend: Backend, _ step: PlanStep) throws(CallError) {
        guard self.state.certificate == nil, let name = backend.certificate else { return }
        do {
            self.state.certificate = try named(name)
        } catch {
            throw CallError(at: step, reason: "CertificateNotResolved", message: error.message, detail: error.detail)
        }
    }
}
