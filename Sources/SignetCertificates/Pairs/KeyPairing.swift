// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Finds the key that is meant and the certificate that belongs to it.
struct KeyPairing {
    /// The key with its certificate.
    let key: CertificateBundle.KeyEntry
    let certificate: CertificateBundle.CertificateEntry

    /// Chooses among the pairs of a file.
    ///
    /// - Throws: `noPrivateKey`, `noCertificate`, `keyMismatch`, `ambiguousKey`, `noSuchKey`, `unsupportedKey`.
    static func choose(
        in bundle: CertificateBundle,
        selecting selection: KeySelection
    ) throws(CertificateError) -> KeyPairing {
        guard !bundle.keys.isEmpty else {
            guard !bundle.certificates.isEmpty else {
                throw CertificateError(
                    .noCertificate,
                    "the file holds neither a certificate nor a private key: give the file that holds both"
                )
            }
            throw CertificateError(
                .noPrivateKey,
                "the file holds a certificate but no private key: export it with its private key, or append the key"
            )
        }
        guard !bundle.certificates.isEmpty else {
            throw CertificateError(
                .noCertificate,
                "the file holds a private key but no certificate: append the certificate of the key to it"
            )
        }
        let pairs = all(in: bundle)
        guard !pairs.isEmpty else { throw mismatch(bundle) }
        return try chosen(pairs, selection)
    }

    /// Every key with the certificate that states its public half; the one that lasts longest where there are several.
    static func all(in bundle: CertificateBundle) -> [KeyPairing] {
        bundle.keys.flatMap { key in
            bundle.certificates
                .filter { $0.details.publicKey == key.key.publicKey }
                .map { KeyPairing(key: key, certificate: $0) }
                .sorted { $0.certificate.details.notAfter > $1.certificate.details.notAfter }
        }
    }

    private static func chosen(
        _ pairs: [KeyPairing],
        _ selection: KeySelection
    ) throws(CertificateError) -> KeyPairing {
        let matching: [KeyPairing]
        switch selection {
        case .only:
            matching = pairs
        case .alias(let name):
            let exact = pairs.filter { $0.aliases.contains(name) }
            // Java writes aliases in lower case, whatever was typed.
            let folded = name.lowercased()
            matching = exact.isEmpty ? pairs.filter { $0.aliases.contains { $0.lowercased() == folded } } : exact
        case .thumbprint(let thumbprint):
            matching = pairs.filter { thumbprint.matches(der: $0.certificate.details.der) }
        }
        guard let first = matching.first else {
            throw CertificateError(
                .noSuchKey,
                "no key of the file has that alias or thumbprint; there are: \(list(pairs))"
            )
        }
        guard matching.allSatisfy({ $0.key.key.publicKey == first.key.key.publicKey }) else {
            throw CertificateError(
                .ambiguousKey,
                "the file holds several private keys; choose one by its alias or thumbprint: \(list(matching))"
            )
        }
        return first
    }

    private var aliases: [String] { [self.key.alias, self.certificate.alias].compactMap(\.self) }

    private static func list(_ pairs: [KeyPairing]) -> String {
        pairs.prefix(10)
            .map { pair in
                let alias = pair.aliases.first.map { "\"\($0)\" " } ?? ""
                return "\(alias)\(pair.certificate.details.sha1Thumbprint)"
            }
            .joined(separator: ", ")
    }

    private static func mismatch(_ bundle: CertificateBundle) -> CertificateError {
        let restricted = bundle.certificates.contains { $0.details.publicKey.algorithm == ObjectIdentifier.rsaPSS }
        if restricted { return PrivateKeyReader.unsupported(ObjectIdentifier.rsaPSS) }
        return CertificateError(
            .keyMismatch,
            "the private key belongs to none of the \(bundle.certificates.count) certificates in the file: put the certificate of this key with it"
        )
    }
}
