// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import SignetCore

/// The look of the pages: one column, the browser's own font, light or dark as the person has it.
enum PageStyle {
    static let text = """
        :root{color-scheme:light dark;--back:#f3f4f6;--card:#fff;--ink:#1b1f24;--soft:#57606a;--line:#8c959f;\
        --accent:#0b5cad;--on-accent:#fff;--bad:#b3261e;--bad-back:#fdecea}
        @media (prefers-color-scheme:dark){:root{--back:#0d1117;--card:#161b22;--ink:#e6edf3;--soft:#9da7b3;--line:#6e7681;\
        --accent:#79b8ff;--on-accent:#06203a;--bad:#ffb4ab;--bad-back:#3b1513}}
        *{box-sizing:border-box}
        body{margin:0;min-height:100vh;display:flex;align-items:center;justify-content:center;padding:1.5rem;\
        background:var(--back);color:var(--ink);font:1rem/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
        main{width:100%;max-width:27.5rem;background:var(--card);border:1px solid color-mix(in srgb,var(--line) 45%,transparent);\
        border-radius:.75rem;padding:2rem 2.25rem}
        .brand{margin:0 0 1rem;color:var(--soft);font-weight:600;letter-spacing:.02em}
        h1{margin:0 0 .5rem;font-size:1.5rem;line-height:1.25;font-weight:600;overflow-wrap:anywhere}
        p{margin:.5rem 0;overflow-wrap:anywhere}
        .soft{color:var(--soft)}
        label{display:block;margin:1rem 0 .25rem;font-weight:600}
        input[type=text],input[type=email],input[type=password]{width:100%;padding:.6rem .7rem;border:1px solid var(--line);\
        border-radius:.4rem;background:transparent;color:inherit;font:inherit}
        .code{letter-spacing:.2em;text-transform:uppercase;font-family:ui-monospace,monospace}
        .check{display:flex;gap:.6rem;align-items:baseline;font-weight:400}
        .actions{display:flex;flex-direction:row-reverse;gap:.75rem;margin-top:1.5rem}
        button{padding:.6rem 1.4rem;border:1px solid var(--accent);border-radius:.4rem;background:var(--accent);\
        color:var(--on-accent);font:inherit;font-weight:600;cursor:pointer}
        button.plain{background:transparent;color:var(--ink);border-color:var(--line)}
        button.wide{width:100%;text-align:left;margin-top:1rem;overflow-wrap:anywhere}
        :focus-visible{outline:3px solid var(--accent);outline-offset:2px}
        .alert{margin:1rem 0;padding:.7rem .9rem;border-left:4px solid var(--bad);background:var(--bad-back);color:var(--bad);\
        border-radius:.25rem}
        ul.scopes{list-style:none;margin:1rem 0;padding:0}
        ul.scopes li{padding:.6rem 0;border-top:1px solid color-mix(in srgb,var(--line) 45%,transparent)}
        dl{margin:1.25rem 0 0;padding-top:1rem;border-top:1px solid color-mix(in srgb,var(--line) 45%,transparent);\
        font-size:.875rem;color:var(--soft)}
        dt{font-weight:600}
        dd{margin:0 0 .5rem;font-family:ui-monospace,monospace;overflow-wrap:anywhere}
        """

    /// The style's name in a content security policy.
    static let source = source(of: text)
    /// The one script: a page that hands an answer on sends itself.
    ///
    /// Without scripts, its button does.
    static let submit = "document.forms[0].submit()"
    static let submitSource = source(of: submit)

    private static func source(of text: String) -> String {
        "'sha256-\(Base64.encode(Array(SHA256.hash(data: Array(text.utf8)))))'"
    }
}
