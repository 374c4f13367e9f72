// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

// The catalogue, part 4: grants for people.

extension RefusalRow {
    static let scopeDefaultMixed = RefusalRow(
        70_011,
        .invalidScope,
        "The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid. .default scope "
            + "can't be combined with resource-specific scopes."
    )
    static let scopeUnknown = RefusalRow(
        650_053,
        .invalidClient,
        status: 400,
        "The application '{name}' asked for scope '{scope}' that doesn't exist on the resource '{resource}'. Contact the "
            + "app vendor."
    )
    static let tokenForItself = RefusalRow(
        90_009,
        .invalidRequest,
        "Application '{client}'({name}) is requesting a token for itself. This scenario is supported only if resource is "
            + "specified using the GUID based App Identifier."
    )
    static let consentRequired = RefusalRow(
        65_001,
        .invalidGrant,
        suberror: "consent_required",
        "The user or administrator has not consented to use the application with ID '{client}' named '{name}'. Send an "
            + "interactive authorization request for this user and resource."
    )

    // MARK: People

    static let passwordWrong = RefusalRow(
        50_126,
        .invalidGrant,
        "Error validating credentials due to invalid username or password."
    )
    static let userNotFound = RefusalRow(
        50_034,
        .invalidGrant,
        "The user account {user} does not exist in the {directory} directory. To sign into this application, the account "
            + "must be added to the directory."
    )
    static let userDisabled = RefusalRow(50_057, .invalidGrant, "The user account is disabled.")
    static let userLocked = RefusalRow(
        50_053,
        .invalidGrant,
        "The account is locked, you've tried to sign in too many times with an incorrect user ID or password."
    )
    static let passwordExpired = RefusalRow(50_055, .invalidGrant, "The password is expired.")
    static let userNotAssigned = RefusalRow(
        50_105,
        .invalidGrant,
        "Your administrator has configured the application {name} ('{client}') to block users unless they are "
            + "specifically granted ('assigned') access to the application. The signed in user '{user}' is blocked "
            + "because they are not a direct member of a group with access, nor had access directly assigned by an "
            + "administrator. Please contact your administrator to assign access to this application."
    )

    // MARK: Codes and refresh tokens

    static let grantMalformed = RefusalRow(
        9_002_313,
        .invalidGrant,
        "Invalid request. Request is malformed or invalid."
    )
    static let grantOfAnotherClient = RefusalRow(
        70_000,
        .invalidGrant,
        "Provided grant is invalid or malformed. The grant was issued to another client or for another redirect URI."
    )
    static let grantOfAnotherTenant = RefusalRow(
        700_005,
        .invalidGrant,
        "Provided Authorization Code is intended to use against other tenant, thus rejected. OAuth2 Authorization Code "
            + "must be redeemed against same tenant it was acquired for (/common or /{tenant-ID} as appropriate)"
    )
    static let grantExpired = RefusalRow(
        70_008,
        .invalidGrant,
        "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive "
            + "authorization request for this user and resource."
    )
    static let codeRedeemed = RefusalRow(
        54_005,
        .invalidGrant,
        "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh "
            + "token."
    )
    static let refreshTokenExpired = RefusalRow(
        700_082,
        .invalidGrant,
        "The refresh token has expired due to inactivity. The token was issued on {issued} and was inactive for {window}."
    )
    static let refreshTokenOfSinglePageExpired = RefusalRow(
        700_084,
        .invalidGrant,
        "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of "
            + "{window}, which can't be extended. It is now expired and a new sign in request must be sent by the SPA to "
            + "the sign in page. The token was issued on {issued}."
    )
    static let grantRevoked = RefusalRow(
        50_173,
        .invalidGrant,
        suberror: "bad_token",
        "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have "
            + "changed or reset their password. The grant was issued on '{issued}' and the TokensValidFrom date (before "
            + "which tokens are not valid) for this user is '{valid}'."
    )
    static let refreshTokenReused = RefusalRow(
        70_000,
        .invalidGrant,
        suberror: "bad_token",
        "Provided grant is invalid or malformed. The refresh token was used before; all tokens of its sign-in are revoked."
    )
    static let verifierMismatch = RefusalRow(
        501_481,
        .invalidGrant,
        "The Code_Verifier does not match the code_challenge supplied in the authorization request."
    )
    static let verifierMalformed = RefusalRow(
        501_491,
        .invalidRequest,
        "Invalid size of Code_Verifier parameter."
    )
    static let verifierMissing = RefusalRow(
        50_148,
        .invalidGrant,
        "The code_verifier does not match the code_challenge supplied in the authorization request for PKCE."
    )
    static let crossOriginDemanded = RefusalRow(
        9_002_327,
        .invalidRequest,
        "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests."
    )
    static let crossOriginForbidden = RefusalRow(
        9_002_326,
        .invalidRequest,
        "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type."
    )
    static let clientIsPublic = RefusalRow(
        700_025,
        .invalidClient,
        "Client is public so neither 'client_assertion' nor 'client_secret' should be presented."
    )

    // MARK: On behalf of

    static let userAssertionSignature = RefusalRow(
        50_013,
        .invalidGrant,
        "Assertion failed signature validation. [Reason - {reason}]"
    )
    static let userAssertionExpired = RefusalRow(
        500_133,
        .invalidGrant,
        "Assertion is not within its valid time range. Ensure that the access token is not expired before using it for "
            + "user assertion, or request a new token. Current time: {now}, expiry time of assertion {until}."
    )
    static let userAssertionAudience = RefusalRow(
        500_131,
        .invalidGrant,
        "Assertion audience does not match the Client app presenting the assertion. The audience in the assertion was "
            + "'{audience}' and the expected audience is '{client}' or one of the Application Uris of this application "
            + "with App ID '{client}'({name}). The downstream client must request a token for the expected audience (the "
            + "application that made the OBO request) and this application should use that token as the assertion."
    )
    static let userAssertionOfApplication = RefusalRow(
        7_000_114,
        .invalidGrant,
        "Application '{client}' is not allowed to make application on-behalf-of calls."
    )
    static let userAssertionIsIDToken = RefusalRow(
        240_002,
        .invalidGrant,
        "Input id_token cannot be used as 'urn:ietf:params:oauth:grant-type:jwt-bearer' grant."
    )

    // MARK: Conditional Access

    static let accessBlocked = RefusalRow(
        53_003,
        .invalidGrant,
        suberror: "message_only",
        "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance."
    )
    static let secondFactorNeeded = RefusalRow(
        50_076,
        .invalidGrant,
        suberror: "basic_action",
        "Due to a configuration change made by your administrator, or because you moved to a new location, you must use "
            + "multi-factor authentication to access '{resource}'."
    )
    static let secondFactorEnrolment = RefusalRow(
        50_079,
        .invalidGrant,
        suberror: "basic_action",
        "Due to a configuration change made by your administrator, or because you moved to a new location, you must "
            + "enroll in multi-factor authentication to access '{resource}'."
    )
}
