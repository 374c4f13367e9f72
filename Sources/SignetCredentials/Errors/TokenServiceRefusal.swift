// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What the token service said when it gave no token.
public struct TokenServiceRefusal: Sendable, Hashable {
    /// The HTTP status.
    public let status: Int
    /// The OAuth error, such as `invalid_client`.
    public let error: String?
    /// The finer error, such as `consent_required`.
    public let suberror: String?
    /// The service's sentence, at most 2,000 characters, with anything that looks like a token taken out.
    public let errorDescription: String?
    /// The AADSTS numbers, the most specific first.
    public let aadstsCodes: [Int]
    /// The request's identifier, by which Microsoft's support finds it.
    public let correlationID: String?
    /// The service's own identifier of the request.
    public let traceID: String?
    /// The service's time, as it wrote it.
    public let timestamp: String?
    /// The claims that the next request must carry (a challenge of Conditional Access), as JSON.
    public let claims: String?
    /// How long the service asks to wait.
    public let retryAfter: Duration?

    /// What to do about the first AADSTS number that is known.
    public var remedy: String? {
        for code in self.aadstsCodes {
            if let text = Remedy.text(for: code) { return text }
        }
        return nil
    }

    /// Whether the refresh token will never be taken again; where consent or more claims are asked for, it will.
    var spendsRefreshToken: Bool {
        self.error == "invalid_grant" && self.claims == nil && self.suberror != "consent_required"
            && !self.aadstsCodes.contains(65_001)
    }
}
