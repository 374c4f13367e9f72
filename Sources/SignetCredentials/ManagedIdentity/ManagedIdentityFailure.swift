// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Why the endpoint gave no token, and whether asking again may help.
struct ManagedIdentityFailure {
    let error: CredentialError
    let status: Int
    let isTransient: Bool
    let retryAfter: Duration?

    private static let prefix = "ManagedIdentityCredential authentication unavailable."

    /// No answer came.
    static func silence(_ endpoint: ManagedIdentityEndpoint, _ cause: any Error, attempts: Int) -> Self {
        let error = CredentialError(
            .credentialUnavailable,
            """
            \(self.prefix) \(endpoint.url) gave no answer (\(attempts) attempts): \
            \(Redaction.scrub("\(cause)", limit: 500)). Managed identities exist on Azure's machines only
            """,
            cause: cause
        )
        let isTransient = !(cause is any PermanentTransportFailure)
        return Self(error: error, status: 0, isTransient: isTransient, retryAfter: nil)
    }

    /// The probe ran into its bound.
    static func silentProbe(_ endpoint: ManagedIdentityEndpoint, _ limit: Duration) -> CredentialError {
        CredentialError(
            .credentialUnavailable,
            "\(self.prefix) \(endpoint.url) gave no answer within \(limit.components.seconds) s"
        )
    }

    /// What answered does not speak like the endpoint.
    static func unreadable(_ endpoint: ManagedIdentityEndpoint, _ status: Int, _ reason: String) -> Self {
        let error = CredentialError(.unexpectedReply, "\(endpoint.url) answered \(status), but \(reason)")
        return Self(error: error, status: status, isTransient: false, retryAfter: nil)
    }

    /// The endpoint said no.
    static func refusal(
        _ endpoint: ManagedIdentityEndpoint,
        _ identity: ManagedIdentityID,
        _ refusal: TokenServiceRefusal,
        _ response: TransportResponse,
        attempts: Int
    ) -> Self {
        let status = refusal.status
        var words = [refusal.error, refusal.errorDescription].compactMap { $0 }.joined(separator: ": ")
        if words.isEmpty { words = "no reason given" }
        let code: CredentialError.Code
        let message: String
        switch (endpoint.kind, status) {
        case (.imds, 400):
            let remedy =
                identity == .systemAssigned
                ? "No identity has been assigned to this resource."
                : "The requested identity has not been assigned to this resource."
            code = .credentialUnavailable
            message = "\(self.prefix) \(remedy) \(endpoint.url) answered 400: \(words)"
        case (.imds, 403) where says("unreachable", response), (.imds, 404):
            // Docker Desktop's proxy answers 403 in place of a network that is not there.
            code = .credentialUnavailable
            message = "\(self.prefix) What answered \(status) at \(endpoint.url) is no metadata service (\(words))"
        default:
            let isOver = isTransient(endpoint, status)
            code = isOver ? .serviceUnavailable : .authenticationFailed
            message = "\(endpoint.url) answered \(status) (\(attempts) attempts): \(words)"
        }
        return Self(
            error: CredentialError(code, message, refusal: refusal),
            status: status,
            isTransient: isTransient(endpoint, status),
            retryAfter: refusal.retryAfter
        )
    }

    /// The metadata service's own rules: "How to use managed identities", retry guidance.
    private static func isTransient(_ endpoint: ManagedIdentityEndpoint, _ status: Int) -> Bool {
        guard case .imds = endpoint.kind else { return RetryPolicy.isTransient(status: status) }
        return [404, 410, 429].contains(status) || (500..<600).contains(status)
    }

    private static func says(_ word: String, _ response: TransportResponse) -> Bool {
        response.body.withExposedBytes { String(decoding: $0, as: UTF8.self).contains(word) }
    }
}
