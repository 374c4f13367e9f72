// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Where and how an answer goes to an application.
struct ResponseTarget: Sendable {
    enum Mode: String, Sendable {
        case query
        case fragment
        case formPost = "form_post"
    }

    let redirect: RedirectURI
    /// The address as the request has it; it was compared with the registered one.
    let address: String
    let mode: Mode
    let state: String?

    static let route = "authorize"

    /// Sends an answer.
    func response(
        _ parameters: [(name: String, value: String)],
        _ exchange: Exchange,
        cookies: [String] = []
    ) -> PlatformResponse {
        let all = parameters + (self.state.map { [("state", $0)] } ?? [])
        guard self.mode != .formPost else {
            return Page(
                title: "Working…",
                content: SignInPages.formPost(to: self.address, all),
                formTargets: [Page.source(of: self.address)],
                submitsItself: true
            )
            .response(exchange, route: Self.route, cookies: cookies)
        }
        let text = all.map { "\($0.name)=\(Self.encode($0.value))" }.joined(separator: "&")
        let separator = self.mode == .fragment ? "#" : (self.address.contains("?") ? "&" : "?")
        return PlatformResponse(
            status: 302,
            headers: [
                ("Location", self.address + separator + text), ("Cache-Control", "no-store, no-cache"),
                ("Pragma", "no-cache"), ("Referrer-Policy", "strict-origin"), ("X-Content-Type-Options", "nosniff"),
                ("x-ms-request-id", exchange.traceID),
            ] + cookies.map { ("Set-Cookie", $0) },
            route: Self.route
        )
    }

    /// Sends a refusal.
    func response(
        _ refusal: TokenRefusal,
        _ exchange: Exchange,
        cookies: [String] = []
    ) -> PlatformResponse {
        var parameters = [
            (name: "error", value: refusal.row.error.rawValue),
            (name: "error_description", value: refusal.description(exchange)),
            (name: "error_uri", value: TokenRefusal.page(about: refusal.row.number)),
        ]
        if let suberror = refusal.row.suberror { parameters.append(("error_subcode", suberror)) }
        if let claims = refusal.claims { parameters.append(("claims", claims)) }
        return response(parameters, exchange, cookies: cookies)
    }

    /// Everything but RFC 3986's unreserved characters is escaped, so that no value ends another.
    static func encode(_ text: String) -> String {
        var out: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                out.append(byte)
            default:
                out.append(UInt8(ascii: "%"))
                out += Array(Hexadecimal.encode([byte]).uppercased().utf8)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
