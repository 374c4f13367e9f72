// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetPlatform

/// `/testing/clock` and `/testing/faults`: there only where the server was started for tests.
struct TestingSurface: Sendable {
    static let route = "testing"

    let clock: VirtualClock
    let faults: FaultPlan
    /// What opens it, beside the administrator's token: a moved clock ends every token, and not this key.
    let key: SecretBytes

    /// Answers a request; `nil` where the path is not one of these.
    func answer(_ request: PlatformRequest, _ platform: Platform) async -> PlatformResponse? {
        guard request.path.hasPrefix("/testing/") else { return nil }
        guard await isAllowed(request, platform) else {
            return Self.failure(401, "Unauthorized", "Send the key of testing.key or the administrator's Graph token.")
        }
        switch (request.path, request.method) {
        case ("/testing/clock", "GET"): return state
        case ("/testing/clock", "POST"): return await setClock(request, platform)
        case ("/testing/clock", "DELETE"):
            self.clock.reset()
            return state
        case ("/testing/faults", "GET"): return Self.json(200, self.faults.description)
        case ("/testing/faults", "POST"): return order(request)
        case ("/testing/faults", "DELETE"):
            self.faults.clear()
            return Self.json(200, self.faults.description)
        case ("/testing/clock", _), ("/testing/faults", _):
            return Self.failure(405, "MethodNotAllowed", "Use GET, POST or DELETE.")
        default: return Self.failure(404, "NotFound", "There are /testing/clock and /testing/faults.")
        }
    }

    /// What a server says that was not started for tests.
    static let disabled = failure(403, "TestingDisabled", "The platform was not started with --testing.")

    private func isAllowed(_ request: PlatformRequest, _ platform: Platform) async -> Bool {
        let header = request.headers.first { $0.name.lowercased() == "authorization" }?.value ?? ""
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return false }
        let isKey = self.key.withExposedBytes { constantTimeEqual(Array(parts[1].utf8), $0) }
        if isKey { return true }
        return (try? await platform.isAdministration(request)) ?? false
    }

    private var state: PlatformResponse {
        Self.json(
            200,
            [
                "now": .string(Timestamp.iso8601(self.clock.now)),
                "offsetSeconds": .number(Int(nearest: self.clock.offset.rounded())),
                "frozen": .bool(self.clock.isStopped),
            ]
        )
    }

    private func setClock(_ request: PlatformRequest, _ platform: Platform) async -> PlatformResponse {
        guard let object = (try? JSONValue.parse(request.body))?.object, !object.members.isEmpty else {
            return Self.failure(400, "BadRequest", "Send an object with now, advanceSeconds or frozen.")
        }
        for member in object.members {
            switch (member.name, member.value) {
            case ("now", .string(let text)):
                guard let date = Timestamp.parse(text) else {
                    return Self.failure(400, "BadRequest", "'now' is a time such as 2030-01-01T00:00:00Z.")
                }
                self.clock.set(date)
            case ("advanceSeconds", .number(let number)):
                guard let seconds = number.double, seconds.magnitude < 1e10 else {
                    return Self.failure(400, "BadRequest", "'advanceSeconds' is a number of seconds.")
                }
                self.clock.advance(by: seconds)
            case ("frozen", .bool(let stops)): self.clock.stop(stops)
            default:
                return Self.failure(
                    400,
                    "BadRequest",
                    "'\(member.name)' is not understood; there are now (text), advanceSeconds (number), frozen "
                        + "(true or false)."
                )
            }
        }
        try? await platform.prepareSigningKeys()
        return self.state
    }

    private func order(_ request: PlatformRequest) -> PlatformResponse {
        guard let document = try? JSONValue.parse(request.body) else {
            return Self.failure(400, "BadRequest", "Send a fault, or {\"faults\": […]}.")
        }
        var faults: [Fault] = []
        for value in document["faults"]?.array ?? [document] {
            switch Fault.parse(value) {
            case .success(let fault): faults.append(fault)
            case .failure(let mistake): return Self.failure(400, "BadRequest", mistake.message)
            }
        }
        guard self.faults.add(faults) else {
            return Self.failure(400, "BadRequest", "There are too many faults in the plan.")
        }
        return Self.json(200, self.faults.description)
    }

    private static func failure(_ status: Int, _ code: String, _ message: String) -> PlatformResponse {
        json(status, ["error": ["code": .string(code), "message": .string(message)]])
    }

    private static func json(_ status: Int, _ body: JSONValue) -> PlatformResponse {
        PlatformResponse(
            status: status,
            headers: [("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store")],
            body: body.serialized,
            route: self.route
        )
    }
}
