// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A form of a page of the platform, which writes every value in quotes and escaped.
struct PageForm {
    let action: String
    var fields: [String: String] = [:]

    /// Reads the last form of a page: the one that goes on; those before it offer other ways.
    init?(lastOf page: String) {
        var form: PageForm?
        for piece in page.split(separator: "<") {
            let tag = piece.prefix { $0 != ">" }
            if tag.hasPrefix("form ") {
                form = PageForm(action: Self.attribute("action", of: tag) ?? "")
            } else if tag.hasPrefix("input "), let name = Self.attribute("name", of: tag) {
                form?.fields[name] = Self.attribute("value", of: tag) ?? ""
            }
        }
        guard let form else { return nil }
        self = form
    }

    private init(action: String) {
        self.action = action
    }

    private static func attribute(_ name: String, of tag: Substring) -> String? {
        guard let start = tag.firstRange(of: " \(name)=\"") else { return nil }
        var value = String(tag[start.upperBound...].prefix { $0 != "\"" })
        for (escape, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            value = value.replacing(escape, with: character)
        }
        return value
    }
}
