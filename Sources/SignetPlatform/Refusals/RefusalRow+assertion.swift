// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

// The catalogue, part 3: client assertions.

extension RefusalRow {
    private static let credentialsPage =
        "Review the documentation at "
        + "https://docs.microsoft.com/azure/active-directory/develop/active-directory-certificate-credentials ."
    private static let keysPage =
        "Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id "
        + "'{client}'. Review the documentation at https://docs.microsoft.com/en-us/graph/deployments to determine the "
        + "corresponding service endpoint and https://docs.microsoft.com/en-us/graph/api/application-get?view="
        + "graph-rest-1.0&tabs=http to build a query request URL, such as "
        + "'https://graph.microsoft.com/beta/applications/{client}']."
    private static let issuingPage =
        " Alternatively, SNI may be configured on the app. Please ensure that client assertion is being sent with the "
        + "x5c claim in the JWT header using MSAL's WithSendX5C() method so that Azure Active Directory can validate the "
        + "certificate being used."

    static let keyNotFound = RefusalRow(
        700_027,
        .invalidClient,
        "The certificate with identifier used to sign the client assertion is not registered on application. [Reason - "
            + "The key was not found., Thumbprint of key used by client: '{thumbprint}', " + Self.keysPage
            + Self.issuingPage
    )
    static let keyExpired = RefusalRow(
        700_027,
        .invalidClient,
        "The certificate with identifier used to sign the client assertion is expired on application. [Reason - The key "
            + "used is expired., Thumbprint of key used by client: '{thumbprint}', Found key 'Start={start}, End={end}', "
            + Self.keysPage
    )
    static let signatureMismatch = RefusalRow(
        700_027,
        .invalidClient,
        "Client assertion contains an invalid signature. [Reason - The provided signature value did not match the "
            + "expected signature value., Thumbprint of key used by client: '{thumbprint}', " + Self.keysPage
    )
    static let assertionOutsideValidity = RefusalRow(
        700_024,
        .invalidClient,
        "Client assertion is not within its valid time range. Current time: {now}, assertion valid from {from}, expiry "
            + "time of assertion {until}. " + Self.credentialsPage
    )
    static let wrongAudience = RefusalRow(
        700_023,
        .invalidClient,
        "Client assertion audience claim does not match Realm issuer. " + Self.credentialsPage
    )
    static let severalAudiences = RefusalRow(
        5_002_741,
        .invalidClient,
        "Number of audience values in the provided client credential exceed maximum allowed. {count} audience values "
            + "provided, maximum allowed is 1."
    )
    static let clientMismatch = RefusalRow(
        700_021,
        .invalidClient,
        "Client assertion application identifier doesn't match 'client_id' parameter. " + Self.credentialsPage
    )
    static let subjectIsNotIssuer = RefusalRow(
        50_048,
        .invalidClient,
        "Subject must match the issuer claim in the client assertion."
    )
    static let missingClaim = RefusalRow(
        90_014,
        .invalidRequest,
        "The required field '{name}' is missing from the credential. Ensure that you have all the necessary parameters "
            + "for the login request."
    )
    static let unsupportedAlgorithm = RefusalRow(
        5_002_738,
        .invalidClient,
        "Invalid JWT token. '{algorithm}' is not a supported signature algorithm. Supported signing algorithms are: "
            + "'RS256,RS384,RS512'"
    )
    static let noKeyIdentifier = RefusalRow(
        5_002_723,
        .invalidClient,
        "Invalid JWT token. No certificate SHA-1 thumbprint, certificate SHA-256 thumbprint, nor keyId specified in "
            + "token header."
    )
    static let wrongType = RefusalRow(
        5_002_727,
        .invalidRequest,
        "Invalid JWT header type specified, must be 'JWT' or 'http://openid.net/specs/jwt/1.0'."
    )
    static let keyDoesNotFit = RefusalRow(
        5_002_730,
        .invalidRequest,
        "Invalid JWT token. Unsupported key for the signing algorithm."
    )
    static let notAToken = RefusalRow(
        50_027,
        .invalidRequest,
        "JWT token is invalid or malformed."
    )
    static let assertionReplayed = RefusalRow(
        700_024,
        .invalidClient,
        "Client assertion was used before. In this profile each assertion's 'jti' is good for one request."
    )
    static let certificateOutsideValidity = RefusalRow(
        1_000_502,
        .invalidClient,
        "The provided certificate is not within its specified validity window."
    )
}
