// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import SignetCore
import Tracing

/// Tells log and trace of a token that is fetched: who asked whom for what, and what became of it.
///
/// A token from memory is told to nobody. No secret is among what is told: an error is printed only where it is this library's
/// own, and an error of anybody else is named.
struct TokenAcquisition: Sendable {
    let clientID: String
    /// Who is asked: the host of the authority.
    let host: String
    let logger: Logger
    let tracer: (any Tracer)?

    /// What one acquisition is for.
    struct Subject: Sendable {
        /// What is shown for the token, such as `client_credentials`.
        let grant: String
        let tenantID: String
        let scopes: [String]
        let correlationID: String
    }

    /// Runs a fetch inside a span and logs its end.
    func observe(
        _ subject: Subject,
        isRefresh: Bool,
        _ fetch: () async throws -> AccessToken
    ) async throws -> AccessToken {
        let span = (self.tracer ?? InstrumentationSystem.tracer).startSpan("signet.token", ofKind: .internal)
        defer { span.end() }
        span.updateAttributes { attributes in
            attributes["signet.tenant_id"] = subject.tenantID
            attributes["signet.client_id"] = self.clientID
            attributes["signet.grant_type"] = subject.grant
            attributes["signet.scopes"] = subject.scopes.joined(separator: " ")
            attributes["signet.cache.result"] = isRefresh ? "refresh" : "miss"
            attributes["signet.correlation_id"] = subject.correlationID
            attributes["server.address"] = self.host
        }
        do {
            let token = try await ServiceContext.withValue(span.context) { try await fetch() }
            self.logger.debug(
                "token acquired",
                metadata: metadata(subject).merging(["expires-on": "\(Timestamp.iso8601(token.expiresOn))"]) { $1 }
            )
            return token
        } catch {
            guard !(error is CancellationError) else {
                span.attributes["error.type"] = "cancelled"
                throw error
            }
            tell(error, subject, span, isRefresh: isRefresh)
            throw error
        }
    }

    private func tell(_ error: any Error, _ subject: Subject, _ span: any Span, isRefresh: Bool) {
        // The span is not given the error itself: exporters print it with everything that it holds.
        span.setStatus(SpanStatus(code: .error))
        let known = error as? CredentialError
        span.attributes["error.type"] = known?.code.description ?? "\(type(of: error))"
        if let code = known?.refusal?.aadstsCodes.first { span.attributes["signet.aadsts"] = code }
        // The cache tells of a refresh that failed, because it knows that nobody suffers.
        guard !isRefresh else { return }
        let text = known.map(\.description) ?? "\(type(of: error))"
        self.logger.warning(
            "token acquisition failed",
            metadata: metadata(subject).merging(["error": "\(text)"]) { $1 }
        )
    }

    private func metadata(_ subject: Subject) -> Logger.Metadata {
        [
            "tenant": "\(subject.tenantID)", "client-id": "\(self.clientID)", "grant": "\(subject.grant)",
            "scopes": "\(subject.scopes.joined(separator: " "))", "correlation-id": "\(subject.correlationID)",
        ]
    }
}
