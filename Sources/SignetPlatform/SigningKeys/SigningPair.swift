// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore

extension RecordCollection {
    /// The keys that sign tokens for single applications, sealed; each stands beside its key credential.
    static let signingPairs = RecordCollection("signingPairs")
}

/// A key that signs the tokens for one application in place of the tenant's keys.
struct SigningPair: Sendable {
    let start: Date
    let end: Date
    let key: SigningKey

    /// Opens the pair of a key credential.
    ///
    /// - Throws: ``PlatformError`` where the master key does not open it, or it is no RSA key.
    init(_ credential: KeyCredential, _ record: StoredRecord, masterKey: MasterKey) throws {
        let sealed = try RecordReader(record).bytes("sealed")
        let pair = try masterKey.open(sealed, name: Self.name(record.key))
        let certificate: ClientCertificate
        do {
            certificate = try pair.withExposedBytes { try ClientCertificate(bytes: $0) }
        } catch {
            throw PlatformError(.unusableKey, "the stored signing pair '\(record.key.id)' is damaged", cause: error)
        }
        self.start = credential.start
        self.end = credential.end
        self.key = try SigningKey(certificate, activation: credential.start)
    }

    /// The place of a pair: callers choose the identifiers of credentials, which are unique within a principal alone.
    static func key(_ keyID: String, of principal: ServicePrincipal, tenant: String) -> RecordKey {
        RecordKey(.signingPairs, tenant: tenant, id: "\(principal.id).\(keyID)")
    }

    static func record(_ pair: SecretBytes, at key: RecordKey, masterKey: MasterKey) throws -> StoredRecord {
        let content: JSONValue = ["sealed": .base64(try masterKey.seal(pair, name: name(key)))]
        return StoredRecord(key: key, content: content.serialized)
    }

    private static func name(_ key: RecordKey) -> String { "signing pair \(key.tenant) \(key.id)" }
}

extension DirectoryStore {
    /// The keys with which tokens for an application are signed, the preferred one first, then the latest.
    func signingPairs(of principal: ServicePrincipal, tenant: String, masterKey: MasterKey) async throws
        -> [SigningPair]
    {
        let preferred = principal.others["preferredTokenSigningKeyThumbprint"]?.string?.uppercased()
        var pairs: [SigningPair] = []
        for credential in principal.keyCredentials where credential.kind == .signing {
            let key = SigningPair.key(credential.keyID, of: principal, tenant: tenant)
            guard let record = try await self.storage.record(key) else { continue }
            pairs.append(try SigningPair(credential, record, masterKey: masterKey))
        }
        return pairs.sorted { left, right in
            let isLeft = left.key.certificate.sha1Thumbprint.hexadecimal == preferred
            let isRight = right.key.certificate.sha1Thumbprint.hexadecimal == preferred
            return isLeft == isRight ? left.start > right.start : isLeft
        }
    }

    /// The changes that delete the pairs of those key credentials of a principal that are not `kept`.
    func pairDeletions(
        of principal: ServicePrincipal,
        except kept: Set<String> = [],
        tenant: String
    ) async throws -> [RecordChange] {
        var changes: [RecordChange] = []
        for credential in principal.keyCredentials
        where credential.kind == .signing && !kept.contains(credential.keyID) {
            let key = SigningPair.key(credential.keyID, of: principal, tenant: tenant)
            guard let record = try await self.storage.record(key) else { continue }
            changes.append(.delete(key, version: record.version))
        }
        return changes
    }
}

extension [SigningPair] {
    /// The key that signs at a time; `nil` leaves it to the tenant's.
    func key(at now: Date) -> SigningKey? { self.first { $0.start <= now && now < $0.end }?.key }
}
