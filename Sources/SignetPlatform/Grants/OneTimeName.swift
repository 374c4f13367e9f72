// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import SignetCore

/// A name of fixed size for something that a stranger may have made as long as it liked.
enum OneTimeName {
    static func of(_ text: String) -> String { Base64URL.encode(Array(SHA256.hash(data: Array(text.utf8)))) }

    static func of(_ secret: SecretBytes) -> String {
        secret.withExposedBytes { Base64URL.encode(Array(SHA256.hash(data: $0))) }
    }
}
