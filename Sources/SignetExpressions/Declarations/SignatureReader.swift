// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Reads declarations of members written in C#.
enum SignatureReader {
    enum Member {
        case method(LibraryMethod)
        case property(LibraryProperty)
    }

    private struct Parameters {
        var types: [StaticType] = []
        var names: [String] = []
        var optional = 0
        var isVariadic = false
        var hasOutput = false
    }

    /// The member that a declaration describes; `nil` for one that cannot be read.
    static func member(_ declaration: LibraryDeclaration, of owner: String) -> Member? {
        let bytes = Array(declaration.signature.utf8)
        guard var parser = try? Parser(bytes: bytes, range: bytes.indices) else { return nil }
        guard let head = head(&parser, owner) else { return nil }
        let isIndexer = parser.take(.leftBracket)
        guard isIndexer || parser.take(.leftParenthesis) else {
            guard parser.isAtEnd else { return nil }
            return .property(
                LibraryProperty(
                    owner: owner,
                    name: head.name,
                    isStatic: head.isStatic,
                    type: head.result,
                    code: declaration.code,
                    setter: declaration.setter
                )
            )
        }
        guard let parameters = parameters(&parser, until: isIndexer ? .rightBracket : .rightParenthesis) else {
            return nil
        }
        return .method(
            LibraryMethod(
                owner: owner,
                name: head.name,
                isStatic: head.isStatic || head.name == LibraryMethod.constructor,
                parameters: parameters.types,
                names: parameters.names,
                optional: parameters.optional,
                isVariadic: parameters.isVariadic,
                hasOutput: parameters.hasOutput,
                result: head.result,
                axis: declaration.axis,
                code: declaration.code
            )
        )
    }

    /// Reads what stands before the parameters.
    private static func head(
        _ parser: inout Parser,
        _ owner: String
    ) -> (isStatic: Bool, result: StaticType, name: String)? {
        let isStatic = parser.take(.static)
        if parser.take(.new) { return (isStatic, Self.type(of: owner), LibraryMethod.constructor) }
        var result = StaticType.void
        if !parser.take(.void) {
            guard let syntax = parser.type(), let type = try? TypeResolver.resolve(syntax) else { return nil }
            result = type
        }
        if parser.take(.this) { return (isStatic, result, LibraryMethod.indexer) }
        guard let name = try? parser.identifier() else { return nil }
        return (isStatic, result, name)
    }

    /// The type that a table belongs to.
    static func type(of owner: String) -> StaticType {
        if case .type(let type) = TypeCatalogue.entry(owner) { return type }
        return .named(owner)
    }

    private static func parameters(_ parser: inout Parser, until close: Punctuator) -> Parameters? {
        var parameters = Parameters()
        if parser.take(close) { return parser.isAtEnd ? parameters : nil }
        repeat {
            parameters.isVariadic = parser.take(.params)
            parameters.hasOutput = parser.take(.out)
            guard let syntax = parser.type(), let type = try? TypeResolver.resolve(syntax),
                let name = try? parser.identifier()
            else { return nil }
            parameters.types.append(type)
            parameters.names.append(name)
            if parser.take(.equal) {
                parser.advance()
                parameters.optional += 1
            }
        } while parser.take(.comma)
        return parser.take(close) && parser.isAtEnd ? parameters : nil
    }
}
