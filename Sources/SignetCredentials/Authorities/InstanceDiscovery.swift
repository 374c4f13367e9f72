// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Asks Microsoft whether an authority that is not well-known is a token service of a cloud.
struct InstanceDiscovery: Sendable {
    let authority: Authority
    let transport: any TokenTransport
    let retry: RetryPolicy
    let clock: any TimeSource
    let randomFraction: @Sendable () -> Double

    private var url: String {
        // The host of an authority has letters, digits and marks that a query may hold, but for the colon and brackets.
        let host = self.authority.host.reduce(into: "") { text, character in
            switch character {
            case ":": text += "%3A"
            case "[": text += "%5B"
            case "]": text += "%5D"
            default: text.append(character)
            }
        }
        return """
            https://\(Cloud.global.hosts[0])/common/discovery/instance?api-version=1.1\
            &authorization_endpoint=https%3A%2F%2F\(host)%2Fcommon%2Foauth2%2Fv2.0%2Fauthorize
            """
    }

    /// Asks.
    ///
    /// - Throws: ``CredentialError``: `invalidArgument` where the authority is none, `serviceUnavailable` where nobody could
    ///   tell; both say how to go on without asking.
    func validate() async throws {
        let request = TransportRequest(
            method: "GET",
            url: self.url,
            headers: [(name: "Accept", value: "application/json")],
            body: SecretBytes([])
        )
        let response = try await answer(to: request)
        let document = response.body.withExposedBytes { try? JSONValue.parse($0, maximumDepth: 16) }
        if let error = document?.object?["error"]?.string {
            let isInvalid = error == "invalid_instance"
            let description = document?.object?["error_description"]?.string ?? ""
            throw failure(
                isInvalid ? .invalidArgument : .serviceUnavailable,
                "answered \(Redaction.scrub("\(error): \(description)", limit: 600))"
            )
        }
        guard response.status == 200, document?.object?["tenant_discovery_endpoint"]?.string != nil else {
            throw failure(.serviceUnavailable, "answered \(response.status), and not like instance discovery")
        }
    }

    private func answer(to request: TransportRequest) async throws -> TransportResponse {
        var attempts = Attempts(self.retry, clock: self.clock, randomFraction: self.randomFraction)
        while true {
            let requested: Duration?
            let failed: any Error
            do {
                let response = try await self.transport.send(request)
                guard RetryPolicy.isTransient(status: response.status) else { return response }
                requested = RetryAfter.parse(response, now: self.clock.now)
                failed = failure(.serviceUnavailable, "answered \(response.status)")
            } catch {
                try Task.checkCancellation()
                if error is CancellationError { throw error }
                requested = nil
                let reason = "gave no answer: \(Redaction.scrub("\(error)", limit: 300))"
                failed = failure(.serviceUnavailable, reason, cause: error)
                if error is any PermanentTransportFailure { throw failed }
            }
            guard let pause = attempts.pause(requested: requested) else { throw failed }
            try await self.clock.sleep(for: pause)
        }
    }

    private func failure(
        _ code: CredentialError.Code,
        _ answer: String,
        cause: (any Error)? = nil
    ) -> CredentialError {
        CredentialError(
            code,
            """
            The authority provided, \(self.authority.url), is not well-known. If this authority is valid and trustworthy, you \
            can disable this check by setting 'disablesInstanceDiscovery' of the options to true. \
            (\(Cloud.global.hosts[0]) \(answer))
            """,
            cause: cause
        )
    }
}
