// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetPlatform

/// What happens to a request for a token in place of, or around, its answer.
struct Fault: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        /// A refusal with any number.
        case refusal(ServiceRefusal)
        /// A status without a body that the service would send: what a proxy between answers.
        case status(Int, retryAfter: Int?)
        /// The true answer, late.
        case slow(milliseconds: Int)
        /// The connection ends with a reset before an answer.
        case reset
        /// Head and half of the true answer's body, then the connection ends.
        case cut
    }

    private static let greatestPause = 50_000

    let kind: Kind
    /// The client it is meant for; `nil` takes whoever comes.
    let clientID: String?
    /// How many more requests it happens to.
    var count: Int

    /// Reads `{"kind","count","clientId",…}`; the text says what is wrong with it.
    static func parse(_ value: JSONValue) -> Result<Fault, FaultMistake> {
        guard let object = value.object else { return .failure(FaultMistake("a fault is an object")) }
        let known = ["kind", "count", "clientId", "retryAfter", "status", "number", "error", "message", "seconds"]
        if let stranger = object.members.first(where: { !known.contains($0.name) }) {
            return .failure(FaultMistake("'\(stranger.name)' is no member of a fault; there are: \(known)"))
        }
        guard let count = object["count"].map({ $0.integer }) ?? 1, (1...1_000_000).contains(count) else {
            return .failure(FaultMistake("'count' is a number from 1 to 1000000"))
        }
        return kind(object)
            .map { kind in
                Fault(kind: kind, clientID: object["clientId"]?.string?.lowercased(), count: count)
            }
    }

    private static func kind(_ object: JSONObject) -> Result<Kind, FaultMistake> {
        let retryAfter = object["retryAfter"]?.integer
        switch object["kind"]?.string {
        case "throttle":
            return .success(.refusal(.tooManyRequests(retryAfter: max(0, retryAfter ?? 1))))
        case "status":
            guard let status = object["status"]?.integer, (400...599).contains(status) else {
                return .failure(FaultMistake("'status' is a number from 400 to 599"))
            }
            return .success(.status(status, retryAfter: retryAfter))
        case "refusal":
            guard let number = object["number"]?.integer, number > 0 else {
                return .failure(FaultMistake("'number' is the number behind AADSTS"))
            }
            var refusal = ServiceRefusal.of(number: number)
            if let error = object["error"]?.string { refusal.error = error }
            if let message = object["message"]?.string { refusal.message = message }
            if let status = object["status"]?.integer, (400...599).contains(status) { refusal.status = status }
            refusal.retryAfter = retryAfter
            return .success(.refusal(refusal))
        case "slow":
            guard case .number(let number) = object["seconds"], let seconds = number.double, seconds >= 0,
                seconds * 1_000 <= Double(Self.greatestPause)
            else { return .failure(FaultMistake("'seconds' is a number from 0 to \(Self.greatestPause / 1_000)")) }
            return .success(.slow(milliseconds: Int(nearest: seconds * 1_000)))
        case "reset": return .success(.reset)
        case "cut": return .success(.cut)
        default: return .failure(FaultMistake("'kind' is one of throttle, status, refusal, slow, reset, cut"))
        }
    }

    /// The fault as it was ordered, with what is left of it.
    var description: JSONValue {
        var object: JSONObject = ["count": .number(self.count)]
        if let clientID = self.clientID { object["clientId"] = .string(clientID) }
        switch self.kind {
        case .refusal(let refusal):
            object["kind"] = "refusal"
            object["number"] = .number(refusal.number)
            object["status"] = .number(refusal.status)
        case .status(let status, _):
            object["kind"] = "status"
            object["status"] = .number(status)
        case .slow(let milliseconds):
            object["kind"] = "slow"
            object["milliseconds"] = .number(milliseconds)
        case .reset: object["kind"] = "reset"
        case .cut: object["kind"] = "cut"
        }
        return .object(object)
    }
}

/// What is wrong with an order.
struct FaultMistake: Error, Equatable {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}
