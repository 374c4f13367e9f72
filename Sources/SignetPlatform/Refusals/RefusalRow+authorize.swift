// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

// The catalogue, part 5: the authorization endpoint, device codes.

extension RefusalRow {
    static let redirectMismatch = RefusalRow(
        50_011,
        .invalidRequest,
        "The redirect URI '{uri}' specified in the request does not match the redirect URIs configured for the application "
            + "'{client}'. Make sure the redirect URI sent in the request matches one added to your application in the "
            + "Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to troubleshoot "
            + "this error."
    )
    static let redirectUnregistered = RefusalRow(
        500_113,
        .invalidRequest,
        "No reply address is registered for the application."
    )
    static let responseTypeUnsupported = RefusalRow(
        70_005,
        .unsupportedResponseType,
        "The response type '{type}' is not supported."
    )
    static let idTokenNotEnabled = RefusalRow(
        700_054,
        .unsupportedResponseType,
        "response_type 'id_token' is not enabled for the application."
    )
    static let tokenNotEnabled = RefusalRow(
        700_051,
        .unsupportedResponseType,
        "response_type 'token' is not enabled for the application."
    )
    static let responseModeUnsupported = RefusalRow(
        70_007,
        .invalidRequest,
        "'{mode}' is not a supported value of 'response_mode' for the response type '{type}'."
    )
    static let promptUnsupported = RefusalRow(90_023, .invalidRequest, "Unsupported 'prompt' value.")
    static let challengeMalformed = RefusalRow(501_491, .invalidRequest, "Invalid size of Code_Challenge parameter.")
    static let challengeMethodUnsupported = RefusalRow(
        50_147,
        .invalidRequest,
        "Missing or unsupported code challenge: 'code_challenge_method' must be {methods} and come with 'code_challenge'."
    )
    static let challengeDemanded = RefusalRow(
        9_002_325,
        .invalidRequest,
        "Proof Key for Code Exchange is required for cross-origin authorization code redemption."
    )
    static let openIDScopeMissing = RefusalRow(
        70_011,
        .invalidRequest,
        "The provided value for the input parameter 'scope' is not valid. The scope 'openid' is required to request an ID "
            + "token."
    )

    // MARK: Interaction

    static let signInNeeded = RefusalRow(
        50_058,
        .loginRequired,
        "A silent sign-in request was sent but no user is signed in."
    )
    static let consentNeeded = RefusalRow(
        65_001,
        .consentRequired,
        "The user or administrator has not consented to use the application with ID '{client}' named '{name}'. Send an "
            + "interactive authorization request for this user and resource."
    )
    static let interactionNeeded = RefusalRow(
        16_000,
        .interactionRequired,
        "Either multiple user identities are available for the current request or selected account is not supported for "
            + "the scenario."
    )
    static let consentDeclined = RefusalRow(
        65_004,
        .accessDenied,
        suberror: "cancel",
        "User declined to consent to access the app."
    )
    static let administratorNeeded = RefusalRow(
        90_094,
        .accessDenied,
        "{name} needs permission to access resources in your organization that only an admin can grant. Please ask an "
            + "admin to grant permission to this app before you can use it."
    )
    static let permissionNotListed = RefusalRow(
        650_057,
        .invalidClient,
        "Invalid resource. The client has requested access to a resource which is not listed in the requested permissions "
            + "in the client's application registration. Client app ID: {client}({name}). Resource value from request: "
            + "{resource}. Resource app ID: {resourceApp}. List of valid resources from app registration: {listed}."
    )
    static let applicationMisconfigured = RefusalRow(
        650_056,
        .invalidClient,
        "Misconfigured application. This could be due to one of the following: the client has not listed any permissions "
            + "for '{resourceName}' in the requested permissions in the client's application registration. Or, the admin "
            + "has not consented in the tenant. Or, check the application identifier in the request to ensure it matches "
            + "the configured client application identifier. Or, check the certificate in the request to ensure it's "
            + "valid. Please contact your admin to fix the configuration or consent on behalf of the tenant. Client app "
            + "ID: {client}."
    )
    static let pageExpired = RefusalRow(
        165_000,
        .invalidRequest,
        "Invalid Request: the page is too old, was opened in another browser, or the browser does not accept cookies. "
            + "Start again from the application."
    )

    // MARK: Devices

    static let devicePending = RefusalRow(
        70_016,
        .authorizationPending,
        "OAuth 2.0 device flow error. Authorization is pending. Continue polling."
    )
    static let deviceTooFast = RefusalRow(
        70_016,
        .slowDown,
        "OAuth 2.0 device flow error. The device polls too fast; wait longer between two requests."
    )
    static let deviceDeclined = RefusalRow(
        70_017,
        .authorizationDeclined,
        "OAuth 2.0 device flow error. The user declined the authorization."
    )
    static let deviceCodeExpired = RefusalRow(
        70_020,
        .expiredToken,
        "The provided value for the input parameter 'device_code' is not valid. This device code has expired."
    )
    static let deviceCodeExpiredV1 = RefusalRow(
        70_019,
        .codeExpired,
        "The provided value for the input parameter 'code' is not valid. Verification code expired."
    )
    static let deviceCodeUnknown = RefusalRow(
        70_018,
        .badVerificationCode,
        "The provided value for the input parameter 'device_code' is not valid."
    )
}
