// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetPlatform

/// Answers of the portal, each with the header fields that keep a page to itself.
enum PortalAnswer {
    static let route = "portal"

    /// Nothing is loaded from elsewhere, nothing inline runs, nobody frames a page, forms go to this origin alone.
    private static let policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

    private static let common = [
        (name: "Content-Security-Policy", value: policy), (name: "X-Content-Type-Options", value: "nosniff"),
        (name: "X-Frame-Options", value: "DENY"), (name: "Referrer-Policy", value: "no-referrer"),
        (name: "Cross-Origin-Opener-Policy", value: "same-origin"),
        (name: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=()"),
        (name: "Strict-Transport-Security", value: "max-age=31536000"),
    ]

    static func page(_ html: String, status: Int = 200, cookie: String? = nil) -> PlatformResponse {
        var headers = self.common + [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")]
        if let cookie { headers.append(("Set-Cookie", cookie)) }
        return PlatformResponse(status: status, headers: headers, body: Array(html.utf8), route: self.route)
    }

    /// Sends the browser to another page of the portal: `path` is one of our own, never a value that was sent.
    static func redirect(_ path: String, cookie: String? = nil) -> PlatformResponse {
        var headers = self.common + [("Location", path), ("Cache-Control", "no-store")]
        if let cookie { headers.append(("Set-Cookie", cookie)) }
        return PlatformResponse(status: 303, headers: headers, route: self.route)
    }

    static func style(_ css: String) -> PlatformResponse {
        PlatformResponse(
            status: 200,
            headers: self.common + [
                ("Content-Type", "text/css; charset=utf-8"), ("Cache-Control", "public, max-age=31536000, immutable"),
            ],
            body: Array(css.utf8),
            route: self.route
        )
    }

    static func json(_ status: Int, _ body: JSONValue) -> PlatformResponse {
        PlatformResponse(
            status: status,
            headers: self.common + [
                ("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store"),
            ],
            body: body.serialized,
            route: self.route
        )
    }
}
