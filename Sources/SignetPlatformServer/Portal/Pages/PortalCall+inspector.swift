// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetPlatform

extension PortalCall {
    private static let greatestText = 20_000

    /// Shows what a pasted token or assertion says, and whether the platform would take it; nothing of it is kept.
    func inspector() async throws -> PlatformResponse {
        guard self.isPost, let text = self.form.text("token") else {
            return page("inspector", "Token inspector", ["isEmpty": true], active: "inspector")
        }
        guard text.utf8.count <= Self.greatestText else {
            return page(
                "inspector",
                "Token inspector",
                ["problem": "The text is longer than any token."],
                active: "inspector",
                status: 400
            )
        }
        // People paste it with the header's first word, or broken into lines.
        let bare = text.filter { !$0.isWhitespace }
        let token = bare.hasPrefix("Bearer") ? String(bare.dropFirst("Bearer".count)) : bare
        guard let inspection = try await self.portal.platform.inspect(token) else {
            return page(
                "inspector",
                "Token inspector",
                ["problem": "This is not a JWT: header.claims.signature in base64url is expected."],
                active: "inspector",
                status: 400
            )
        }
        return page(
            "inspector",
            "Token inspector",
            [
                "result": [
                    "kind": inspection.kind.rawValue, "isAccepted": inspection.isAccepted,
                    "verdict": inspection.verdict, "remedy": inspection.remedy, "hasRemedy": !inspection.remedy.isEmpty,
                    "header": inspection.header, "claims": inspection.claims,
                    "facts": inspection.facts.map { ["name": $0.name, "value": $0.value] },
                    "hasFacts": !inspection.facts.isEmpty,
                ] as [String: Any]
            ],
            active: "inspector"
        )
    }
}
