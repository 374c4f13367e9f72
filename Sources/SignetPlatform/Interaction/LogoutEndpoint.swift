// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetAssertions
import SignetCore

/// `/{tenant}/oauth2/v2.0/logout`: ends the browser's session.
///
/// It leads back only to an address that the client registered, and only where the request says which client that is.
struct LogoutEndpoint: Sendable {
    private static let route = "logout"

    let sessions: SessionStore
    let clients: ClientLookup
    let keys: SigningKeyRing

    func respond(_ exchange: Exchange) async throws -> PlatformResponse {
        if let cookie = BrowserCookie(exchange.request) { try await self.sessions.end(cookie) }
        let text =
            exchange.request.method == "POST" ? exchange.request.body : Array((exchange.request.query ?? "").utf8)
        let parameters = text.count <= AuthorizeRequest.greatestText ? try? FormParameters(text) : nil
        if let parameters, let address = try await destination(parameters) {
            let state = parameters["state"]
                .map {
                    "\(address.contains("?") ? "&" : "?")state=\(ResponseTarget.encode($0))"
                }
            return PlatformResponse(
                status: 302,
                headers: [
                    ("Location", address + (state ?? "")), ("Cache-Control", "no-store, no-cache"),
                    ("Set-Cookie", BrowserCookie.removal), ("x-ms-request-id", exchange.traceID),
                ],
                route: Self.route
            )
        }
        let content = NoticePages.message(
            "You signed out of your account",
            "It’s a good idea to close all browser windows."
        )
        return Page(title: "Signed out", content: content)
            .response(exchange, route: Self.route, cookies: [BrowserCookie.removal])
    }

    private func destination(_ parameters: FormParameters) async throws -> String? {
        guard let address = parameters["post_logout_redirect_uri"],
            let clientID = parameters["id_token_hint"].flatMap(audience) ?? parameters["client_id"],
            let client = try await self.clients.anyClient(clientID)
        else { return nil }
        let isRegistered = client.application.redirectURIs.contains { $0.matches(address) }
        if isRegistered { return address }
        let own = client.application.others["web"]?["logoutUrl"]?.string ?? ""
        return own.utf8.elementsEqual(address.utf8) && RedirectURI.isAcceptable(own, on: .web) ? address : nil
    }

    /// The client of an ID token that this platform signed, be it expired.
    private func audience(_ text: String) -> String? {
        guard let token = try? CompactToken(text), let name = token.header["kid"]?.string,
            let key = self.keys.key(name), key.verificationKey.verifies(token)
        else { return nil }
        return token.claims["aud"]?.string
    }
}
