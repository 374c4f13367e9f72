// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import NIOCore
import SignetCore
import SignetPlatform

/// What Hummingbird makes for each request; the platform needs none of it.
struct PlatformRequestContext: InitializableFromSource {
    init(source: ApplicationRequestContextSource) {}
}

/// Translates between Hummingbird's messages and the platform's, and answers `/health` and `/metrics`.
struct PlatformResponder: HTTPResponder {
    /// The largest body that is read at all; the platform's routes have their own, smaller limits.
    private static let greatestBody = 512 * 1_024

    let platform: StartedPlatform
    let counters: RequestCounters

    func respond(to request: Request, context: PlatformRequestContext) async throws -> Response {
        let answer = try await answer(request)
        self.counters.count(route: answer.route, status: answer.status)
        return Self.response(request.method == .head ? answer.withoutBody() : answer)
    }

    private func answer(_ request: Request) async throws -> PlatformResponse {
        let target = (request.head.path ?? "/").split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = String(target.first ?? "/")
        let isRead = request.method == .get || request.method == .head
        switch path {
        case "/health" where isRead:
            return Self.json(200, ["status": "ok"], route: "health")
        case "/metrics" where isRead:
            return PlatformResponse(
                status: 200,
                headers: [("Content-Type", "text/plain; version=0.0.4; charset=utf-8")],
                body: Array(self.counters.text.utf8),
                route: "metrics"
            )
        case "/health", "/metrics":
            return Self.json(405, Self.error("MethodNotAllowed", "Use GET."), route: String(path.dropFirst()))
        default:
            break
        }
        guard let platform = self.platform.current else {
            return Self.json(503, Self.error("ServiceUnavailable", "The platform is starting."), route: "starting")
        }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > Self.greatestBody {
            return Self.tooLarge
        }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: Self.greatestBody)
        } catch is NIOTooManyBytesError {
            return Self.tooLarge
        }
        return await platform.respond(
            to: PlatformRequest(
                method: request.method.rawValue,
                path: path,
                query: target.count > 1 ? String(target[1]) : nil,
                headers: request.headers.map { ($0.name.canonicalName, $0.value) },
                body: Array(body.readableBytesView)
            )
        )
    }

    private static func response(_ answer: PlatformResponse) -> Response {
        var headers = HTTPFields()
        headers.reserveCapacity(answer.headers.count + 1)
        for (name, value) in answer.headers {
            guard let name = HTTPField.Name(name) else { continue }
            headers.append(HTTPField(name: name, value: value))
        }
        return Response(
            status: HTTPResponse.Status(code: answer.status),
            headers: headers,
            body: answer.body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        )
    }

    private static func json(_ status: Int, _ body: JSONValue, route: String) -> PlatformResponse {
        PlatformResponse(
            status: status,
            headers: [("Content-Type", "application/json; charset=utf-8")],
            body: body.serialized,
            route: route
        )
    }

    private static var tooLarge: PlatformResponse {
        json(413, error("RequestEntityTooLarge", "The body is too large."), route: "limit")
    }

    private static func error(_ code: String, _ message: String) -> JSONValue {
        ["error": ["code": .string(code), "message": .string(message)]]
    }
}
