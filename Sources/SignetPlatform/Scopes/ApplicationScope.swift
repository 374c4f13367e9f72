// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The resource that a client asks a token for of its own accord.
enum ApplicationScope {
    private static let suffix = "/.default"

    /// Takes the resource out of `resource` or `scope`.
    static func resource(
        _ resource: String?,
        _ scope: String?,
        _ version: TokenEndpointVersion
    ) throws(TokenRefusal) -> String {
        switch version {
        case .v1:
            guard let resource else { throw TokenRefusal(.missingParameter, ["name": "resource"]) }
            return resource
        case .v2:
            guard resource == nil else { throw TokenRefusal(.resourceParameterUnsupported) }
            guard let scope else { throw TokenRefusal(.missingParameter, ["name": "scope"]) }
            return try fromScope(scope)
        }
    }

    private static func fromScope(_ scope: String) throws(TokenRefusal) -> String {
        guard scope.utf8.allSatisfy(isScopeCharacter) else { throw TokenRefusal(.scopeMalformed, ["scope": scope]) }
        if let resource = single(scope) { return resource }
        let scopes = Set(scope.split(separator: " "))
        guard let first = scopes.first else { throw TokenRefusal(.scopeMalformed, ["scope": scope]) }
        guard scopes.allSatisfy({ $0.hasSuffix(self.suffix) && $0.count > self.suffix.count }) else {
            throw TokenRefusal(.scopeNotDefault, ["scope": scope])
        }
        guard scopes.count == 1 else { throw TokenRefusal(.scopeOfSeveralResources, ["scope": scope]) }
        return String(first.dropLast(self.suffix.count))
    }

    /// The resource of a scope that stands alone, as nearly all do; `nil` leaves it to those who look closer.
    private static func single(_ scope: String) -> String? {
        let bytes = scope.utf8
        guard bytes.count > self.suffix.utf8.count, !bytes.contains(UInt8(ascii: " ")),
            bytes.suffix(self.suffix.utf8.count).elementsEqual(self.suffix.utf8)
        else { return nil }
        return String(bytes.dropLast(self.suffix.utf8.count))
    }

    /// RFC 6749 §3.3: printable ASCII without quotation mark and backslash; the space separates.
    private static func isScopeCharacter(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
}
