// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore
public import SignetCredentials
import Synchronization

/// A token service that answers what a test wrote down, and remembers what it was asked.
///
/// ```swift
/// let transport = ScriptedTransport([.status(503), .token("a")])
/// ```
public final class ScriptedTransport: TokenTransport {
    /// One answer.
    public struct Step: Sendable {
        fileprivate let run: @Sendable (TransportRequest) async throws -> TransportResponse

        /// Answers what a closure makes of the request.
        public static func answer(
            _ body: @escaping @Sendable (TransportRequest) async throws -> TransportResponse
        ) -> Step {
            Step(run: body)
        }

        /// Answers with a status, header fields and a body.
        public static func status(
            _ status: Int,
            headers: [(name: String, value: String)] = [],
            body: String = ""
        ) -> Step {
            Step { _ in TransportResponse(status: status, headers: headers, body: SecretBytes(utf8: body)) }
        }

        /// Gives a token as the real token service does.
        public static func token(_ text: String, expiresIn: Int = 3_599, refreshIn: Int? = nil) -> Step {
            let refresh = refreshIn.map { ",\"refresh_in\":\($0)" } ?? ""
            return .status(
                200,
                headers: [(name: "Content-Type", value: "application/json; charset=utf-8")],
                body: """
                    {"token_type":"Bearer","expires_in":\(expiresIn),"ext_expires_in":\(expiresIn)\(refresh),\
                    "access_token":"\(text)"}
                    """
            )
        }

        /// Refuses with an AADSTS number as the real token service does; see ``ServiceFault/refusal(_:error:suberror:status:claims:)``.
        public static func refusal(_ aadsts: Int, error: String? = nil, status: Int? = nil) -> Step {
            .fault(.refusal(aadsts, error: error, status: status))
        }

        /// Fails in a way of the catalogue.
        ///
        /// - Parameters:
        ///   - fault: The failure.
        ///   - clock: Decides when pauses end, and stands in the answers.
        ///   - step: The answer that is slow, or cut.
        /// - Returns: The step.
        public static func fault(
            _ fault: ServiceFault,
            clock: any TimeSource = ManualClock(),
            instead step: Step = .token("scripted")
        ) -> Step {
            Step { request in try await fault.answer(request, clock) { try await step.run($0) } }
        }

        /// Breaks the connection.
        public static func failure(_ error: any Error) -> Step {
            Step { _ in throw error }
        }
    }

    /// There were more requests than answers.
    public struct Exhausted: Error, CustomStringConvertible {
        /// Says so.
        public var description: String { "the script has no answer left" }
    }

    private struct State {
        var steps: [Step]
        var requests: [TransportRequest] = []
    }

    private let state: Mutex<State>
    private let thereafter: Step?
    private let arrivals = Threshold()

    /// Creates a transport.
    ///
    /// - Parameters:
    ///   - steps: The answers in order.
    ///   - thereafter: The answer to every further request; without it such a request fails.
    public init(_ steps: [Step] = [], thereafter: Step? = nil) {
        self.state = Mutex(State(steps: steps))
        self.thereafter = thereafter
    }

    /// What was asked, in order.
    public var requests: [TransportRequest] { self.state.withLock { $0.requests } }

    /// Waits until so many requests have come.
    ///
    /// - Throws: `CancellationError` when the task is cancelled.
    public func requests(atLeast count: Int) async throws {
        try await self.arrivals.reach(count)
    }

    /// Answers with the next step.
    ///
    /// - Throws: What the step throws; ``Exhausted`` where none is left.
    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        let step = self.state.withLock { state in
            state.requests.append(request)
            return state.steps.isEmpty ? self.thereafter : state.steps.removeFirst()
        }
        self.arrivals.increment()
        guard let step else { throw Exhausted() }
        return try await step.run(request)
    }
}
