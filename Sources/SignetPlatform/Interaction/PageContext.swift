// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// What a page remembers of the sign-in that it belongs to; sealed into the page's form.
///
/// It names the browser for which the page was made, so that a form that somebody else's page sends is worth nothing:
/// this is the protection against forged requests and forged sign-ins.
struct PageContext: Sendable {
    /// What the page asks.
    enum Stage: String, Sendable {
        case signIn
        case newPassword
        case consent
        case deviceCode
        case deviceConfirmation
    }

    /// What the sign-in is for.
    enum Subject: Sendable {
        case authorize(version: TokenEndpointVersion, tenant: String, text: String)
        case adminConsent(version: TokenEndpointVersion, tenant: String, text: String)
        case device(id: String)
        /// Nothing yet: a code is still to be typed.
        case none
    }

    /// For how long a page can be sent.
    static let lifetime: TimeInterval = 3_600

    let stage: Stage
    let subject: Subject
    /// The digest of the browser's cookie.
    let browser: String
    let made: Date
    /// Who signed in, with the home, where that has happened.
    let user: (tenant: String, id: String)?
    /// The permissions that a page for consent shows, by their identifiers.
    var shown: [String] = []

    init(_ stage: Stage, _ subject: Subject, browser: String, made: Date, user: (tenant: String, id: String)? = nil) {
        self.stage = stage
        self.subject = subject
        self.browser = browser
        self.made = made
        self.user = user
    }

    init?(_ content: JSONObject) {
        guard let stage = content["stage"]?.string.flatMap(Stage.init(rawValue:)),
            let browser = content["browser"]?.string, let made = content["made"]?.instant
        else { return nil }
        self.stage = stage
        self.browser = browser
        self.made = made
        if let tenant = content["user_tenant"]?.string, let id = content["user"]?.string {
            self.user = (tenant, id)
        } else {
            self.user = nil
        }
        self.shown = content["shown"]?.array?.compactMap(\.string) ?? []
        if let text = content["text"]?.string, let tenant = content["tenant"]?.string {
            let version: TokenEndpointVersion = content["v"]?.integer == 1 ? .v1 : .v2
            self.subject =
                content["admin"]?.bool == true
                ? .adminConsent(version: version, tenant: tenant, text: text)
                : .authorize(version: version, tenant: tenant, text: text)
        } else if let id = content["device"]?.string {
            self.subject = .device(id: id)
        } else {
            self.subject = .none
        }
    }

    var content: JSONValue {
        var content: JSONObject = [
            "stage": .string(self.stage.rawValue), "browser": .string(self.browser), "made": .milliseconds(self.made),
        ]
        switch self.subject {
        case .authorize(let version, let tenant, let text), .adminConsent(let version, let tenant, let text):
            if case .adminConsent = self.subject { content["admin"] = true }
            content["v"] = .number(version == .v1 ? 1 : 2)
            content["tenant"] = .string(tenant)
            content["text"] = .string(text)
        case .device(let id): content["device"] = .string(id)
        case .none: break
        }
        if let user = self.user {
            content["user_tenant"] = .string(user.tenant)
            content["user"] = .string(user.id)
        }
        if !self.shown.isEmpty { content["shown"] = .strings(self.shown) }
        return .object(content)
    }
}
