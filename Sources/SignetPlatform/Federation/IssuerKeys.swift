// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCore
import Synchronization

/// The keys of the issuers that applications trust: pinned, or fetched once and kept.
final class IssuerKeys: Sendable {
    /// Why there are no keys.
    enum Failure: Error, Sendable {
        /// The address is none that may be asked, or nothing may be asked at all.
        case notAllowed
        /// The issuer's documents could not be read, or are not what they should be.
        case unusable(reason: String)
    }

    private static let greatestDocument = 256 * 1_024

    private let documents: (any RemoteDocuments)?
    private let pinned: [String: IssuerKeySet]
    /// Origins beside an issuer's own from which its keys may come.
    private let keyOrigins: Set<String>
    private let table = Mutex(IssuerKeyTable())
    private let fetches = SingleFlight<String, IssuerKeySet>()

    init(documents: (any RemoteDocuments)?, pinned: [String: IssuerKeySet] = [:], keyOrigins: Set<String> = []) {
        self.documents = documents
        self.pinned = pinned
        self.keyOrigins = keyOrigins
    }

    /// The keys of an issuer that have an identifier; none where it has no such key.
    ///
    /// - Throws: ``Failure``, or `CancellationError`.
    func keys(issuer: String, identifier: String, at now: Date) async throws -> [VerificationKey] {
        if let set = self.pinned[issuer] { return set.keys(identifier) }
        switch self.table.withLock({ $0.lookUp(issuer, identifier, at: now) }) {
        case .known(let keys): return keys
        case .fetch: return try await fetched(issuer, at: now).keys(identifier)
        }
    }

    private func fetched(_ issuer: String, at now: Date) async throws -> IssuerKeySet {
        guard let documents = self.documents, let address = RemoteAddress(issuer) else { throw Failure.notAllowed }
        return try await self.fetches.value(for: issuer) {
            let set = try await self.fetch(address, from: documents)
            self.table.withLock { $0.keep(set, of: issuer, at: now) }
            return set
        }
    }

    private func fetch(_ issuer: RemoteAddress, from documents: any RemoteDocuments) async throws -> IssuerKeySet {
        let base = issuer.text.hasSuffix("/") ? String(issuer.text.dropLast()) : issuer.text
        let metadata = try await json(base + "/.well-known/openid-configuration", documents)
        guard metadata["issuer"]?.string == issuer.text else {
            throw Failure.unusable(reason: "the OpenID configuration is another issuer's")
        }
        guard let address = metadata["jwks_uri"]?.string.flatMap(RemoteAddress.init),
            address.origin == issuer.origin || self.keyOrigins.contains(address.origin)
        else {
            throw Failure.unusable(reason: "the keys are at an address that is not configured")
        }
        guard let set = IssuerKeySet(try await json(address.text, documents)) else {
            throw Failure.unusable(reason: "the key set is none")
        }
        return set
    }

    private func json(_ address: String, _ documents: any RemoteDocuments) async throws -> JSONValue {
        do {
            let bytes = try await documents.document(at: address, limit: Self.greatestDocument)
            guard bytes.count <= Self.greatestDocument else {
                throw Failure.unusable(reason: "a document is too large")
            }
            return try JSONValue.parse(bytes, maximumDepth: 16)
        } catch let error as CancellationError {
            throw error
        } catch let error as Failure {
            throw error
        } catch {
            throw Failure.unusable(reason: "a document could not be read")
        }
    }
}
