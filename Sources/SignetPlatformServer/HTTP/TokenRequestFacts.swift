// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What counts and limits need to know of a request for a token, read without believing or decoding anything.
struct TokenRequestFacts: Sendable, Equatable {
    /// The tenant as it stands in the path.
    let tenant: String
    /// The grant by its short name, of a small set.
    let grant: String
    /// The text of `client_id`, where it is short enough to be one.
    let clientID: String?
    /// Whether an application asks for itself and proves by an assertion who it is: nothing of that takes long.
    let isProvedByAssertion: Bool

    private static let grants = [
        "client_credentials": "client_credentials", "authorization_code": "authorization_code",
        "refresh_token": "refresh_token", "password": "password", "device_code": "device_code",
        "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer": "on_behalf_of",
        "urn:ietf:params:oauth:grant-type:jwt-bearer": "on_behalf_of",
        "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code": "device_code",
        "urn:ietf:params:oauth:grant-type:device_code": "device_code",
    ]
    private static let greatestClientID = 64

    /// Reads a request; `nil` where it does not go to a token endpoint.
    init?(path: String, body: [UInt8]) {
        guard path.hasSuffix("/token"), path.hasSuffix("/oauth2/v2.0/token") || path.hasSuffix("/oauth2/token") else {
            return nil
        }
        let rest = path.utf8.dropFirst()
        let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
        self.tenant = String(path[rest.startIndex..<end])
        let found = Self.values(body)
        let grant = found.grant.map { Self.grants[$0] ?? "other" } ?? "none"
        self.grant = grant
        self.clientID = found.clientID.flatMap { $0.utf8.count <= Self.greatestClientID ? $0 : nil }
        self.isProvedByAssertion = grant == "client_credentials" && found.hasAssertion
    }

    private typealias Values = (grant: String?, clientID: String?, hasAssertion: Bool)

    /// The first value of each parameter, in one pass.
    private static func values(_ body: [UInt8]) -> Values {
        var found: Values = (nil, nil, false)
        var hasGrant = false
        var hasClientID = false
        var start = body.startIndex
        while start < body.endIndex {
            let end = body.position(of: UInt8(ascii: "&"), from: start) ?? body.endIndex
            let pair = body[start..<end]
            start = end + 1
            if !hasGrant, let value = value("grant_type=", pair) {
                found.grant = text(value)
                hasGrant = true
            } else if !hasClientID, let value = value("client_id=", pair) {
                found.clientID = text(value)
                hasClientID = true
            } else if value("client_assertion=", pair) != nil {
                found.hasAssertion = true
            }
        }
        return found
    }

    private static func value(_ name: StaticString, _ pair: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let count = name.utf8CodeUnitCount
        guard pair.count >= count, unsafe pair.prefix(count).elementsEqual(name.bytes) else { return nil }
        return pair.dropFirst(count)
    }

    private static func text(_ value: ArraySlice<UInt8>) -> String? {
        value.isEmpty ? nil : String(decoding: value.prefix(128), as: UTF8.self)
    }
}

extension StaticString {
    /// The bytes, which last as long as the program.
    fileprivate var bytes: UnsafeBufferPointer<UInt8> {
        unsafe UnsafeBufferPointer(start: self.utf8Start, count: self.utf8CodeUnitCount)
    }
}
