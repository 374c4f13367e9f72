// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The extensions that order a chain.
struct CertificateExtensions {
    private(set) var isAuthority = false
    private(set) var subjectKeyIdentifier: [UInt8]?
    private(set) var authorityKeyIdentifier: [UInt8]?

    /// Reads the `[3]` field of a certificate's body.
    init(_ field: BERElement?) throws(CertificateError) {
        guard let list = try field?.children().first else { return }
        for item in try list.sequence("the extensions of the certificate") {
            let parts = try item.sequence("an extension of the certificate")
            guard let identifier = parts.first?.objectIdentifier, let bytes = parts.last?.octets,
                let value = try? BERElement(bytes)
            else {
                continue
            }
            switch identifier {
            case ObjectIdentifier.basicConstraints:
                let flag = (try? value.children())?.first
                self.isAuthority = flag?.tag == Tag.boolean && flag?.content.first != 0
            case ObjectIdentifier.subjectKeyIdentifier:
                self.subjectKeyIdentifier = value.octets
            case ObjectIdentifier.authorityKeyIdentifier:
                let key = (try? value.children())?.first
                self.authorityKeyIdentifier = key?.implicitOctets(0)
            default:
                break
            }
        }
    }
}
