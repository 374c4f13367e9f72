// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetPlatform

/// The answers of the server itself.
enum JSONAnswer {
    static func object(_ status: Int, _ body: JSONValue, route: String) -> PlatformResponse {
        PlatformResponse(
            status: status,
            headers: [("Content-Type", "application/json; charset=utf-8")],
            body: body.serialized,
            route: route
        )
    }

    static func failure(_ status: Int, _ code: String, _ message: String, route: String) -> PlatformResponse {
        object(status, ["error": ["code": .string(code), "message": .string(message)]], route: route)
    }
}
