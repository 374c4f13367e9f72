// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import SignetCore

/// The `sub` of a person's tokens: another one for each application, so that applications cannot compare their people.
enum PairwiseSubject {
    /// The subject of a person at an application: 43 characters, always the same.
    static func of(_ userID: String, at appID: String, tenant: String) -> String {
        Base64URL.encode(Array(SHA256.hash(data: Array("sub \(tenant) \(appID) \(userID)".utf8))))
    }
}
