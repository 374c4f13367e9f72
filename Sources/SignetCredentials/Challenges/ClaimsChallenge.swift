// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What a resource demands beside a token that was good when it was issued: continuous access evaluation and Conditional Access
/// refuse with 401 and say in `WWW-Authenticate` which claims the next token must have.
///
/// ```swift
/// if let challenge = ClaimsChallenge(wwwAuthenticate: response.headers["WWW-Authenticate"]) {
///     token = try await credential.token(for: scope, claims: challenge.claims, enableCAE: true)
/// }
/// ```
///
/// ``BearerHTTPClient`` does this by itself.
public struct ClaimsChallenge: Sendable, Equatable {
    private static let limit = 65_536

    /// The claims as JSON: what a ``TokenRequest`` takes.
    public let claims: String
    /// Why the token was refused, such as `insufficient_claims`.
    public let error: String?
    /// Where the resource says that tokens are to be had; nothing follows it by itself.
    public let authorizationURI: String?

    /// Takes the first `Bearer` challenge with claims, in base64, base64url or as they are; `nil` where there is none.
    ///
    /// - Parameter fields: The values of all `WWW-Authenticate` fields, in order.
    public init?(wwwAuthenticate fields: [String]) {
        for challenge in AuthenticationChallenge.parse(fields) where challenge.has(scheme: "Bearer") {
            guard let claims = challenge["claims"].flatMap(Self.decode) else { continue }
            self.claims = claims
            self.error = challenge["error"]
            self.authorizationURI = challenge["authorization_uri"] ?? challenge["authorization"]
            return
        }
        return nil
    }

    private static func decode(_ text: String) -> String? {
        guard text.utf8.count <= self.limit else { return nil }
        let decoded = Base64.decodeLenient(text).flatMap { String(validating: $0, as: UTF8.self) }
        return [decoded, text].compactMap(\.self)
            .first { candidate in
                (try? JSONValue.parse(candidate, maximumDepth: 16).object) != nil
            }
    }
}
