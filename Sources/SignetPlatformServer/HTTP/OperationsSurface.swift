// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import SignetPlatform

/// `/health`, `/ready` and `/metrics`: what whoever runs the server asks.
struct OperationsSurface: Sendable {
    static let route = "operations"

    let platform: StartedPlatform
    let state: ServerState
    let figures: ServerFigures
    let things: StateFigures
    let identity: ServerIdentity
    let clock: any TimeSource

    /// Answers a request; `nil` where the path is not one of these.
    func answer(_ request: PlatformRequest) async -> PlatformResponse? {
        let path = request.path
        guard path == "/health" || path == "/ready" || path == "/metrics" else { return nil }
        guard request.method == "GET" || request.method == "HEAD" else {
            return JSONAnswer.failure(405, "MethodNotAllowed", "Use GET.", route: Self.route)
        }
        switch path {
        case "/health": return JSONAnswer.object(200, ["status": "ok"], route: Self.route)
        case "/ready": return await ready()
        default: return await metrics()
        }
    }

    /// Whether requests should come here: alive is not enough.
    private func ready() async -> PlatformResponse {
        guard !self.state.isDraining else { return notReady("draining") }
        guard let platform = self.platform.current else { return notReady("starting") }
        guard await platform.figures.isStorageThere() else { return notReady("storage") }
        return JSONAnswer.object(200, ["status": "ready"], route: Self.route)
    }

    private func notReady(_ reason: String) -> PlatformResponse {
        JSONAnswer.object(503, ["status": "not ready", "reason": .string(reason)], route: Self.route)
    }

    private func metrics() async -> PlatformResponse {
        let things = await self.things.text(self.platform.current, serverEnd: self.identity.end, at: self.clock.now)
        return PlatformResponse(
            status: 200,
            headers: [("Content-Type", "text/plain; version=0.0.4; charset=utf-8")],
            body: Array((self.figures.text + things).utf8),
            route: Self.route
        )
    }
}
