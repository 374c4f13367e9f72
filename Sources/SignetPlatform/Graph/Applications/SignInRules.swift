// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What the directory demands of those parts of a registration that the sign-in of people relies on.
enum SignInRules {
    private static let type = "Application"
    /// "Redirect URI best practices and limitations".
    private static let greatestCount = 256

    /// Checks redirect addresses and delegated scopes of an application as it would be stored.
    static func check(_ application: Application) throws(GraphRefusal) {
        for platform in RedirectURI.Platform.allCases {
            guard let value = application.others[platform.rawValue]?["redirectUris"], value != .null else { continue }
            let texts = value.array?.compactMap(\.string) ?? []
            guard value.array?.count == texts.count, texts.count <= self.greatestCount, Set(texts).count == texts.count,
                texts.allSatisfy({ RedirectURI.isAcceptable($0, on: platform) })
            else {
                throw .invalidValue("\(platform.rawValue).redirectUris", of: self.type)
            }
        }
        if let logout = application.others["web"]?["logoutUrl"], logout != .null {
            guard let text = logout.string, text.isEmpty || RedirectURI.isAcceptable(text, on: .web) else {
                throw .invalidValue("web.logoutUrl", of: self.type)
            }
        }
        if let implicit = application.others["web"]?["implicitGrantSettings"], implicit != .null {
            guard let settings = implicit.object,
                settings.members.allSatisfy({ $0.value.bool != nil || $0.value == .null })
            else { throw .invalidValue("implicitGrantSettings", of: self.type) }
        }
        try checkScopes(application)
    }

    private static func checkScopes(_ application: Application) throws(GraphRefusal) {
        let entries = application.api["oauth2PermissionScopes"]?.array ?? []
        var identifiers: Set<String> = []
        var values: Set<String> = []
        for entry in entries {
            guard let id = entry["id"]?.string, GUID.isWellFormed(id), identifiers.insert(id.lowercased()).inserted,
                entry["isEnabled"].map({ $0.bool != nil }) ?? true,
                entry["type"].map({ ["User", "Admin"].contains($0.string ?? "") }) ?? true
            else { throw .invalidValue("oauth2PermissionScopes", of: self.type) }
            guard let value = entry["value"]?.string, !value.isEmpty else { continue }
            guard value.utf8.count <= 120, value.utf8.allSatisfy(isScopeCharacter), values.insert(value).inserted else {
                throw .invalidValue("oauth2PermissionScopes", of: self.type)
            }
        }
    }

    private static func isScopeCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: ":!#$%&'()*+,-./<=>?@[]^_`{|}~".utf8.contains(byte)
        }
    }
}
