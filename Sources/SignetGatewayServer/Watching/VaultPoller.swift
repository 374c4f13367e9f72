// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import SignetCore
import SignetCredentials
import SignetGateway
import Synchronization

/// Asks key vaults for the secrets that a configuration names, each at its own time; what was good stays.
final class VaultPoller: Sendable {
    private struct State {
        var references: Set<VaultReference> = []
        var contents = VaultContents()
        var due: [VaultReference: Date] = [:]
        /// Grows with every change of a secret.
        var generation = 0
        var failures: [VaultReference: Int] = [:]
    }

    /// For how long the start waits for vaults that do not answer.
    private static let patience = Duration.seconds(10)

    private let state = Mutex(State())
    private let access: KeyVaultAccess?
    private let clock: any TimeSource
    private let logger: Logger

    init(access: KeyVaultAccess?, clock: any TimeSource, logger: Logger) {
        self.access = access
        self.clock = clock
        self.logger = logger
    }

    /// What is known, and a number that tells one state of it from another.
    var snapshot: (contents: VaultContents, generation: Int) { self.state.withLock { ($0.contents, $0.generation) } }

    /// Follows the secrets of a configuration from now on.
    func follow(_ references: [VaultReference]) {
        self.state.withLock { state in
            state.references = Set(references)
            state.contents.keep(only: state.references)
            state.due = state.due.filter { state.references.contains($0.key) }
        }
    }

    /// Asks for everything that is due, and waits for the answers, but not for ever.
    func refresh() async {
        let now = self.clock.now
        let due = self.state.withLock { state in
            state.references.filter { (state.due[$0] ?? .distantPast) <= now }
        }
        guard !due.isEmpty else { return }
        let (clock, patience) = (self.clock, Self.patience)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await withDiscardingTaskGroup { looks in
                    for reference in due { looks.addTask { await self.look(reference) } }
                }
            }
            group.addTask { try? await clock.sleep(for: patience) }
            await group.next()
            group.cancelAll()
        }
    }

    private func look(_ reference: VaultReference) async {
        do {
            guard let access = self.access else {
                return failed(reference, "Unconfigured", "the gateway was given no access to key vaults")
            }
            let secret = try await access.read(reference)
            let now = self.clock.now
            self.state.withLock { state in
                guard state.references.contains(reference) else { return }
                if state.contents.set(secret, for: reference, at: now) { state.generation += 1 }
                state.failures[reference] = nil
                state.due[reference] =
                    reference.isPinned ? .distantFuture : now.addingTimeInterval(self.pause(access.interval))
            }
        } catch is CancellationError {
            failed(reference, "Timeout", "the key vault did not answer in time")
        } catch {
            let error = error as? CredentialError
            let code = error?.refusal?.error ?? error.map { "\($0.code)" } ?? "Unavailable"
            failed(reference, code, error?.message ?? "the key vault could not be asked")
        }
    }

    private func failed(_ reference: VaultReference, _ code: String, _ message: String) {
        let now = self.clock.now
        let isNew = self.state.withLock { state -> Bool in
            guard state.references.contains(reference) else { return false }
            let former = state.contents[reference]?.status
            state.contents.fail(reference, code: code, message: message, at: now)
            let failures = (state.failures[reference] ?? 0) + 1
            state.failures[reference] = failures
            // Sooner than the interval at first: somebody may be waiting for the first content.
            let interval = self.access.map { self.pause($0.interval) } ?? 60
            let soon = 2.0 * Double(1 << min(failures - 1, 5))
            state.due[reference] = now.addingTimeInterval(min(interval, soon))
            if state.contents[reference]?.secret == nil, former == nil { state.generation += 1 }
            return former?.message != message
        }
        guard isNew else { return }
        let kept = self.state.withLock { $0.contents[reference]?.secret != nil }
        self.logger.warning(
            "A key vault did not give its secret\(kept ? "; the last good one stays in use" : "").",
            metadata: [
                "secretIdentifier": "\(reference.secretIdentifier)", "error": "\(code)", "reason": "\(message)",
            ]
        )
    }

    /// The interval, give or take a tenth, so that many gateways do not ask at once.
    private func pause(_ interval: Duration) -> TimeInterval {
        let seconds = Double(interval.components.seconds) + Double(interval.components.attoseconds) * 1e-18
        return max(seconds, 0.05) * Double.random(in: 0.9...1.1)
    }

    /// Asks again and again until the task is cancelled.
    func run(every pause: Duration) async {
        guard self.access != nil else { return }
        while !Task.isCancelled {
            do { try await self.clock.sleep(for: pause) } catch { return }
            await refresh()
        }
    }
}
