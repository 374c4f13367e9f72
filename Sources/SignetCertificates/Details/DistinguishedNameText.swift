// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SwiftASN1
import X509

/// A distinguished name as text (RFC 4514).
struct DistinguishedNameText {
    /// Such as `CN=daemon,O=Contoso`, the most specific part first.
    let text: String

    init(_ element: BERElement) throws {
        self.text = String(describing: try DistinguishedName(derEncoded: DER.parse(element.encoded)))
    }
}
