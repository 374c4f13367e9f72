// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetPlatform

/// The cookie with the session's name.
enum PortalCookie {
    /// A browser takes a name with this prefix from this very host alone, over TLS, for all paths (RFC 6265bis §4.1.3.2).
    private static let name = "__Host-signet-portal"
    private static let attributes = "Path=/; Secure; HttpOnly; SameSite=Strict"

    static func setting(_ session: String) -> String { "\(self.name)=\(session); \(self.attributes)" }

    static var removing: String { "\(self.name)=; \(self.attributes); Max-Age=0" }

    static func read(_ request: PlatformRequest) -> String? {
        for field in request.headers where field.name.lowercased() == "cookie" {
            for pair in field.value.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                guard parts.count == 2, parts[0].drop(while: { $0 == " " }) == self.name else { continue }
                return String(parts[1])
            }
        }
        return nil
    }
}
