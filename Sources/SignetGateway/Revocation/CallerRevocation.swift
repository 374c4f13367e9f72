// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
package import SignetCore
import Synchronization

/// What authorities say about the certificates of callers, kept for all calls.
///
/// Lists are asked first (RFC 5280), responders where a certificate names no list (RFC 6960). Only certificates that lead to
/// a trusted authority are asked about: what others name as an address is never called.
package final class CallerRevocation: Sendable {
    private struct Answer {
        let status: RevocationStatus
        let until: Date
    }

    private static let capacity = 10_000
    /// How long what a list says is kept: the list itself is asked for again as often.
    private static let listLifetime: TimeInterval = 3_600
    private static let responderLifetime: TimeInterval = 600
    /// How long nobody is asked again who could not answer.
    private static let pause: TimeInterval = 30

    private let clock: any TimeSource
    private let outgoing: any OutgoingCalls
    private let lists: RevocationListStore
    private let answers = Mutex<[RevocationQuestion.Key: Answer]>([:])
    private let flights = SingleFlight<RevocationQuestion.Key, Void>()

    package init(outgoing: any OutgoingCalls, clock: any TimeSource) {
        self.clock = clock
        self.outgoing = outgoing
        self.lists = RevocationListStore { address in
            var request = try OutgoingRequest(method: "GET", url: address)
            request.timeoutMilliseconds = 10_000
            let response = try await outgoing.send(request)
            guard response.status == 200 else { throw RevocationListStore.Failure.unreachable }
            return response.body
        }
    }

    /// An answer that is there already.
    package func known(_ question: RevocationQuestion) -> RevocationStatus? {
        let now = self.clock.now
        return self.answers.withLock { answers in
            answers[question.key].flatMap { now < $0.until ? $0.status : nil }
        }
    }

    /// Asks, all at the same time, and keeps the answers; who asks what is being asked waits for the same answer.
    package func ask(_ questions: [RevocationQuestion]) async {
        await withDiscardingTaskGroup { group in
            for question in questions {
                group.addTask {
                    try? await self.flights.value(for: question.key) { [weak self] in
                        guard let self else { return }
                        self.keep(await self.answer(question), question.key)
                    }
                }
            }
        }
    }

    private func keep(_ answer: Answer, _ key: RevocationQuestion.Key) {
        self.answers.withLock { answers in
            if answers.count >= Self.capacity { answers.removeAll() }
            answers[key] = answer
        }
    }

    private func answer(_ question: RevocationQuestion) async -> Answer {
        let now = self.clock.now
        if let answer = await answerOfLists(question, now) { return answer }
        let unknown = Answer(status: .unknown, until: now.addingTimeInterval(Self.pause))
        guard question.sources.lists.isEmpty, !question.sources.responders.isEmpty else { return unknown }
        let status = await StatusResponder(outgoing: self.outgoing).status(question, at: now)
        guard status != .unknown else { return unknown }
        return Answer(status: status, until: now.addingTimeInterval(Self.responderLifetime))
    }

    /// What the first list says that can be had.
    private func answerOfLists(_ question: RevocationQuestion, _ now: Date) async -> Answer? {
        guard let issuer = question.issuers.first else { return nil }
        for address in question.sources.lists {
            guard let list = try? await self.lists.list(at: address, now: now), list.speaks(for: issuer, at: now) else {
                continue
            }
            let end = now.addingTimeInterval(Self.listLifetime)
            return Answer(
                status: list.revokes(question.certificate) ? .revoked : .good,
                until: list.nextUpdate.map { min($0, end) } ?? end
            )
        }
        return nil
    }
}
