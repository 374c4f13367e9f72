// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore

extension TrustedCertificateSubject {
    private static let type = "TrustedCertificateSubject"

    /// Reads a name for which certificates of trusted authorities stand.
    init(_ payload: GraphPayload) throws(GraphRefusal) {
        guard let authority = try payload.guid("authorityId") else {
            throw .valueRequired("authorityId", of: Self.type)
        }
        let name = try payload.requiredString("subjectName")
        guard name.utf8.count <= 512 else { throw .invalidValue("subjectName", of: Self.type) }
        let revoked = try payload.strings("revokedCertificateIdentifiers") ?? []
        let thumbprints = revoked.compactMap { Thumbprint(hexadecimal: $0)?.hexadecimal }
        guard thumbprints.count == revoked.count else {
            throw .invalidValue("revokedCertificateIdentifiers", of: Self.type)
        }
        self.init(authorityID: authority, subjectName: name, revokedCertificateIdentifiers: thumbprints)
    }
}
