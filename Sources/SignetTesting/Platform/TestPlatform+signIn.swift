// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetCredentials

extension TestPlatform {
    /// Takes a user through the pages of a sign-in, as a browser would: name, password, consent.
    ///
    /// ```swift
    /// let request = try AuthorizationRequest(
    ///     tenantID: platform.tenantID, clientID: shop.clientID, redirectURI: "https://shop.example/callback",
    ///     scopes: ["api://orders/read"], authority: platform.credentialOptions.authority)
    /// let redirect = try await platform.signIn(ada, at: request.url)
    /// let code = try request.authorizationCode(fromRedirect: redirect)
    /// ```
    ///
    /// - Parameters:
    ///   - user: Who signs in, in a browser that nobody has used before.
    ///   - url: Where the application sends the browser.
    ///   - accepts: Whether the user agrees to what the application asks for.
    /// - Returns: What comes back to the application: the address with its query, or the form that the browser posts.
    /// - Throws: ``DirectoryRefusal`` with the words of a page that leads nowhere.
    public func signIn(_ user: TestUser, at url: String, accepting accepts: Bool = true) async throws -> String {
        var browser = PageBrowser(transport: self.transport, origin: self.authority.url)
        var answer = try await browser.get(url)
        var page = Self.text(answer)
        // Name, password and consent are two pages; what takes more goes round in circles.
        for _ in 0..<6 {
            if answer.status == 302, let address = answer[header: "location"] { return address }
            guard let form = PageForm(lastOf: page) else { break }
            guard form.action.hasPrefix("/") else { return Self.encoded(form.fields) }
            var fields = form.fields
            if fields["passwd"] != nil {
                fields["loginfmt"] = user.userPrincipalName
                fields["passwd"] = user.password.withExposedBytes { String(decoding: $0, as: UTF8.self) }
            } else if !accepts {
                fields["cancel"] = "1"
            }
            answer = try await browser.post(Self.encoded(fields), to: form.action)
            page = Self.text(answer)
        }
        let words = page.firstRange(of: "AADSTS").map { page[$0.lowerBound...] } ?? page[...]
        throw DirectoryRefusal(status: answer.status, text: String(words.prefix(500)))
    }

    /// Makes every refresh token worthless that a user's sign-ins have brought before now, as an administrator does after a theft.
    ///
    /// - Parameter user: Who must sign in again.
    /// - Throws: What the directory refuses.
    public func revokeSessions(of user: TestUser) async throws {
        _ = try await graph("POST", "/users/\(user.objectID)/revokeSignInSessions", [:])
    }

    private static func text(_ answer: TransportResponse) -> String {
        answer.body.withExposedBytes { String(decoding: $0, as: UTF8.self) }
    }

    private static func encoded(_ fields: [String: String]) -> String {
        fields.sorted { $0.key < $1.key }.map { "\($0)=\(escaped($1))" }.joined(separator: "&")
    }
}
