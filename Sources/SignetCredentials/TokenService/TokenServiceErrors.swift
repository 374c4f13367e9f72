// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension CredentialError {
    /// The token service said no, or that it cannot serve now.
    static func refused(_ refusal: TokenServiceRefusal, tokenEndpoint: String, attempts: Int) -> CredentialError {
        let isTransient = RetryPolicy.isTransient(status: refusal.status)
        guard refusal.error != nil || !refusal.aadstsCodes.isEmpty || isTransient else {
            let hint =
                (300..<400).contains(refusal.status)
                ? "redirects are not followed, because they would carry the assertion to another host; " : ""
            return CredentialError(
                .unexpectedReply,
                "\(tokenEndpoint) answered \(refusal.status), not like a token service; \(hint)check the authority",
                refusal: refusal
            )
        }
        var parts: [String] = []
        if isTransient {
            parts.append("the token service answered \(refusal.status) (\(attempts) attempts)")
            if let wait = refusal.retryAfter { parts.append("it asks to wait \(wait.components.seconds) s") }
        }
        if let error = refusal.error {
            parts.append("\(error): \(refusal.errorDescription ?? "(no description)")")
        } else if let description = refusal.errorDescription {
            parts.append(description)
        }
        if let remedy = refusal.remedy { parts.append("Remedy: \(remedy)") }
        return CredentialError(
            isTransient ? .serviceUnavailable : .authenticationFailed,
            parts.joined(separator: ". "),
            refusal: refusal
        )
    }

    /// No answer came.
    static func unreachable(_ cause: any Error, tokenEndpoint: String, attempts: Int) -> CredentialError {
        CredentialError(
            .serviceUnavailable,
            """
            \(tokenEndpoint) gave no answer (\(attempts) attempts): \(Redaction.scrub("\(cause)", limit: 500)). Check the \
            authority, the network and, for a service of your own, the trusted certificates
            """,
            cause: cause
        )
    }
}
