// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOSSL
import SignetCertificates
import SignetCore
import SignetGateway
import Synchronization

/// The TLS contexts towards backends: one for each way of checking and version of a certificate, made once.
final class ClientContexts: Sendable {
    private struct Key: Hashable {
        let verification: Endpoint.Verification
        let certificate: UInt64
    }

    private struct Entry {
        let context: NIOSSLContext
        var lastUse: UInt64
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var uses: UInt64 = 0
    }

    private let state = Mutex(State())
    private let additionalRoots: [NIOSSLCertificate]
    private static let capacity = 512

    /// Reads the authorities that backends are trusted by beside those of the system, if a PEM file with them is given.
    init(caFile: String?) throws {
        self.additionalRoots = try caFile.map { try NIOSSLCertificate.fromPEMFile($0) } ?? []
    }

    /// A context that is already there.
    func cached(_ verification: Endpoint.Verification, _ certificate: CertificateVersion?) -> NIOSSLContext? {
        let key = Key(verification: verification, certificate: certificate?.number ?? 0)
        return self.state.withLock { state in
            state.uses += 1
            state.entries[key]?.lastUse = state.uses
            return state.entries[key]?.context
        }
    }

    /// The context, made now where there is none.
    ///
    /// It takes milliseconds: not for event loops.
    func context(_ verification: Endpoint.Verification, _ certificate: CertificateVersion?) throws -> NIOSSLContext {
        if let known = cached(verification, certificate) { return known }
        let made = try make(verification, certificate)
        let key = Key(verification: verification, certificate: certificate?.number ?? 0)
        return self.state.withLock { state in
            if let known = state.entries[key] { return known.context }
            if state.entries.count >= Self.capacity,
                let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })?.key
            {
                state.entries[oldest] = nil
            }
            state.entries[key] = Entry(context: made, lastUse: state.uses)
            return made
        }
    }

    /// Makes, for a new version of a certificate, the contexts that the former version has.
    func prepare(_ version: CertificateVersion, replacing former: CertificateVersion) throws {
        let verifications = self.state.withLock { state in
            state.entries.keys.filter { $0.certificate == former.number }.map(\.verification)
        }
        for verification in verifications { _ = try context(verification, version) }
    }

    /// Forgets the contexts of versions that are no longer used.
    func keep(only versions: [CertificateVersion], removing former: [CertificateVersion]) {
        let gone = Set(former.map(\.number)).subtracting(versions.map(\.number))
        self.state.withLock { state in
            state.entries = state.entries.filter { !gone.contains($0.key.certificate) }
        }
    }

    private func make(
        _ verification: Endpoint.Verification,
        _ certificate: CertificateVersion?
    ) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        configuration.additionalTrustRoots =
            self.additionalRoots.isEmpty ? [] : [.certificates(self.additionalRoots)]
        switch verification {
        case .full: configuration.certificateVerification = .fullVerification
        case .chainOnly: configuration.certificateVerification = .noHostnameVerification
        case .none: configuration.certificateVerification = .none
        }
        if let certificate = certificate?.certificate {
            configuration.certificateChain = try Self.presented(certificate)
                .map { .certificate(try NIOSSLCertificate(bytes: $0, format: .der)) }
            configuration.privateKey = .privateKey(
                try certificate.privateKey.pkcs8DER.withExposedBytes { try NIOSSLPrivateKey(bytes: $0, format: .der) }
            )
        }
        return try NIOSSLContext(configuration: configuration)
    }

    /// What is sent: the whole chain but for a root at its end, which the backend must have itself.
    static func presented(_ certificate: ClientCertificate) -> [[UInt8]] {
        var chain = certificate.derChain
        if chain.count > 1, let last = chain.last, let details = try? CertificateDetails(der: last),
            details.isSelfIssued
        {
            chain.removeLast()
        }
        return chain
    }
}
