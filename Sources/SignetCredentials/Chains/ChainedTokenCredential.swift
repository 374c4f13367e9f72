// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Asks one credential after the other until one gives a token.
///
/// A credential that is unavailable (``CredentialError/Code/credentialUnavailable``) passes the request on; any other failure
/// stops the chain, so that a service whose certificate is refused does not silently become somebody else. For the same
/// reason the credential that gave the first token answers from then on, and its failures are told.
///
/// ```swift
/// let credential = try ChainedTokenCredential(managedIdentity, certificate)
/// ```
public final class ChainedTokenCredential: TokenCredential {
    private struct Link: Sendable {
        let name: String
        let credential: any TokenCredential
    }

    private let name: String
    private let links: [Link]
    private let remembersSuccess: Bool
    private let successful = Mutex<Int?>(nil)

    /// Makes a chain.
    ///
    /// - Parameters:
    ///   - credentials: The credentials, the first to be asked first.
    ///   - remembersSuccess: Whether the credential that gave the first token is the only one asked afterwards.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` where there is none.
    public convenience init(
        _ credentials: [any TokenCredential],
        remembersSuccess: Bool = true
    ) throws(CredentialError) {
        guard !credentials.isEmpty else {
            throw CredentialError(.invalidArgument, "a chain needs at least one credential")
        }
        self.init(
            name: "ChainedTokenCredential",
            credentials.map { (name: "\(type(of: $0))", credential: $0) },
            remembersSuccess: remembersSuccess
        )
    }

    /// Makes a chain that remembers the credential that gave the first token.
    ///
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` where there is none.
    public convenience init(_ credentials: any TokenCredential...) throws(CredentialError) {
        try self.init(credentials)
    }

    init(name: String, _ links: [(name: String, credential: any TokenCredential)], remembersSuccess: Bool = true) {
        self.name = name
        self.links = links.map { Link(name: $0.name, credential: $0.credential) }
        self.remembersSuccess = remembersSuccess
    }

    /// The name of the credential that gave the first token, once there was one.
    public var selectedCredential: String? {
        self.successful.withLock { $0 }.map { self.links[$0].name }
    }

    /// Gives a token of the first credential that is available.
    ///
    /// - Throws: ``CredentialError`` that lists what every credential said; its `cause` is a ``ChainFailure``.
    ///   `CancellationError` when the calling task is cancelled.
    public func token(for request: TokenRequest) async throws -> AccessToken {
        if let position = self.successful.withLock({ $0 }) {
            return try await self.links[position].credential.token(for: request)
        }
        var attempts: [ChainFailure.Attempt] = []
        for (position, link) in self.links.enumerated() {
            do {
                let token = try await link.credential.token(for: request)
                if self.remembersSuccess { remember(position) }
                return token
            } catch {
                if error is CancellationError { throw error }
                try Task.checkCancellation()
                attempts.append(ChainFailure.Attempt(credential: link.name, error: error))
                guard (error as? CredentialError)?.code == .credentialUnavailable else { break }
            }
        }
        throw ChainFailure(attempts: attempts).error(of: self.name)
    }

    /// Closes the credentials of the chain.
    public func close() async {
        for link in self.links { await link.credential.close() }
    }

    private func remember(_ position: Int) {
        // Of callers that searched side by side, the first to succeed decides.
        self.successful.withLock { $0 = $0 ?? position }
    }
}
