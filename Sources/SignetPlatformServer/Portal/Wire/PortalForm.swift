// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetPlatform

/// What a form of the portal brought, whichever way the browser encoded it.
struct PortalForm: Sendable {
    private let parameters: FormParameters?
    private let multipart: MultipartForm?

    init(_ request: PlatformRequest) {
        let type = request.header("content-type") ?? ""
        self.multipart = MultipartForm(request.body, contentType: type)
        self.parameters =
            type.lowercased().hasPrefix("application/x-www-form-urlencoded") ? try? FormParameters(request.body) : nil
    }

    /// The value of a field, without the spaces around it; `nil` where it is absent or empty.
    func text(_ name: String) -> String? {
        guard let value = self.parameters?[name] ?? self.multipart?.texts[name] else { return nil }
        let start = value.drop { $0.isWhitespace }
        let text = String(start.reversed().drop { $0.isWhitespace }.reversed())
        return text.isEmpty ? nil : text
    }

    /// The value of a field exactly as it came.
    func exact(_ name: String) -> String? { self.parameters?[name] ?? self.multipart?.texts[name] }

    func file(_ name: String) -> [UInt8]? {
        guard let bytes = self.multipart?.files[name], !bytes.isEmpty else { return nil }
        return bytes
    }
}
