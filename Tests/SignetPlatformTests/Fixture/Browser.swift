// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Synchronization
import Testing

@testable import SignetPlatform

/// A browser without scripts: keeps cookies, fills in the one form of a page, and does not follow redirections.
final class Browser: Sendable {
    let platform: PlatformFixture
    private let jar = Mutex<[String: String]>([:])

    init(_ platform: PlatformFixture) {
        self.platform = platform
    }

    var cookies: [String: String] { self.jar.withLock { $0 } }

    func get(_ path: String) async -> Reply {
        keep(await self.platform.send("GET", path, headers: headers))
    }

    func post(_ path: String, _ fields: [(String, String)]) async -> Reply {
        let body = fields.map { "\(ResponseTarget.encode($0.0))=\(ResponseTarget.encode($0.1))" }.joined(separator: "&")
        return keep(
            await self.platform.send(
                "POST",
                path,
                headers: headers + [("Content-Type", "application/x-www-form-urlencoded")],
                body: Array(body.utf8)
            )
        )
    }

    /// Sends the last form of a page with its hidden fields and these.
    func submit(_ page: Reply, _ fields: [(String, String)] = []) async throws -> Reply {
        let action = try #require(Self.attribute("action", in: page.text, after: "<form"), "\(page.text)")
        return await post(action, Self.hiddenFields(page.text) + fields)
    }

    /// Signs in on a page that asks for it.
    func signIn(_ page: Reply, _ name: String, _ password: String = PeopleFixture.password) async throws -> Reply {
        try await submit(page, [("loginfmt", name), ("passwd", password)])
    }

    private var headers: [(name: String, value: String)] {
        let pairs = cookies.map { "\($0.key)=\($0.value)" }
        return pairs.isEmpty ? [] : [("Cookie", pairs.joined(separator: "; "))]
    }

    private func keep(_ reply: Reply) -> Reply {
        for value in reply.headers("Set-Cookie") {
            let pair = value.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(pair[0])
            let isRemoved = value.contains("Max-Age=0")
            self.jar.withLock { $0[name] = isRemoved ? nil : String(pair[1]) }
        }
        return reply
    }

    static func hiddenFields(_ text: String) -> [(String, String)] {
        let form = text.components(after: "<form").last ?? ""
        return form.components(after: "<input type=\"hidden\"").dropFirst()
            .map { input in
                (attribute("name", in: input) ?? "", attribute("value", in: input) ?? "")
            }
    }

    static func attribute(_ name: String, in text: String, after start: String? = nil) -> String? {
        let rest = start.map { text.components(after: $0).last ?? "" } ?? text
        let pieces = rest.components(after: "\(name)=\"")
        guard pieces.count > 1 else { return nil }
        return String(pieces[1].prefix { $0 != "\"" }).replacing("&amp;", with: "&").replacing("&#39;", with: "'")
    }
}

extension String {
    fileprivate func components(after needle: String) -> [String] {
        self.split(separator: needle, omittingEmptySubsequences: false).map(String.init)
    }
}

extension Reply {
    /// The parameters of the address to which an answer leads.
    var sent: [String: String] {
        let location = header("Location") ?? ""
        let text = location.split(maxSplits: 1, whereSeparator: { $0 == "?" || $0 == "#" }).dropFirst().first ?? ""
        var out: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            out[String(parts[0])] = PercentEncoding.decode(Array((parts.last ?? "").utf8)[...], plusIsSpace: true)
        }
        return out
    }
}
