// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

// The catalogue, part 2: applications, credentials, scopes and resources.

extension RefusalRow {
    static let applicationNotFound = RefusalRow(
        700_016,
        .unauthorizedClient,
        "Application with identifier '{client}' was not found in the directory '{directory}'. This can happen if the "
            + "application has not been installed by the administrator of the tenant or consented to by any user in the "
            + "tenant. You may have sent your authentication request to the wrong tenant."
    )
    static let servicePrincipalMissing = RefusalRow(
        7_000_229,
        .invalidClient,
        "The client application {client} is missing service principal in the tenant {tenant}. See instructions here: "
            + "https://go.microsoft.com/fwlink/?linkid=2225119"
    )
    static let applicationIdentifierInvalid = RefusalRow(
        700_038,
        .unauthorizedClient,
        hasErrorURI: false,
        "{client} is not a valid application identifier."
    )
    static let applicationDisabled = RefusalRow(
        7_000_112,
        .unauthorizedClient,
        "Application '{client}'({name}) is disabled."
    )
    static let credentialMissing = RefusalRow(
        7_000_218,
        .invalidClient,
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."
    )
    static let secretInvalid = RefusalRow(
        7_000_215,
        .invalidClient,
        "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not "
            + "the client secret ID, for a secret added to app '{client}'."
    )
    static let secretExpired = RefusalRow(
        7_000_222,
        .invalidClient,
        "The provided client secret keys for app '{client}' are expired. Visit the Azure portal to create new keys for "
            + "your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: "
            + "https://aka.ms/certCreds."
    )

    static let scopeNotDefault = RefusalRow(
        1_002_012,
        .invalidScope,
        "The provided value for scope {scope} is not valid. Client credential flows must have a scope value with "
            + "/.default suffixed to the resource identifier (application ID URI)."
    )
    static let scopeMalformed = RefusalRow(
        70_011,
        .invalidScope,
        "The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid."
    )
    static let scopeOfSeveralResources = RefusalRow(
        28_000,
        .invalidScope,
        "Provided value for the input parameter scope is not valid because it contains more than one resource. Scope "
            + "{scope} is not valid."
    )
    static let resourceNotFound = RefusalRow(
        500_011,
        .invalidResource,
        "The resource principal named {resource} was not found in the tenant named {directory}. This can happen if the "
            + "application has not been installed by the administrator of the tenant or consented to by any user in the "
            + "tenant. You might have sent your authentication request to the wrong tenant."
    )
    static let resourceDisabled = RefusalRow(
        500_014,
        .invalidResource,
        "The service principal for resource '{resource}' is disabled. This indicate that a subscription within the "
            + "tenant has lapsed, or that the administrator for this tenant has disabled the application, preventing "
            + "tokens from being issued for it."
    )
    static let assignmentRequired = RefusalRow(
        501_051,
        .invalidGrant,
        "Application '{client}'({name}) is not assigned to a role for the application '{resource}'({resourceName})."
    )
}
