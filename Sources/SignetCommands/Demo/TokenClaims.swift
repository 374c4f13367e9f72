// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetAssertions
import SignetCore

/// The claims of an access token, for showing them; nothing is verified here.
struct TokenClaims {
    private let claims: JSONObject

    init(_ token: String) throws {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64URL.decode(parts[1]),
            let claims = (try? JSONValue.parse(bytes))?.object
        else {
            throw CommandFailure(code: "malformed", message: "the platform's token is not a JWT")
        }
        self.claims = claims
    }

    /// The claims that tell who, whom for and how.
    var facts: [(String, String)] {
        ["ver", "iss", "aud", "azp", "azpacr", "appid", "appidacr", "tid", "oid", "exp"]
            .compactMap { name in
                self.claims[name].map { (name, $0.string ?? $0.text) }
            }
    }
}
