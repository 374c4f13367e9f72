// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A page for people, as an answer with everything that protects it.
struct Page: Sendable {
    let title: String
    let content: HTML
    var status = 200
    /// Where the page's form may lead, beside this service: the browser also stops redirections to anywhere else.
    var formTargets: [String] = []
    /// Whether the page sends its form by itself.
    var submitsItself = false

    func response(_ exchange: Exchange, route: String, cookies: [String] = []) -> PlatformResponse {
        PlatformResponse(
            status: self.status,
            headers: headers(exchange) + cookies.map { ("Set-Cookie", $0) },
            body: Array(document.text.utf8),
            route: route
        )
    }

    private var document: HTML {
        let script: HTML? = self.submitsItself ? HTML(stringLiteral: "<script>\(PageStyle.submit)</script>") : nil
        let style = HTML(stringLiteral: PageStyle.text)
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(self.title)</title>
            <style>\(style)</style></head>
            <body><main><p class="brand">Signet</p>
            \(self.content)
            </main>\(script)</body></html>

            """
    }

    private var policy: String {
        let script = self.submitsItself ? " script-src \(PageStyle.submitSource);" : ""
        let targets = (["'self'"] + self.formTargets).joined(separator: " ")
        return "default-src 'none'; style-src \(PageStyle.source);\(script) form-action \(targets); base-uri 'none'; "
            + "frame-ancestors 'none'"
    }

    private func headers(_ exchange: Exchange) -> [(name: String, value: String)] {
        [
            ("Cache-Control", "no-store, no-cache"),
            ("Pragma", "no-cache"),
            ("Expires", "-1"),
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Security-Policy", self.policy),
            ("X-Frame-Options", "DENY"),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "strict-origin"),
            ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
            ("x-ms-request-id", exchange.traceID),
        ]
    }

    /// What a content security policy calls the place of an address: its origin, or its scheme where it has none.
    static func source(of address: String) -> String {
        guard let scheme = address.range(of: "://") else { return String(address.prefix { $0 != ":" }) + ":" }
        let name = address[..<scheme.lowerBound].lowercased()
        guard ["http", "https"].contains(name) else { return name + ":" }
        let authority = address[scheme.upperBound...].prefix { !"/?#;, ".contains($0) }
        return "\(name)://\(authority)"
    }
}

extension String {
    /// The first place of a text in this one.
    fileprivate func range(of needle: String) -> Range<String.Index>? {
        var start = self.startIndex
        while start < self.endIndex {
            if self[start...].hasPrefix(needle) { return start..<self.index(start, offsetBy: needle.count) }
            start = self.index(after: start)
        }
        return nil
    }
}
