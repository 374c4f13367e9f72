// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import Synchronization

/// The revocation lists of trusted authorities, fetched from configured addresses and kept until the next is due.
final class RevocationLists: Sendable {
    /// Why there is no list.
    enum Failure: Error, Sendable {
        case notAllowed
        case unreachable
        case unreadable
    }

    private struct Entry {
        let list: CertificateRevocationList
        let fetched: Date
    }

    private static let greatestLifetime: TimeInterval = 3_600
    private static let greatestCount = 32

    private let documents: (any RemoteDocuments)?
    private let entries = Mutex<[String: Entry]>([:])
    private let fetches = SharedFetches<String, CertificateRevocationList>()

    init(documents: (any RemoteDocuments)?) {
        self.documents = documents
    }

    /// The list at an address: the kept one for an hour, unless its successor is due before.
    func list(at address: String, now: Date) async throws -> CertificateRevocationList {
        let kept = self.entries.withLock { $0[address] }
        if let kept, now.timeIntervalSince(kept.fetched) < Self.greatestLifetime,
            kept.list.nextUpdate.map({ now < $0 }) ?? true
        {
            return kept.list
        }
        guard let documents = self.documents, RemoteAddress(address) != nil else { throw Failure.notAllowed }
        return try await self.fetches.value(for: address) {
            let bytes: [UInt8]
            do {
                bytes = try await documents.document(at: address, limit: CertificateRevocationList.greatestSize)
            } catch let error as CancellationError {
                throw error
            } catch {
                throw Failure.unreachable
            }
            guard let list = try? CertificateRevocationList(bytes: bytes) else { throw Failure.unreadable }
            self.entries.withLock { entries in
                if entries.count >= Self.greatestCount { entries.removeAll() }
                entries[address] = Entry(list: list, fetched: now)
            }
            return list
        }
    }
}
