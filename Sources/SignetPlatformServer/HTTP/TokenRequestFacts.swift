// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What counts and limits need to know of a request for a token, read without believing or decoding anything.
struct TokenRequestFacts: Sendable, Equatable {
    /// The tenant as it stands in the path.
    let tenant: String
    /// The grant by its short name, of a small set.
    let grant: String
    /// The text of `client_id`, where it is short enough to be one.
    let clientID: String?

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
        self.tenant = String(path.dropFirst().prefix { $0 != "/" })
        self.grant = Self.value("grant_type", body).map { Self.grants[$0] ?? "other" } ?? "none"
        self.clientID = Self.value("client_id", body).flatMap { $0.utf8.count <= Self.greatestClientID ? $0 : nil }
    }

    private static func value(_ name: String, _ body: [UInt8]) -> String? {
        let wanted = Array(name.utf8) + [UInt8(ascii: "=")]
        var start = body.startIndex
        while start < body.endIndex {
            if body[start...].starts(with: wanted) {
                let value = body[(start + wanted.count)...].prefix { $0 != UInt8(ascii: "&") }
                return value.isEmpty ? nil : String(decoding: value.prefix(128), as: UTF8.self)
            }
            guard let end = body[start...].firstIndex(of: UInt8(ascii: "&")) else { return nil }
            start = end + 1
        }
        return nil
    }
}
