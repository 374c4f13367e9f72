// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Mustache
import SignetCore

/// HTML out of templates, which are part of the program: it needs no files beside it.
struct PortalRenderer: Sendable {
    /// Escapes each of the five characters wherever it stands, also where a combining mark follows it and makes the two one
    /// `Character`.
    private struct Escaping: MustacheContentType {
        func escapeText(_ text: String) -> String {
            var out = String.UnicodeScalarView()
            for scalar in text.unicodeScalars {
                switch scalar {
                case "<": out.append(contentsOf: "&lt;".unicodeScalars)
                case ">": out.append(contentsOf: "&gt;".unicodeScalars)
                case "&": out.append(contentsOf: "&amp;".unicodeScalars)
                case "\"": out.append(contentsOf: "&quot;".unicodeScalars)
                case "'": out.append(contentsOf: "&#39;".unicodeScalars)
                default: out.append(scalar)
                }
            }
            return String(out)
        }
    }

    private static let navigation = [
        ("overview", "Overview"), ("applications", "App registrations"), ("people", "People"), ("vault", "Key vault"),
        ("expiry", "Expiry forecast"), ("sign-ins", "Sign-in log"), ("inspector", "Token inspector"),
    ]

    let style = PortalTemplates.style
    /// The name of the stylesheet; it changes with the content, so that it can be kept for ever.
    let styleName: String

    /// Parsed for the first page, not at the start of a server: most never show one.
    private static let library: MustacheLibrary = {
        MustacheContentTypes.register(Escaping(), named: "PORTAL")
        var library = MustacheLibrary()
        for (name, text) in PortalTemplates.all {
            // A template that cannot be parsed renders as nothing, which a test would see.
            try? library.register("{{% CONTENT_TYPE:PORTAL}}" + text, named: name)
        }
        return library
    }()

    init() {
        // FNV-1a: it only has to differ between two versions of the sheet.
        let hash = self.style.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        self.styleName = "style-\(String(hash, radix: 16)).css"
    }

    /// A page in the frame with the navigation.
    func page(_ template: String, title: String, content: [String: Any], active: String) -> String {
        let items: [[String: Any]] = Self.navigation.map { name, text in
            ["path": "/portal/\(name)", "text": text, "isCurrent": name == active]
        }
        return frame(
            title: title,
            body: render(template, content),
            more: [
                "navigation": items, "formToken": content["formToken"] ?? "", "isSignedIn": true,
                "who": content["who"] ?? "",
            ]
        )
    }

    /// Which way of signing in was refused.
    enum SignInRefusal {
        case byCode, byName
    }

    func signIn(code: String, name: String = "", refusal: SignInRefusal? = nil) -> String {
        let content: [String: Any] = [
            "name": name, "isRefused": refusal == .byCode, "isNameRefused": refusal == .byName,
        ]
        // An empty text counts as there: it is left out, so that the page shows both ways.
        let more: [String: Any] = code.isEmpty ? [:] : ["code": code]
        return frame(title: "Sign in", body: render("sign-in", content.merging(more) { $1 }), more: [:])
    }

    func message(_ text: String) -> String {
        frame(title: "Signet", body: render("message", ["text": text]), more: [:])
    }

    private func frame(title: String, body: String, more: [String: Any]) -> String {
        var content = more
        content["title"] = title
        content["body"] = body
        content["style"] = self.styleName
        return render("frame", content)
    }

    private func render(_ template: String, _ content: [String: Any]) -> String {
        Self.library.render(content, withTemplate: template) ?? ""
    }
}
