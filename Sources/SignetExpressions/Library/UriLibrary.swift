// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// `System.Uri`, `System.Net.IPAddress`, and `IUrl.ToUri()`.
enum UriLibrary {
    static func table() -> LibraryTable {
        LibraryTable("Uri", constructors + parts + methods)
    }

    private static let constructors: [LibraryDeclaration] = [
        .init("new(string uriString)") { _, a throws(ExpressionError) in
            guard let text = a[0].string else {
                throw .exception(.argumentNull, "Value cannot be null. (Parameter 'uriString')")
            }
            return .object(try UriObject(text))
        },
        .init("new(string uriString, UriKind uriKind)") { _, a throws(ExpressionError) in
            let uri = try UriObject(try a.text(0), allowsRelative: a.integer(1) != 1)
            guard a.integer(1) != 2 || !uri.isAbsolute else {
                throw .exception(
                    .uriFormat,
                    "A relative URI cannot be created because the 'uriString' parameter represents an absolute URI."
                )
            }
            return .object(uri)
        },
        .init("new(Uri baseUri, string relativeUri)") { _, a throws(ExpressionError) in
            .object(try a.object(0, UriObject.self).resolved(try a.text(1)))
        },
        .init("new(Uri baseUri, Uri relativeUri)") { _, a throws(ExpressionError) in
            .object(try a.object(0, UriObject.self).resolved(try a.object(1, UriObject.self).original))
        },
    ]

    private static func part(
        _ signature: String,
        _ read: @escaping @Sendable (UriObject) -> ExpressionValue
    ) -> LibraryDeclaration {
        .init(signature) { _, a throws(ExpressionError) in
            let uri: UriObject = try a.object(0)
            guard uri.isAbsolute || signature.contains("OriginalString") || signature.contains("IsAbsoluteUri") else {
                throw .exception(.invalidOperation, "This operation is not supported for a relative URI.")
            }
            return read(uri)
        }
    }

    private static let parts: [LibraryDeclaration] = [
        part("string AbsoluteUri") { .string($0.absolute) }, part("string AbsolutePath") { .string($0.path) },
        part("string LocalPath") { .string(PercentEncoding.decoded($0.path, plusAsSpace: false)) },
        part("string PathAndQuery") { .string($0.path + $0.query) }, part("string Query") { .string($0.query) },
        part("string Fragment") { .string($0.fragment) }, part("string Scheme") { .string($0.scheme) },
        part("string Host") { .string($0.host) },
        part("string DnsSafeHost") { .string($0.host.filter { $0 != "[" && $0 != "]" }) },
        part("string IdnHost") { .string($0.host) }, part("string Authority") { .string($0.authority) },
        part("string UserInfo") { .string($0.userInfo) }, part("int Port") { .int($0.port) },
        part("bool IsDefaultPort") { .bool($0.isDefaultPort) }, part("bool IsAbsoluteUri") { .bool($0.isAbsolute) },
        part("bool IsFile") { .bool($0.scheme == "file") }, part("bool IsUnc") { _ in .bool(false) },
        part("bool IsLoopback") { .bool(["localhost", "127.0.0.1", "[::1]"].contains($0.host)) },
        part("string OriginalString") { .string($0.original) },
        part("string[] Segments") { uri in
            var segments: [String] = []
            var current = ""
            for character in uri.path {
                current.append(character)
                if character == "/" {
                    segments.append(current)
                    current = ""
                }
            }
            return .strings(current.isEmpty ? segments : segments + [current])
        },
    ]

