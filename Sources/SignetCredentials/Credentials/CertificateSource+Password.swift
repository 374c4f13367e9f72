// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCertificates
import SignetCore

extension CertificateSource {
    /// A PEM, DER or PFX file whose password is a text, taken as UTF-8; it is read again whenever it changes.
    public static func file(
        _ path: String,
        password: String,
        selecting selection: KeySelection = .only
    ) -> CertificateSource {
        .file(path, password: SecretBytes(utf8: password), selecting: selection)
    }

    /// The content of a PEM, DER or PFX file whose password is a text, taken as UTF-8.
    public static func bytes(
        _ bytes: [UInt8],
        password: String,
        selecting selection: KeySelection = .only
    ) -> CertificateSource {
        .bytes(bytes, password: SecretBytes(utf8: password), selecting: selection)
    }
}
