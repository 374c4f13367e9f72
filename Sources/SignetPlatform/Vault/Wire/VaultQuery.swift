// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The query of a vault request: `api-version`, `maxresults`, `$skiptoken`.
struct VaultQuery: Sendable {
    /// The numbered versions; after them Key Vault counts in dates, the first of which is here too.
    private static let numbered = ["7.0", "7.1", "7.2", "7.3", "7.4", "7.5", "7.6"]
    private static let firstDated = "2025-06-01"
    private static let latest = "2026-04-01"
    private static let greatestPage = 25

    let apiVersion: String
    let limit: Int
    /// The record behind which the page begins.
    let after: String?

    init(_ query: String?) throws(VaultRefusal) {
        let parameters: FormParameters
        do {
            parameters = try FormParameters(Array((query ?? "").utf8))
        } catch {
            throw .badParameter("The query is malformed, or a parameter stands twice.")
        }
        guard let version = parameters["api-version"] else { throw .badParameter("api-version must be specified") }
        guard Self.isKnown(version) else {
            throw .badParameter(
                "The specified version (\(version.prefix(64))) is not recognized. Consider using the latest supported "
                    + "version (\(Self.latest))."
            )
        }
        self.apiVersion = version
        let limit = parameters["maxresults"].map { Int($0) } ?? Self.greatestPage
        guard let limit, (1...Self.greatestPage).contains(limit) else {
            throw .badParameter("maxresults must be between 1 and \(Self.greatestPage).")
        }
        self.limit = limit
        self.after = try parameters["$skiptoken"]
            .map { token throws(VaultRefusal) in
                guard let bytes = Base64URL.decode(token), let text = String(validating: bytes, as: UTF8.self) else {
                    throw .badParameter("The skip token is malformed.")
                }
                return text
            }
    }

    /// A page of a collection as an object with the address of the next one.
    ///
    /// - Parameters:
    ///   - found: Up to one more than the page holds, each with the identifier by which it is ordered.
    ///   - address: The address of the collection.
    /// - Returns: `value` and `nextLink`.
    func page(_ found: [(id: String, object: JSONObject)], at address: String) -> JSONObject {
        let shown = found.prefix(self.limit)
        var next: JSONValue = .null
        if found.count > self.limit, let last = shown.last?.id {
            let token = Base64URL.encode(Array(last.utf8))
            next = .string(
                "\(address)?api-version=\(self.apiVersion)&$skiptoken=\(token)&maxresults=\(self.limit)"
            )
        }
        return ["value": .array(shown.map { .object($0.object) }), "nextLink": next]
    }

    /// Whether a version has shapes that are served here: they differ in nothing, and clients newer than this program are
    /// not turned away.
    private static func isKnown(_ version: String) -> Bool {
        if self.numbered.contains(version) { return true }
        let date = version.hasSuffix("-preview") ? version.dropLast("-preview".count) : version[...]
        let isDate = date.utf8.enumerated()
            .allSatisfy { index, byte in
                index == 4 || index == 7
                    ? byte == UInt8(ascii: "-") : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            }
        return isDate && date.utf8.count == 10 && date >= self.firstDated
    }
}
