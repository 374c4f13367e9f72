// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1

/// What one connection has received and what is next: requests are answered one after the other.
///
/// What comes in while a request is being answered waits; the connection is not read on meanwhile.
struct RequestQueue {
    /// A request that is complete, or too large to be completed.
    struct Complete {
        let head: HTTPRequestHead
        let body: [UInt8]
        let isTooLarge: Bool
    }

    enum Step {
        case answer(Complete)
        /// Says 100: the client waits for that before it sends the body (RFC 9110 §10.1.1).
        case invite
        /// Says 400; nothing that follows can be understood.
        case refuse
        /// Sends no more, and waits until the client has gone.
        case end
        /// Ends the connection.
        case close
    }

    private enum Event {
        case part(HTTPServerRequestPart)
        case malformed
        case inputEnd
    }

    private struct Assembly {
        let head: HTTPRequestHead
        var body: [UInt8] = []
        /// Whether it was answered before its end, so that the rest means nothing.
        var isAnswered = false
    }

    private let greatestBody: Int
    private var events = CircularBuffer<Event>(initialCapacity: 4)
    private var assembly: Assembly?
    private var isOver = false
    /// Whether the connection ends behind the request in progress, and whether all at once.
    private var isLast = false
    private var isQuiescing = false
    /// Whether a request is being answered.
    private(set) var isAnswering = false

    /// Whether the connection ends behind the answer that is due.
    var endsBehindAnswer: Bool { self.isLast || self.isQuiescing }

    init(greatestBody: Int) {
        self.greatestBody = greatestBody
    }

    mutating func receive(_ part: HTTPServerRequestPart) { if !self.isOver { self.events.append(.part(part)) } }

    /// The bytes that follow are no HTTP.
    mutating func receiveMalformed() { if !self.isOver { self.events.append(.malformed) } }

    /// The client sends no more.
    mutating func receiveInputEnd() { self.events.append(.inputEnd) }

    /// The server is on its way down: the request in progress is the last one.
    mutating func quiesce() { self.isQuiescing = true }

    /// The answer in progress was written.
    mutating func finishAnswer() { self.isAnswering = false }

    /// The next thing to do; `nil` where something has to happen first.
    mutating func next() -> Step? {
        guard !self.isAnswering else { return nil }
        guard !self.isOver else {
            // Whoever was sent away has gone.
            let hasGone = self.events.contains { if case .inputEnd = $0 { true } else { false } }
            self.events.removeAll()
            return hasGone ? .close : nil
        }
        if self.endsBehindAnswer, self.assembly?.isAnswered ?? true { return over(self.isQuiescing ? .close : .end) }
        while let event = self.events.popFirst() {
            switch event {
            case .part(let part): if let step = take(part) { return step }
            case .malformed: return over(self.assembly?.isAnswered ?? false ? .end : .refuse)
            case .inputEnd: return over(.close)
            }
        }
        return nil
    }

    private mutating func over(_ step: Step) -> Step {
        self.isOver = true
        self.assembly = nil
        self.events.removeAll()
        return step
    }

    private mutating func begin(_ complete: Complete) -> Step {
        self.isAnswering = true
        self.isLast = self.isLast || !complete.head.isKeepAlive
        return .answer(complete)
    }

    private mutating func take(_ part: HTTPServerRequestPart) -> Step? {
        switch part {
        case .head(let head):
            let length = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
            self.assembly = Assembly(head: head)
            guard length <= self.greatestBody else {
                // Whether the body follows all the same is not known: what comes next could be either.
                self.isLast = self.isLast || head.awaitsInvitation
                return tooLarge()
            }
            self.assembly?.body.reserveCapacity(length)
            return head.awaitsInvitation ? .invite : nil
        case .body(let buffer):
            guard let assembly = self.assembly, !assembly.isAnswered else { return nil }
            guard assembly.body.count + buffer.readableBytes <= self.greatestBody else { return tooLarge() }
            self.assembly?.body.append(contentsOf: buffer.readableBytesView)
        case .end:
            guard let assembly = self.assembly else { return nil }
            self.assembly = nil
            guard !assembly.isAnswered else { return nil }
            return begin(Complete(head: assembly.head, body: assembly.body, isTooLarge: false))
        }
        return nil
    }

    private mutating func tooLarge() -> Step? {
        guard let head = self.assembly?.head else { return nil }
        self.assembly = Assembly(head: head, isAnswered: true)
        return begin(Complete(head: head, body: [], isTooLarge: true))
    }
}

extension HTTPRequestHead {
    /// Whether the client sends the body only after a 100; one that speaks HTTP/1.0 would not understand it.
    fileprivate var awaitsInvitation: Bool {
        self.version == .http1_1 && self.headers.first(name: "expect")?.lowercased() == "100-continue"
    }
}
