// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

extension RecordCollection {
    /// Who is signed in with which browser.
    static let browserSessions = RecordCollection("browserSessions")
}

/// That a person is signed in with a browser.
struct BrowserSession: Sendable {
    /// The identifier that tokens name (`sid`); the cookie is another.
    let id: String
    let tenant: String
    let userID: String
    let authenticated: Date
    let methods: [String]

    init(id: String, tenant: String, userID: String, authenticated: Date, methods: [String]) {
        self.id = id
        self.tenant = tenant
        self.userID = userID
        self.authenticated = authenticated
        self.methods = methods
    }

    init(_ record: StoredRecord) throws(StorageError) {
        let reader = try RecordReader(record)
        self.init(
            id: try reader.string("sid"),
            tenant: try reader.string("tenant"),
            userID: try reader.string("user"),
            authenticated: try reader.instant("authenticated"),
            methods: try reader.strings("methods")
        )
    }

    var content: JSONObject {
        [
            "sid": .string(self.id), "tenant": .string(self.tenant), "user": .string(self.userID),
            "authenticated": .milliseconds(self.authenticated), "methods": .strings(self.methods),
        ]
    }
}

/// The cookie of a browser: a random value, of which the storage keeps the digest only.
struct BrowserCookie: Sendable, Equatable {
    /// The prefix makes browsers demand `Secure`, the whole site and no `Domain`.
    static let name = "__Host-signet-session"

    let value: String

    /// Draws a new one.
    static func random() -> BrowserCookie {
        var generator = SystemRandomNumberGenerator()
        return BrowserCookie(
            value: Base64URL.encode((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
        )
    }

    private init(value: String) {
        self.value = value
    }

    /// The cookie of a request, where it has one.
    init?(_ request: PlatformRequest) {
        for header in request.headers where header.name.lowercased() == "cookie" {
            for pair in header.value.split(separator: ";") {
                let parts = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
                if parts.count == 2, parts[0] == Self.name, parts[1].utf8.count == 43 {
                    self.value = String(parts[1])
                    return
                }
            }
        }
        return nil
    }

    /// What the storage and pages know it by.
    var digest: String { OneTimeName.of("cookie \(self.value)") }

    /// The header that sets it, for the life of the browser.
    var header: String { "\(Self.name)=\(self.value); Path=/; Secure; HttpOnly; SameSite=Lax" }

    /// The header that removes it.
    static let removal = "\(name)=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"
}

/// Which browsers are signed in.
struct SessionStore: Sendable {
    let storage: any PlatformStorage
    /// The seconds that a session lasts.
    let lifetime: Int

    /// The session of a cookie, unless it has ended.
    func session(_ cookie: BrowserCookie, at now: Date) async throws -> BrowserSession? {
        guard let record = try await self.storage.record(key(cookie)) else { return nil }
        let session = try BrowserSession(record)
        return now < session.authenticated + Double(self.lifetime) ? session : nil
    }

    /// Files a session under a new cookie: whoever knew the old one knows nothing.
    func begin(_ session: BrowserSession, replacing old: BrowserCookie?) async throws -> BrowserCookie {
        let cookie = BrowserCookie.random()
        if let old { try await end(old) }
        let record = StoredRecord(
            key: key(cookie),
            lookups: [GrantLedger.day(session.authenticated + Double(self.lifetime))],
            content: JSONValue.object(session.content).serialized
        )
        try await self.storage.apply([.insert(record)])
        return cookie
    }

    /// Forgets the session of a cookie.
    func end(_ cookie: BrowserCookie) async throws {
        guard let record = try await self.storage.record(key(cookie)) else { return }
        do {
            try await self.storage.apply([.delete(record.key, version: record.version)])
        } catch let error as StorageError where error.code == .conflict {
            // Somebody else ended it.
        }
    }

    private func key(_ cookie: BrowserCookie) -> RecordKey {
        RecordKey(.browserSessions, tenant: "", id: cookie.digest)
    }
}
