// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetCredentials
import Synchronization

/// Calls through the gateway, each with a token of its own, from several workers at once.
struct DemoTraffic: Sendable {
    struct Outcome: Sendable {
        var calls = 0
        var failures = 0
        /// How many calls the backend saw with each client certificate, by thumbprint.
        var seen: [String: Int] = [:]
        /// What went wrong first.
        var firstFailure: String?
    }

    /// What has happened so far, shared by the workers.
    private final class Tally: Sendable {
        let outcome = Mutex(Outcome())
    }

    let caller: HTTPCaller
    let credential: CertificateCredential
    let scope: String
    let url: String

    /// Makes calls until `count` are done and `isEnough` says that what was waited for has been seen.
    ///
    /// - Parameters:
    ///   - count: The least number of calls.
    ///   - limit: The number at which it ends in any case.
    ///   - isEnough: Whether the backend has seen what it should.
    /// - Returns: What happened.
    func run(
        count: Int,
        limit: Int,
        until isEnough: @escaping @Sendable (Outcome) -> Bool = { _ in true }
    ) async -> Outcome {
        let tally = Tally()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    while true {
                        let number = tally.outcome.withLock { outcome -> Int? in
                            if outcome.calls >= limit || outcome.calls >= count && isEnough(outcome) { return nil }
                            outcome.calls += 1
                            return outcome.calls
                        }
                        guard let number else { return }
                        await call(number, tally)
                    }
                }
            }
        }
        return tally.outcome.withLock { $0 }
    }

    private func call(_ number: Int, _ tally: Tally) async {
        do {
            // Claims of its own make the credential ask for a token of its own: every call signs in afresh.
            let claims = #"{"access_token":{"nbf":{"essential":true,"value":"\#(number)"}}}"#
            let token = try await self.credential.token(for: self.scope, claims: claims)
            let reply = try await self.caller.call("GET", self.url, bearer: SecretBytes(utf8: token.exposedText))
            guard reply.status == 200, let thumbprint = reply.json?["clientCertificate"]?.string else {
                throw CommandFailure(
                    code: "refused",
                    message: "\(reply.status) \(String(decoding: reply.body.prefix(200), as: UTF8.self))"
                )
            }
            tally.outcome.withLock { $0.seen[thumbprint, default: 0] += 1 }
        } catch {
            tally.outcome.withLock { outcome in
                outcome.failures += 1
                outcome.firstFailure = outcome.firstFailure ?? "\(error)"
            }
        }
    }
}