    private static let methods: [LibraryDeclaration] = [
        .init("string GetLeftPart(UriPartial part)") { _, a throws(ExpressionError) in
            let uri: UriObject = try a.object(0)
            let user = uri.userInfo.isEmpty ? "" : uri.userInfo + "@"
            let head = uri.scheme + "://" + user + uri.authority
            switch a.integer(1) {
            case 0: return .string(uri.scheme + "://")
            case 1: return .string(head)
            case 2: return .string(head + uri.path)
            default: return .string(head + uri.path + uri.query)
            }
        },
        .init("bool IsBaseOf(Uri uri)") { _, a throws(ExpressionError) in
            let (base, other): (UriObject, UriObject) = (try a.object(0), try a.object(1))
            let folder = base.path.lastIndex(of: "/").map { String(base.path[...$0]) } ?? "/"
            return .bool(
                base.scheme == other.scheme && base.authority == other.authority && other.path.hasPrefix(folder)
            )
        },
        .init("static bool TryCreate(string uriString, UriKind uriKind, out Uri result)") {
            state,
            a throws(ExpressionError) in
            let uri = a[0].string.flatMap { try? UriObject($0, allowsRelative: a.integer(1) != 1) }
            let fits = uri.map { a.integer(1) != 2 || !$0.isAbsolute } ?? false
            state.output = fits ? .optional(uri) : .null
            return .bool(fits)
        },
        .init("static bool TryCreate(Uri baseUri, string relativeUri, out Uri result)") {
            state,
            a throws(ExpressionError) in
            let base: UriObject? = a.optional(0)
            let uri = a[1].string.flatMap { reference in try? base?.resolved(reference) }
            state.output = .optional(uri)
            return .bool(uri != nil)
        },
        .init("static bool IsWellFormedUriString(string uriString, UriKind uriKind)") { _, a throws(ExpressionError) in
            guard let text = a[0].string, let uri = try? UriObject(text, allowsRelative: a.integer(1) != 1) else {
                return .bool(false)
            }
            let isClean = text.unicodeScalars.allSatisfy {
                $0.value > 0x20 && $0.value < 0x7F && !"<>\"{}|\\^`".unicodeScalars.contains($0)
            }
            return .bool(isClean && (a.integer(1) != 2 || !uri.isAbsolute))
        },
        .init("static bool CheckSchemeName(string schemeName)") { _, a throws(ExpressionError) in
            guard let name = a[0].string, let first = name.utf8.first, NumberLexer.isLetter(first) else {
                return .bool(false)
            }
            return .bool(
                name.utf8.allSatisfy { NumberLexer.isLetter($0) || Lexer.isDigit($0) || "+-.".utf8.contains($0) }
            )
        },
        .init("static string UriSchemeHttp") { _, _ in .string("http") },
        .init("static string UriSchemeHttps") { _, _ in .string("https") },
        .init("static string SchemeDelimiter") { _, _ in .string("://") },
    ]

    static func url() -> LibraryTable {
        LibraryTable(
            "IUrl",
            [
                .init("Uri ToUri()") { _, a throws(ExpressionError) in
                    guard case .object(let url) = a[0] else { throw .nullReference }
                    let (scheme, host) = (try url.member(.scheme).string ?? "https", try url.member(.host).string ?? "")
                    let (path, query) = (try url.member(.path).string ?? "/", try url.member(.queryString).string ?? "")
                    let port = try url.member(.port).integer ?? 0
                    let slash = path.hasPrefix("/") ? "" : "/"
                    return .object(
                        try UriObject("\(scheme)://\(host)\(port > 0 ? ":\(port)" : "")\(slash)\(path)\(query)")
                    )
                }
            ]
        )
    }

    static func address() -> LibraryTable {
        LibraryTable(
            "IPAddress",
            [
                .init("static IPAddress Parse(string ipString)") { _, a throws(ExpressionError) in
                    guard let address = AddressObject(try a.text(0)) else {
                        throw .exception(.format, "An invalid IP address was specified.")
                    }
                    return .object(address)
                },
                .init("static bool TryParse(string ipString, out IPAddress address)") { state, a in
                    let address = a[0].string.flatMap(AddressObject.init)
                    state.output = .optional(address)
                    return .bool(address != nil)
                },
                .init("static bool IsLoopback(IPAddress address)") { _, a throws(ExpressionError) in
                    let bytes = try a.object(0, AddressObject.self).bytes
                    return .bool(bytes.count == 4 ? bytes[0] == 127 : bytes == Array(repeating: 0, count: 15) + [1])
                },
                .init("byte[] GetAddressBytes()") { _, a throws(ExpressionError) in
                    .bytes(try a.object(0, AddressObject.self).bytes)
                },
                .init("AddressFamily AddressFamily") { _, a throws(ExpressionError) in
                    .int(try a.object(0, AddressObject.self).bytes.count == 4 ? 2 : 23)
                },
            ]
        )
    }
}
