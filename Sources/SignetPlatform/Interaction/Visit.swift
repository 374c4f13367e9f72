// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// A browser at a page: the request, its cookie, and whom it has signed in.
struct Visit: Sendable {
    let exchange: Exchange
    /// The cookie; a new one where the browser brought none.
    let cookie: BrowserCookie
    let session: BrowserSession?
    /// Whether the browser must be told the cookie.
    let isNew: Bool
    /// Whether the person has just proved who it is.
    var isFresh = false
    /// Whether the person has just chosen the account of the session; when it signed in stays what it was.
    var hasChosen = false
    /// When the session was found good enough to ask the person something else, where the answer to that came now.
    var accepted: Date?
    /// Whether the person has just consented.
    var hasConsented = false
    /// Whether the person has just confirmed that the device is meant.
    var hasConfirmed = false

    /// Whether the person of the session is the one that the person at the browser means.
    var isChosen: Bool { self.isFresh || self.hasChosen || self.accepted != nil }

    var now: Date { self.exchange.now }
    var cookies: [String] { self.isNew ? [self.cookie.header] : [] }
}

extension SessionStore {
    /// Reads the browser's cookie, or draws one.
    func visit(_ exchange: Exchange) async throws -> Visit {
        guard let cookie = BrowserCookie(exchange.request) else {
            return Visit(exchange: exchange, cookie: BrowserCookie.random(), session: nil, isNew: true)
        }
        let session = try await session(cookie, at: exchange.now)
        return Visit(exchange: exchange, cookie: cookie, session: session, isNew: false)
    }
}
