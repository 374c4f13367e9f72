// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The head of a request or an answer: its bytes as received, and a table of where everything stands.
///
/// A header that a policy sets is written behind the received bytes and entered in the table; one that it removes is
/// marked. So the head is read, changed and handed on without a text being made. A connection uses one value again and
/// again, which keeps its storage.
package struct MessageHead: Sendable {
    /// The received head, and behind it the lines that policies wrote.
    package internal(set) var bytes: [UInt8] = []
    /// The headers in order.
    package internal(set) var fields: [HeaderField] = []
    /// The length of the head as received.
    package internal(set) var receivedCount = 0
    /// The 0 or 1 of `HTTP/1.x`.
    package internal(set) var minorVersion: UInt8 = 1
    /// The method of a request.
    package internal(set) var methodRange = 0..<0
    /// Whether the method of a request is `HEAD`.
    package internal(set) var isHead = false
    /// The path and query of a request, without the authority of an absolute form.
    package internal(set) var targetRange = 0..<0
    /// The path of a request.
    package internal(set) var pathRange = 0..<0
    /// The authority of a request in absolute form.
    package internal(set) var authorityRange: Range<Int>?
    /// The status of an answer.
    package var status = 0
    /// The reason of an answer.
    package internal(set) var reasonRange = 0..<0
    /// The announced length of the body.
    package internal(set) var contentLength: Int?
    /// Whether the body comes in chunks.
    package internal(set) var isChunked = false
    /// Whether the sender keeps the connection.
    package internal(set) var keepsAlive = true
    /// Whether the sender waits for `100 Continue`.
    package internal(set) var expectsContinue = false
    /// Whether a header asks for a trace of the call.
    package internal(set) var asksForTrace = false
    /// Whether there is a trace context.
    package internal(set) var hasTraceParent = false
    /// Whether `Connection` names `Upgrade`.
    package internal(set) var namesUpgrade = false

    package init() {}

    mutating func reset() {
        self.bytes.removeAll(keepingCapacity: true)
        self.fields.removeAll(keepingCapacity: true)
        self.receivedCount = 0
        self.methodRange = 0..<0
        self.isHead = false
        self.targetRange = 0..<0
        self.pathRange = 0..<0
        self.authorityRange = nil
        self.status = 0
        self.reasonRange = 0..<0
        self.contentLength = nil
        self.isChunked = false
        self.keepsAlive = true
        self.expectsContinue = false
        self.namesUpgrade = false
        self.asksForTrace = false
        self.hasTraceParent = false
    }

    /// The text of a range of the head; bytes that are no UTF-8 are replaced.
    package func text(_ range: Range<Int>) -> String {
        String(decoding: self.bytes[range], as: UTF8.self)
    }

    /// The method of a request.
    package var method: String { text(self.methodRange) }

    /// The path and query of a request as they came.
    package var target: String { text(self.targetRange) }

    /// The query of a request as it came, without the question mark; `nil` where there is none.
    package var queryRange: Range<Int>? {
        self.pathRange.upperBound < self.targetRange.upperBound
            ? self.pathRange.upperBound + 1..<self.targetRange.upperBound : nil
    }

    /// The host and port that the request was sent to.
    package var authority: String {
        if let range = self.authorityRange { return text(range) }
        return self.fields.first { $0.name == .host }.map { text($0.valueRange) } ?? ""
    }

    /// Whether the method is `name`.
    package func isMethod(_ name: StaticString) -> Bool {
        guard self.methodRange.count == name.utf8CodeUnitCount else { return false }
        return name.withUTF8Buffer { unsafe self.bytes[self.methodRange].elementsEqual($0) }
    }
}
