// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Why a chain gave no token: what each of its credentials said, in the order in which they were asked.
///
/// It is the `cause` of the chain's error.
public struct ChainFailure: Error, Sendable, CustomStringConvertible {
    /// What one credential said.
    public struct Attempt: Sendable {
        /// The credential's name: its type's.
        public let credential: String
        /// Its error, whole.
        public let error: any Error

        /// The error's message; a foreign error is named and not printed, because it may hold a secret.
        public var message: String {
            (self.error as? CredentialError)?.message ?? "failed with \(type(of: self.error))"
        }
    }

    /// One entry for each credential that was asked.
    public let attempts: [Attempt]

    /// A line for each credential, with its name and message.
    public var description: String {
        self.attempts.map { "\t\($0.credential): \($0.message)" }.joined(separator: "\n")
    }

    /// The chain's error.
    func error(of chain: String) -> CredentialError {
        let last = self.attempts.last?.error
        let stopped = last as? CredentialError
        let code = stopped?.code ?? (last == nil ? .credentialUnavailable : .authenticationFailed)
        return CredentialError(
            code,
            "\(chain) failed to retrieve a token from the included credentials.\nAttempted credentials:\n\(self)",
            refusal: stopped?.refusal,
            cause: self
        )
    }
}
