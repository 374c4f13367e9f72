// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetPlatform
import Synchronization

/// Who is signed in to the portal.
struct PortalSession: Sendable {
    /// Who signed in by name and password; `nil` for whoever holds the administrator's certificate.
    let person: AdministratorSignIn.Person?
    /// What every form of the session carries, so that no other site can send one.
    let formToken: String
    let began: Date
    var used: Date
}

/// The sessions and the one-time codes that open them; both end with the process.
///
/// A session gets its name when a code was accepted, never before, so that nobody can plant one.
final class PortalSessions: Sendable {
    private struct State {
        var sessions: [String: PortalSession] = [:]
        var codes: [String: Date] = [:]
    }

    /// For how long a code opens a session.
    static let codeLife: TimeInterval = 600
    private static let idleLife: TimeInterval = 1_800
    private static let greatestLife: TimeInterval = 8 * 3_600
    private static let greatestCount = 200

    private let state = Mutex(State())

    /// Draws a code that opens one session.
    func issueCode(at now: Date) -> String {
        let code = PortalToken.random()
        self.state.withLock { state in
            state.codes = state.codes.filter { $0.value > now }
            if state.codes.count >= Self.greatestCount { state.codes.removeAll() }
            state.codes[code] = now.addingTimeInterval(Self.codeLife)
        }
        return code
    }

    /// Takes a code, once, for the name of a new session.
    func open(code: String, at now: Date) -> String? {
        self.state.withLock { state in
            guard let end = state.codes.removeValue(forKey: code), end > now else { return nil }
            return open(&state, nil, now)
        }
    }

    /// Draws the name of a new session of somebody who signed in.
    func open(for person: AdministratorSignIn.Person, at now: Date) -> String {
        self.state.withLock { open(&$0, person, now) }
    }

    private func open(_ state: inout State, _ person: AdministratorSignIn.Person?, _ now: Date) -> String {
        if state.sessions.count >= Self.greatestCount { state.sessions.removeAll() }
        let name = PortalToken.random()
        state.sessions[name] = PortalSession(
            person: person,
            formToken: PortalToken.random(),
            began: now,
            used: now
        )
        return name
    }

    /// The session with a name, as long as it was used lately.
    func session(_ name: String, at now: Date) -> PortalSession? {
        self.state.withLock { state in
            guard var session = state.sessions[name] else { return nil }
            guard now.timeIntervalSince(session.used) < Self.idleLife,
                now.timeIntervalSince(session.began) < Self.greatestLife
            else {
                state.sessions[name] = nil
                return nil
            }
            session.used = now
            state.sessions[name] = session
            return session
        }
    }

    func close(_ name: String) {
        _ = self.state.withLock { $0.sessions.removeValue(forKey: name) }
    }
}
