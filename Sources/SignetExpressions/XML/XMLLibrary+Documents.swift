// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension XMLLibrary {
    static func documents() -> LibraryTable {
        LibraryTable(
            "XDocument",
            [
                .init("new(params object[] content)") { state, a throws(ExpressionError) in
                    let document = XMLNode(.document)
                    _ = try XMLContent.add(a[0], to: document, at: 0, &state)
                    return state.kept(document)
                },
                .init("static XDocument Parse(string text)") { state, a throws(ExpressionError) in
                    state.kept(try XMLReader.parse(try a.text(0), memory: &state.memory))
                },
                .init("static XDocument Parse(string text, LoadOptions options)") { state, a throws(ExpressionError) in
                    let keeps = a.integer(1) & 1 == 1
                    return state.kept(try XMLReader.parse(try a.text(0), keepsSpace: keeps, memory: &state.memory))
                },
                .init("XElement Root") { _, a throws(ExpressionError) in
                    .optional(try a.object(0, XMLNode.self).elements.first)
                },
                .init("XDeclaration Declaration") { _, a throws(ExpressionError) in
                    .optional(try a.object(0, XMLNode.self).declaration)
                },
            ]
        )
    }
}
