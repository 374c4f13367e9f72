// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The scopes of one resource in a request.
struct ResourceScopes: Sendable, Equatable {
    /// The resource as the client named it.
    let resource: String
    /// Whether the client named it; scopes without a name are Microsoft Graph's.
    let isNamed: Bool
    /// The permissions, as they were written.
    var values: [String]
    /// Whether everything is meant to which there is consent (`.default`).
    var isDefault: Bool
}

/// What a request for a person asks for.
struct ScopeRequest: Sendable {
    private static let greatestCount = 200

    var openID: Set<OpenIDScope> = []
    private(set) var resources: [ResourceScopes] = []

    /// Reads a `scope`.
    ///
    /// - Throws: AADSTS70011 for a text that is none, or that wants `.default` and single permissions of a resource.
    init(_ scope: String) throws(TokenRefusal) {
        guard scope.utf8.allSatisfy(Self.isScopeCharacter) else {
            throw TokenRefusal(.scopeMalformed, ["scope": scope])
        }
        let words = scope.split(separator: " ")
        guard !words.isEmpty, words.count <= Self.greatestCount else {
            throw TokenRefusal(.scopeMalformed, ["scope": scope])
        }
        for word in words {
            if let known = OpenIDScope(rawValue: word.lowercased()) {
                self.openID.insert(known)
            } else {
                try add(String(word), of: scope)
            }
        }
        guard self.resources.allSatisfy({ !$0.isDefault || $0.values.isEmpty }) else {
            throw TokenRefusal(.scopeDefaultMixed, ["scope": scope])
        }
    }

    /// Everything to which there is consent at a resource, as version 1 asks.
    init(everythingAt resource: String, openID: Set<OpenIDScope>) {
        self.openID = openID
        self.resources = [ResourceScopes(resource: resource, isNamed: true, values: [], isDefault: true)]
    }

    /// The one resource of a request for a token; `nil` where only a sign-in is asked for.
    ///
    /// - Throws: AADSTS28000 where there are several.
    func single(_ scope: String) throws(TokenRefusal) -> ResourceScopes? {
        guard self.resources.count <= 1 else { throw TokenRefusal(.scopeOfSeveralResources, ["scope": scope]) }
        return self.resources.first
    }

    private mutating func add(_ word: String, of scope: String) throws(TokenRefusal) {
        let graph = BuiltInResource.graph.appID
        var (resource, value, isNamed) = (graph, word, false)
        if let slash = word.lastIndex(of: "/") {
            resource = String(word[..<slash])
            value = String(word[word.index(after: slash)...])
            isNamed = true
        }
        let isWhole =
            !resource.isEmpty && !resource.hasSuffix(":") && resource != "https:/" && !resource.hasSuffix(":/")
        guard isWhole, !value.isEmpty else { throw TokenRefusal(.scopeMalformed, ["scope": scope]) }
        let index = self.resources.firstIndex { $0.resource.lowercased() == resource.lowercased() }
        var entry =
            index.map { self.resources[$0] }
            ?? ResourceScopes(resource: resource, isNamed: isNamed, values: [], isDefault: false)
        if value == ".default" {
            entry.isDefault = true
        } else if !entry.values.contains(value) {
            entry.values.append(value)
        }
        if let index { self.resources[index] = entry } else { self.resources.append(entry) }
    }

    /// RFC 6749 §3.3: printable ASCII without quotation mark and backslash; the space separates.
    private static func isScopeCharacter(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
}
