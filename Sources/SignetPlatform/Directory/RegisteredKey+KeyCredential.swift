// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetAssertions

extension RegisteredKey {
    /// Parses the certificate of a registration.
    init(_ credential: KeyCredential) throws(AssertionError) {
        try self.init(
            keyID: credential.keyID,
            certificateDER: credential.certificate,
            notBefore: credential.start,
            notAfter: credential.end
        )
    }
}
