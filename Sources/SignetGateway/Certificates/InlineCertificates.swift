// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
package import SignetCore
import Synchronization

/// The certificates that policies bring along as bytes (`body` and `password`), each decrypted once.
///
/// Deriving the key of a PFX takes milliseconds, so successes and failures are remembered, the most recently used ones.
package final class InlineCertificates: Sendable {
    private struct Key: Hashable, Sendable {
        let bytes: [UInt8]
        let password: SecretBytes

        func hash(into hasher: inout Hasher) {
            hasher.combine(self.bytes)
            self.password.withExposedBytes { hasher.combine($0) }
        }
    }

    private struct Entry: Sendable {
        let outcome: Result<CertificateVersion, CertificateStore.Failure>
        var lastUse: UInt64
    }

    private struct State: Sendable {
        var entries: [Key: Entry] = [:]
        var uses: UInt64 = 0
    }

    private let state = Mutex(State())
    private let capacity: Int

    /// Creates an empty cache.
    package init(capacity: Int = 64) {
        self.capacity = max(1, capacity)
    }

    /// The certificate in `bytes`.
    package func certificate(
        _ bytes: [UInt8],
        password: SecretBytes?
    ) throws(CertificateStore.Failure) -> CertificateVersion {
        let key = Key(bytes: bytes, password: password ?? SecretBytes([]))
        let known = self.state.withLock { state -> Result<CertificateVersion, CertificateStore.Failure>? in
            state.uses += 1
            state.entries[key]?.lastUse = state.uses
            return state.entries[key]?.outcome
        }
        if let known { return try known.get() }
        let outcome = Self.read(bytes, password)
        // Two calls at once may both have read it: the first that comes back stays, so that both get one version.
        return try self.state
            .withLock { state -> Result<CertificateVersion, CertificateStore.Failure> in
                if let entry = state.entries[key] { return entry.outcome }
                if state.entries.count >= self.capacity,
                    let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })?.key
                {
                    state.entries[oldest] = nil
                }
                state.uses += 1
                state.entries[key] = Entry(outcome: outcome, lastUse: state.uses)
                return outcome
            }
            .get()
    }

    private static func read(
        _ bytes: [UInt8],
        _ password: SecretBytes?
    ) -> Result<CertificateVersion, CertificateStore.Failure> {
        guard !bytes.isEmpty else {
            return .failure(
                CertificateStore.Failure(
                    message: "Object reference not set to an instance of an object.",
                    detail: "The 'body' of authentication-certificate gave no bytes."
                )
            )
        }
        do {
            return .success(CertificateVersion(try ClientCertificate(bytes: bytes, password: password), isInline: true))
        } catch {
            let message =
                error.code == .noPrivateKey ? "Certificate does not have private key" : error.message
            let hint =
                error.code == .noPrivateKey
                ? "A Key Vault certificate has its key only under /secrets/, not under /certificates/." : nil
            return .failure(CertificateStore.Failure(message: message, detail: hint))
        }
    }
}
