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
        /// The authorities of the configuration, as DER.
        var authorities: [[UInt8]] = []
        var roots: [NIOSSLCertificate] = []
        /// Grows when the authorities change.
        var trust: UInt64 = 1
    }

    private let state = Mutex(State())
    /// What explains the handshakes of these contexts.
    let keyLog = KeyLogSink()
    private let additionalRoots: [NIOSSLCertificate]
    private static let capacity = 512

    /// Reads the authorities that backends are trusted by beside those of the system, if a PEM file with them is given.
    init(caFile: String?) throws {
        self.additionalRoots = try caFile.map { try NIOSSLCertificate.fromPEMFile($0) } ?? []
    }

    /// The number of the set of authorities in use.
    var trust: UInt64 { self.state.withLock(\.trust) }

    /// Takes the authorities of a configuration into use; contexts with others are forgotten.
    ///
    /// - Throws: For a certificate that TLS cannot use.
    func use(authorities: [[UInt8]]) throws {
        guard authorities != self.state.withLock(\.authorities) else { return }
        let roots = try authorities.map { try NIOSSLCertificate(bytes: $0, format: .der) }
        self.state.withLock { state in
            state.authorities = authorities
            state.roots = roots
            state.trust += 1
            state.entries = [:]
        }
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
        let (roots, trust) = self.state.withLock { ($0.roots, $0.trust) }
        let made = try make(verification, certificate, roots)
        let key = Key(verification: verification, certificate: certificate?.number ?? 0)
        return self.state.withLock { state in
            // Made while the authorities changed: good for the connection that asked, and for no other.
            guard state.trust == trust else { return made }
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
        _ certificate: CertificateVersion?,
        _ roots: [NIOSSLCertificate]
    ) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        let keyLog = self.keyLog
        configuration.keyLogCallback = { keyLog.take($0) }
        let additional = self.additionalRoots + roots
        configuration.additionalTrustRoots = additional.isEmpty ? [] : [.certificates(additional)]
        switch verification {
        case .full: configuration.certificateVerification = .fullVerification
        case .chainOnly: configuration.certificateVerification = .noHostnameVerification
        case .none: configuration.certificateVerification = .none
        }
        if let certificate = certificate?.certificate {
            // IIS, unless told otherwise, and Apache for single paths ask for a certificate in a second handshake.
            configuration.renegotiationSupport = .once
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
