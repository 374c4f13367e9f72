// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension JSONContextReader {
    /// A URL, from its text or from its parts.
    mutating func url(_ json: JSONValue, path: String) throws(ExpressionError) -> ExpressionValue {
        guard let text = json.string else {
            let members = try members(json, type: "IUrl", path: path)
            func part(_ member: ExpressionMember) -> String { members[member]?.invariantText ?? "" }
            let port = members[.port]?.integer.map { ":\($0)" } ?? ""
            let text = part(.scheme) + "://" + part(.host) + port + part(.path) + part(.queryString)
            return .object(JSONHost("IUrl", members, text: text))
        }
        guard let separator = text.firstRange(of: "://") else {
            throw ExpressionError(.typeMismatch, "'\(path)' in the context must be an absolute URL.")
        }
        let scheme = String(text[..<separator.lowerBound]).lowercased()
        let rest = text[separator.upperBound...].prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let pathAndQuery = rest.dropFirst(authority.count)
        let plainPath = pathAndQuery.prefix { $0 != "?" }
        let query = pathAndQuery.dropFirst(plainPath.count)
        let (host, port) = Self.hostAndPort(authority)
        let members: [ExpressionMember: ExpressionValue] = [
            .scheme: .string(scheme), .host: .string(host),
            .port: .int(port ?? (scheme == "http" ? 80 : 443)),
            .path: .string(plainPath.isEmpty ? "/" : String(plainPath)), .queryString: .string(String(query)),
            .query: .object(Self.query(query.dropFirst())),
        ]
        return .object(JSONHost("IUrl", members, text: text))
    }

    private static func hostAndPort(_ authority: Substring) -> (String, Int32?) {
        let ending = authority.suffix(while: { $0 != ":" && $0 != "]" })
        guard ending.count < authority.count, let port = Int32(ending) else { return (String(authority), nil) }
        return (String(authority.dropLast(ending.count + 1)), port)
    }

    private static func query(_ text: Substring) -> JSONLookup {
        var values: [(String, [String])] = []
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = PercentEncoding.decoded(String(parts[0]), plusAsSpace: true)
            let value = parts.count > 1 ? PercentEncoding.decoded(String(parts[1]), plusAsSpace: true) : ""
            if let index = values.firstIndex(where: { $0.0.lowercased() == name.lowercased() }) {
                values[index].1.append(value)
            } else {
                values.append((name, [value]))
            }
        }
        return JSONLookup(values.map { ($0.0, .strings($0.1)) }, ignoresCase: true)
    }
}

extension Substring {
    fileprivate func suffix(while predicate: (Character) -> Bool) -> Substring {
        var start = self.endIndex
        while start > self.startIndex, predicate(self[self.index(before: start)]) { start = self.index(before: start) }
        return self[start...]
    }
}
