// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
import SignetCore
import Synchronization

/// The revocation lists of authorities, fetched once however many ask, and kept until the next is due.
package final class RevocationListStore: Sendable {
    /// Why there is no list.
    package enum Failure: Error, Sendable {
        /// Nobody may ask at that address, or nothing came from there.
        case unreachable
        /// What came is no list.
        case unreadable
    }

    /// Brings the bytes of a list, at most ``CertificateRevocationList/greatestSize`` of them.
    package typealias Fetch = @Sendable (_ address: String) async throws -> [UInt8]

    private struct Entry {
        let list: CertificateRevocationList
        let fetched: Date
    }

    private static let greatestLifetime: TimeInterval = 3_600
    private static let greatestCount = 32

    private let fetch: Fetch
    private let entries = Mutex<[String: Entry]>([:])
    private let flights = SingleFlight<String, CertificateRevocationList>()

    /// Creates a store without lists.
    ///
    /// - Parameter fetch: Brings a list; it guards which addresses are asked.
    package init(fetch: @escaping Fetch) {
        self.fetch = fetch
    }

    /// The list at an address: the kept one for an hour, unless its successor is due before.
    ///
    /// - Throws: ``Failure``; `CancellationError` when the calling task is cancelled.
    package func list(at address: String, now: Date) async throws -> CertificateRevocationList {
        let kept = self.entries.withLock { $0[address] }
        if let kept, now.timeIntervalSince(kept.fetched) < Self.greatestLifetime,
            kept.list.nextUpdate.map({ now < $0 }) ?? true
        {
            return kept.list
        }
        let fetch = self.fetch
        return try await self.flights.value(for: address) { [weak self] in
            let list = try await Self.list(at: address, fetch)
            self?.keep(Entry(list: list, fetched: now), at: address)
            return list
        }
    }

    private static func list(at address: String, _ fetch: Fetch) async throws -> CertificateRevocationList {
        let bytes: [UInt8]
        do {
            bytes = try await fetch(address)
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Failure.unreachable
        }
        do { return try CertificateRevocationList(bytes: bytes) } catch { throw Failure.unreadable }
    }

    private func keep(_ entry: Entry, at address: String) {
        self.entries.withLock { entries in
            if entries.count >= Self.greatestCount { entries.removeAll() }
            entries[address] = entry
        }
    }
}
