// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// `System.Uri`: an absolute one, or a relative reference.
final class UriObject: LibraryObject, EquatableObject {
    let original: String
    let isAbsolute: Bool
    let scheme: String
    let userInfo: String
    let host: String
    let port: Int
    let path: String
    let query: String
    let fragment: String

    private static let ports = ["http": 80, "https": 443, "ftp": 21, "ws": 80, "wss": 443, "ldap": 389, "gopher": 70]

    static var malformed: ExpressionError {
        .exception(.uriFormat, "Invalid URI: The format of the URI could not be determined.")
    }

    /// Reads a text: as an absolute URI, or as a relative one where that is allowed.
    init(_ text: String, allowsRelative: Bool = false) throws(ExpressionError) {
        let trimmed = NumberText.trimmed(text)
        guard !trimmed.isEmpty else { throw .exception(.uriFormat, "Invalid URI: The URI is empty.") }
        self.original = trimmed
        var rest = trimmed[...]
        let colon = rest.firstIndex(of: ":")
        let scheme = colon.map { rest[..<$0] } ?? ""
        let isScheme = scheme.utf8.first.map { NumberLexer.isLetter($0) } ?? false
        guard let colon, isScheme,
            scheme.utf8.allSatisfy({ NumberLexer.isLetter($0) || Lexer.isDigit($0) || "+-.".utf8.contains($0) })
        else {
            guard allowsRelative else { throw Self.malformed }
            self.isAbsolute = false
            (self.scheme, self.userInfo, self.host, self.port) = ("", "", "", -1)
            (self.path, self.query, self.fragment) = Self.split(trimmed[...])
            return
        }
        self.isAbsolute = true
        self.scheme = OrdinalText.lower(String(scheme))
        rest = rest[rest.index(after: colon)...]
        let standard = Self.ports[self.scheme] ?? -1
        guard rest.hasPrefix("//") else {
            guard standard < 0 else {
                throw .exception(.uriFormat, "Invalid URI: The Authority/Host could not be parsed.")
            }
            (self.userInfo, self.host, self.port) = ("", "", -1)
            (self.path, self.query, self.fragment) = Self.split(rest)
            return
        }
        rest = rest.dropFirst(2)
        let end = rest.firstIndex { "/?#\\".contains($0) } ?? rest.endIndex
        var authority = rest[..<end]
        let at = authority.lastIndex(of: "@")
        self.userInfo = at.map { String(authority[..<$0]) } ?? ""
        if let at { authority = authority[authority.index(after: at)...] }
        (self.host, self.port) = try Self.endpoint(authority, standard: standard)
        let (path, query, fragment) = Self.split(rest[end...])
        let normalized = Self.normalized(path.replacing("\\", with: "/"))
        self.path = normalized.isEmpty ? "/" : normalized
        (self.query, self.fragment) = (query.replacing(" ", with: "%20"), fragment.replacing(" ", with: "%20"))
    }

    private static func endpoint(_ authority: Substring, standard: Int) throws(ExpressionError) -> (String, Int) {
        var (host, port) = (authority, standard)
        let afterBracket = authority.lastIndex(of: "]").map { authority[$0...] } ?? authority
        if let colon = afterBracket.lastIndex(of: ":") {
            host = authority[..<colon]
            let digits = authority[authority.index(after: colon)...]
            if !digits.isEmpty {
                guard let value = Int(digits), 0...65_535 ~= value, digits.utf8.allSatisfy(Lexer.isDigit) else {
                    throw .exception(.uriFormat, "Invalid URI: Invalid port specified.")
                }
                port = value
            }
        }
        let isWrong = host.unicodeScalars.contains { $0.value <= 0x20 || "<>\"{}|^`%".unicodeScalars.contains($0) }
        guard !host.isEmpty, !isWrong else {
            throw .exception(.uriFormat, "Invalid URI: The hostname could not be parsed.")
        }
        return (OrdinalText.lower(String(host)), port)
    }

    private static func split(_ text: Substring) -> (path: String, query: String, fragment: String) {
        var (rest, query, fragment) = (text, Substring(), Substring())
        if let mark = rest.firstIndex(of: "#") { (rest, fragment) = (rest[..<mark], rest[mark...]) }
        if let mark = rest.firstIndex(of: "?") { (rest, query) = (rest[..<mark], rest[mark...]) }
        return (String(rest), String(query), String(fragment))
    }

    /// The path with its dots resolved and what may not stand there escaped.
    private static func normalized(_ path: String) -> String {
        var segments: [Substring] = []
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            switch part {
            case ".": if isLast { segments.append("") }
            case "..":
                if segments.count > 1 { segments.removeLast() }
                if isLast { segments.append("") }
            default: segments.append(part)
            }
        }
        return PercentEncoding.encoded(
            segments.joined(separator: "/"),
            keeping: "-_.~!$&'()*+,;=:@/%",
            spaceAsPlus: false
        )
    }

    var expressionType: String { "Uri" }
    var hash: Int { self.absolute.hashValue }
    var isDefaultPort: Bool { self.port == Self.ports[self.scheme] ?? -1 }
    var authority: String { self.host + (self.isDefaultPort || self.port < 0 ? "" : ":\(self.port)") }

    var absolute: String {
        guard self.isAbsolute else { return self.original }
        let isHierarchical = !self.host.isEmpty
        let user = self.userInfo.isEmpty ? "" : self.userInfo + "@"
        return self.scheme + ":" + (isHierarchical ? "//" + user + self.authority : "") + self.path + self.query
            + self.fragment
    }

    /// The text, with escapes of what can be shown undone.
    var invariantText: String {
        guard self.isAbsolute else { return self.original }
        return PercentEncoding.shown(self.absolute)
    }

    func isEqual(to other: any ExpressionObject) -> Bool {
        (other as? UriObject).map { OrdinalText.equal($0.absolute, self.absolute) } ?? false
    }

    /// A reference seen from this one.
    func resolved(_ reference: String) throws(ExpressionError) -> UriObject {
        if let absolute = try? UriObject(reference) { return absolute }
        let base = self.scheme + "://" + (self.userInfo.isEmpty ? "" : self.userInfo + "@") + self.authority
        if reference.isEmpty { return self }
        if reference.hasPrefix("//") { return try UriObject(self.scheme + ":" + reference) }
        if reference.hasPrefix("/") { return try UriObject(base + reference) }
        if reference.hasPrefix("?") { return try UriObject(base + self.path + reference) }
        if reference.hasPrefix("#") { return try UriObject(base + self.path + self.query + reference) }
        let folder = self.path.lastIndex(of: "/").map { String(self.path[...$0]) } ?? "/"
        return try UriObject(base + folder + reference)
    }
}
