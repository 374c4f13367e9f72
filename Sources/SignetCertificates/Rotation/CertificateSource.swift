// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore

/// Where a client certificate comes from, and how its replacement is noticed.
///
/// | source | replaced by |
/// |---|---|
/// | `file(_:password:selecting:)` | another file, in place, by renaming or by a symbolic link |
/// | ``files(certificate:key:password:selecting:)`` | the same, for both files, in whatever order they change |
/// | ``provider(_:every:_:)`` | what the closure gives at its next call |
/// | `bytes(_:password:selecting:)`, ``certificate(_:)``, ``environment(_:in:passwordVariable:selecting:)`` | ``CertificateRotation/rotate(to:)`` alone |
public struct CertificateSource: Sendable, CustomStringConvertible {
    /// Brings a certificate from wherever it is.
    public typealias Provider = @Sendable () async throws -> ClientCertificate
    package typealias MaterialProvider = @Sendable () async throws -> CertificateMaterial

    enum Origin: Sendable {
        case file(path: String, password: SecretBytes?, selection: KeySelection)
        case files(certificate: String, key: String, password: SecretBytes?, selection: KeySelection)
        case bytes(SecretBytes, password: SecretBytes?, selection: KeySelection)
        case environment(EnvironmentVariable)
        case material(CertificateMaterial)
        case awaited(name: String, interval: Duration, MaterialProvider)
    }

    let origin: Origin

    /// A PEM, DER or PFX file, which is read again whenever it changes.
    public static func file(
        _ path: String,
        password: SecretBytes? = nil,
        selecting selection: KeySelection = .only
    ) -> CertificateSource {
        CertificateSource(origin: .file(path: path, password: password, selection: selection))
    }

    /// A certificate with its chain in one file and the key in another, as Kubernetes mounts `tls.crt` and `tls.key`.
    ///
    /// Both are read again whenever one changes. While the key of the one does not belong to the certificate of the other, the
    /// pair before stays in use.
    ///
    /// - Parameters:
    ///   - certificate: The path of the certificates: PEM, DER or PKCS #7.
    ///   - key: The path of the private key: PEM or DER.
    ///   - password: The bytes that open the key, where it is encrypted.
    ///   - selection: Which key is meant, where there are several.
    /// - Returns: The source.
    public static func files(
        certificate: String,
        key: String,
        password: SecretBytes? = nil,
        selecting selection: KeySelection = .only
    ) -> CertificateSource {
        CertificateSource(
            origin: .files(certificate: certificate, key: key, password: password, selection: selection)
        )
    }

    /// The content of a PEM, DER or PFX file.
    public static func bytes(
        _ bytes: [UInt8],
        password: SecretBytes? = nil,
        selecting selection: KeySelection = .only
    ) -> CertificateSource {
        CertificateSource(origin: .bytes(SecretBytes(bytes), password: password, selection: selection))
    }

    /// A certificate that is already there.
    public static func certificate(_ certificate: ClientCertificate) -> CertificateSource {
        CertificateSource(origin: .material(.pair(certificate)))
    }

    /// A variable of the environment that holds a PEM, or a PEM, DER or PFX in base64.
    ///
    /// - Parameters:
    ///   - variable: The name of the variable. In a PEM, `\n` may stand for the end of a line.
    ///   - environment: The variables, such as `ProcessInfo.processInfo.environment`.
    ///   - passwordVariable: The name of the variable that holds the password, where there is one.
    ///   - selection: Which key is meant, where there are several.
    /// - Returns: The source; whether the variable is set is seen when it is read.
    public static func environment(
        _ variable: String,
        in environment: [String: String],
        passwordVariable: String? = nil,
        selecting selection: KeySelection = .only
    ) -> CertificateSource {
        let content = EnvironmentVariable(
            name: variable,
            value: environment[variable].map { SecretBytes(utf8: $0) },
            password: passwordVariable.flatMap { environment[$0] }.map { SecretBytes(utf8: $0) },
            selection: selection
        )
        return CertificateSource(origin: .environment(content))
    }

    /// A closure that brings the certificate: from a secret store, an agent, a database.
    ///
    /// The first certificate is waited for by whoever needs it. After that the closure is called at the interval, and at once when
    /// the certificate was refused; callers go on with the certificate in use meanwhile, and whatever the closure throws leaves it
    /// in use. One call is under way at a time.
    ///
    /// - Parameters:
    ///   - name: What events, errors and logs call the source.
    ///   - interval: How long a certificate is used before the closure is called again, give or take a tenth.
    ///   - provider: Brings the certificate.
    /// - Returns: The source.
    public static func provider(
        _ name: String = "provider",
        every interval: Duration = .seconds(3_600),
        _ provider: @escaping Provider
    ) -> CertificateSource {
        .awaiting(name, every: interval) { .pair(try await provider()) }
    }

    /// What somebody brings who has to be waited for, with the key here or elsewhere.
    package static func awaiting(
        _ name: String,
        every interval: Duration,
        _ provider: @escaping MaterialProvider
    ) -> CertificateSource {
        CertificateSource(origin: .awaited(name: name, interval: interval, provider))
    }

    /// A certificate whose key is reached in another way.
    package static func external(_ certificate: PublicCertificate, _ key: any ExternalKey) -> CertificateSource {
        CertificateSource(origin: .material(.external(certificate, key)))
    }

    /// The path of the file, or of the certificates where the key has a file of its own.
    public var path: String? { self.paths.first }

    /// The path or the name, or what else it is; never content.
    public var description: String {
        switch self.origin {
        case .file(let path, _, _): "CertificateSource(\(path))"
        case .files(let certificate, let key, _, _): "CertificateSource(\(certificate), \(key))"
        case .bytes: "CertificateSource(bytes)"
        case .environment(let variable): "CertificateSource($\(variable.name))"
        case .material(.pair(let certificate)): "CertificateSource(\(certificate))"
        case .material(.external(let certificate, _)): "CertificateSource(\(certificate))"
        case .awaited(let name, _, _): "CertificateSource(\(name))"
        }
    }
}
