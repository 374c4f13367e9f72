// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// How the token service behaves where the real one is uncertain, or where the standards want something else.
///
/// ``entra`` is what the real service was seen to do. ``strict`` is what the RFCs ask for, which unmodified Microsoft
/// clients do not always survive. A file may change single points of either: see ``init(json:)``.
public struct PlatformProfile: Sendable {
    /// The forms of the token service's name that an assertion may be addressed to.
    enum Audience: String, Sendable, CaseIterable {
        case tokenEndpoint
        case tokenEndpointV1
        case issuer
    }

    /// What happens when a refresh token is used again after it was replaced.
    enum RefreshReuse: String, Sendable {
        /// Nothing, as in the real service.
        case tolerated
        /// The whole family ends (RFC 9700 §4.14.2).
        case revokesFamily
    }

    /// Which scopes a token for a person names.
    enum TokenScopes: String, Sendable {
        /// All to which the client has consent at the resource, as in the real service.
        case consented
        /// Only those that the request names.
        case requested
    }

    /// The name: `entra`, `strict`, or what a file says.
    public internal(set) var name: String
    /// By how many seconds clocks may differ.
    var clockSkew = 300
    /// To whom a client assertion may be addressed.
    var assertionAudiences = Audience.allCases
    /// Whether an assertion's `jti` is good for one request; unmodified MSAL for Python reuses its own.
    var singleUseAssertions = false
    var refreshReuse = RefreshReuse.tolerated
    var tokenScopes = TokenScopes.consented
    /// Whether a code challenge may be the verifier itself (`plain`).
    var plainCodeChallenge = true
    /// Whether every authorization request needs a code challenge (RFC 9700 §2.1.1).
    var codeChallengeDemanded = false
    /// Whether the grant `password` exists.
    var passwordGrant = true
    /// Whether `/authorize` may answer with an access token.
    var implicitGrant = true
    /// Whether a device that polls too fast is told to slow down (RFC 8628 §3.5).
    var devicePaceEnforced = false
    /// Whether revocation (RFC 7009), introspection (RFC 7662) and metadata (RFC 8414) are served.
    var standardEndpoints = false
    /// Whether a failed `Authorization` header is answered with a challenge (RFC 6749 §5.2).
    var basicChallenge = false
    /// What stands between text, trace, correlation and time of an `error_description`.
    var descriptionSeparator = " "
    /// Statuses that differ from the catalogue's, by AADSTS number.
    var statuses: [Int: Int] = [:]
    /// The digit of `azpacr` and `appidacr` for a client with a federated assertion, which nobody documents.
    var federatedClientDigit = "2"
    /// The seconds that tokens live.
    var lifetimes = Lifetimes()
    /// The resources, by client ID or App ID URI, whose tokens must be bound to a certificate.
    var boundResources: [String] = []
    /// The rules of a simulated Conditional Access.
    var conditionalAccess: [ConditionalAccessRule] = []

    /// What the real service does.
    public static let entra = PlatformProfile(name: "entra")

    /// What the RFCs ask for.
    public static let strict: PlatformProfile = {
        var profile = PlatformProfile(name: "strict")
        profile.assertionAudiences = [.issuer]
        profile.singleUseAssertions = true
        profile.refreshReuse = .revokesFamily
        profile.tokenScopes = .requested
        profile.plainCodeChallenge = false
        profile.codeChallengeDemanded = true
        profile.passwordGrant = false
        profile.implicitGrant = false
        profile.devicePaceEnforced = true
        profile.standardEndpoints = true
        profile.basicChallenge = true
        return profile
    }()

    private init(name: String) {
        self.name = name
    }

    /// The profile with a name.
    ///
    /// - Returns: The profile, or `nil` where there is none of that name.
    public static func named(_ name: String) -> PlatformProfile? {
        [self.entra, self.strict].first { $0.name == name }
    }
}

extension PlatformProfile {
    /// For how many seconds things are good ("Configurable token lifetimes", "Refresh tokens").
    struct Lifetimes: Sendable {
        /// Drawn at random, so that a fleet does not return all at once.
        var accessToken = 3_600...5_400
        /// Of tokens that a resource can revoke: 24 to 28 hours.
        var continuousAccessToken = 86_400...100_800
        var idToken = 3_600
        var authorizationCode = 600
        /// Since the last use.
        var refreshToken = 90 * 86_400
        /// Of single-page applications: since the sign-in, whatever the use.
        var singlePageRefreshToken = 86_400
        var deviceCode = 900
        /// The pause between two polls of a device.
        var devicePause = 5
        /// Of a browser's session, since its last use.
        var session = 86_400
    }
}

/// One rule of a simulated Conditional Access: whom it concerns and what it demands.
struct ConditionalAccessRule: Sendable {
    /// The client ID of the resource, or `*`.
    let resource: String
    /// The user principal name, or `*`.
    let user: String
    /// 53003 blocks; 50076 and 50079 want a second factor.
    let number: Int
    /// The authentication context that satisfies the rule when `claims` asks for it.
    let context: String?
}
