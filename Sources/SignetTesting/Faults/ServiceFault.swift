// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
public import SignetCredentials

/// A way in which a token service fails its clients.
///
/// One catalogue for both places that play the service: `ScriptedTransport.Step.fault` and
/// ``TestPlatform/failTokenRequests(_:with:)``. Pauses are those of a clock, so that a ``ManualClock`` decides when they end.
///
/// ```swift
/// platform.failTokenRequests(2, with: .throttled(retryAfter: .seconds(7)))
/// ```
public struct ServiceFault: Sendable {
    /// The answer that would have been given without the fault.
    typealias Honest = @Sendable (TransportRequest) async throws -> TransportResponse

    private let body: @Sendable (TransportRequest, any TimeSource, Honest) async throws -> TransportResponse

    private init(
        _ body: @escaping @Sendable (TransportRequest, any TimeSource, Honest) async throws -> TransportResponse
    ) {
        self.body = body
    }

    func answer(
        _ request: TransportRequest,
        _ clock: any TimeSource,
        honest: Honest
    ) async throws -> TransportResponse {
        try await self.body(request, clock, honest)
    }

    /// The connection was reset by the other side.
    public struct ConnectionReset: Error, CustomStringConvertible {
        /// Says so.
        public var description: String { "connection reset by peer" }
    }

    /// Refuses with an AADSTS number, in the real service's shape and, where the number is known, in its words.
    ///
    /// - Parameters:
    ///   - aadsts: The number.
    ///   - error: The OAuth error; the number's own where nothing is said.
    ///   - suberror: The finer error.
    ///   - status: The HTTP status; the number's own where nothing is said.
    ///   - claims: The claims that the next request must carry, as JSON.
    /// - Returns: The fault.
    public static func refusal(
        _ aadsts: Int,
        error: String? = nil,
        suberror: String? = nil,
        status: Int? = nil,
        claims: String? = nil
    ) -> ServiceFault {
        ServiceFault { request, clock, _ in
            RefusalAnswer(aadsts: aadsts, error: error, suberror: suberror, status: status, claims: claims)
                .response(to: request, at: clock.now)
        }
    }

    /// Answers 429: the client asks too often.
    ///
    /// - Parameters:
    ///   - pause: What `Retry-After` asks for; the field is left out where nothing is said.
    ///   - spelling: How it is written.
    /// - Returns: The fault.
    public static func throttled(retryAfter pause: Duration? = nil, as spelling: RetryAfterSpelling = .seconds)
        -> ServiceFault
    {
        ServiceFault { request, clock, _ in
            let fields = pause.map { [spelling.field($0, at: clock.now)] } ?? []
            return RefusalAnswer(aadsts: 90_055, status: 429, headers: fields).response(to: request, at: clock.now)
        }
    }

    /// Answers with a status of the server's own failure and a body of no token service: 500, 502, 503, 504.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - pause: What `Retry-After` asks for; the field is left out where nothing is said.
    ///   - spelling: How it is written.
    /// - Returns: The fault.
    public static func unavailable(
        _ status: Int = 503,
        retryAfter pause: Duration? = nil,
        as spelling: RetryAfterSpelling = .seconds
    ) -> ServiceFault {
        ServiceFault { _, clock, _ in
            TransportResponse(
                status: status,
                headers: [(name: "Content-Type", value: "text/html")]
                    + (pause.map { [spelling.field($0, at: clock.now)] } ?? []),
                body: SecretBytes(utf8: "<html><h1>Service unavailable</h1></html>")
            )
        }
    }

    /// Answers as it should, but only after a pause of the clock.
    public static func slow(_ pause: Duration) -> ServiceFault {
        ServiceFault { request, clock, honest in
            let answer = try await honest(request)
            try await clock.sleep(for: pause)
            return answer
        }
    }

    /// Never answers; ends when the request is cancelled.
    public static let silence = ServiceFault { _, _, _ in
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        defer { continuation.finish() }
        for await _ in stream {}
        throw CancellationError()
    }

    /// Breaks the connection before anything came.
    public static let connectionReset = ServiceFault { _, _, _ in throw ConnectionReset() }

    /// Breaks the connection in some way of the test's own.
    public static func failure(_ error: any Error) -> ServiceFault {
        ServiceFault { _, _, _ in throw error }
    }

    /// Answers as it should, but for the end of the body.
    ///
    /// - Parameter count: How many bytes come; half of them where nothing is said.
    /// - Returns: The fault.
    public static func cutBody(after count: Int? = nil) -> ServiceFault {
        ServiceFault { request, _, honest in
            let answer = try await honest(request)
            let bytes = answer.body.withExposedBytes { $0.prefix(max(0, count ?? $0.count / 2)) }
            return TransportResponse(status: answer.status, headers: answer.headers, body: SecretBytes(bytes))
        }
    }

    /// Answers 200 with a page of HTML, as a proxy does that wants a sign-in of its own.
    public static let notJSON = ServiceFault { _, _, _ in
        TransportResponse(
            status: 200,
            headers: [(name: "Content-Type", value: "text/html; charset=utf-8")],
            body: SecretBytes(utf8: "<!DOCTYPE html><title>Sign in to the network</title>")
        )
    }

    /// Answers what a closure makes of the request.
    public static func answer(
        _ body: @escaping @Sendable (TransportRequest) async throws -> TransportResponse
    ) -> ServiceFault {
        ServiceFault { request, _, _ in try await body(request) }
    }
}
