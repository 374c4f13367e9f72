// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

// The catalogue, part 1: requests, tenants, grants. One row is one line of the reference; texts are the real service's.

extension RefusalRow {
    static let methodNotAllowed = RefusalRow(
        900_561,
        .invalidRequest,
        status: 405,
        "The endpoint only accepts {allowed} requests. Received a {method} request."
    )
    static let malformedRequest = RefusalRow(
        9_002_313,
        .invalidRequest,
        "Invalid request. Request is malformed or invalid."
    )
    static let requestTooLarge = RefusalRow(
        9_002_313,
        .invalidRequest,
        status: 413,
        "Invalid request. Request is malformed or invalid. The request body exceeds {limit} bytes."
    )
    static let duplicateParameter = RefusalRow(
        9_000_411,
        .invalidRequest,
        "The request is not properly formatted. The parameter '{name}' is duplicated."
    )
    static let missingParameter = RefusalRow(
        900_144,
        .invalidRequest,
        "The request body must contain the following parameter: '{name}'."
    )
    static let unsupportedGrant = RefusalRow(
        70_003,
        .unsupportedGrantType,
        hasErrorURI: false,
        "The app requested an unsupported grant type '{grant}'."
    )
    static let resourceParameterUnsupported = RefusalRow(
        901_002,
        .invalidRequest,
        "The 'resource' request parameter is not supported."
    )

    static let tenantNotFound = RefusalRow(90_002, .invalidRequest, Self.tenantNotFoundText)
    static let tenantNotFoundInDiscovery = RefusalRow(90_002, .invalidTenant, Self.tenantNotFoundText)
    private static let tenantNotFoundText =
        "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct "
        + "cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for "
        + "the tenant."
    static let tenantMalformed = RefusalRow(
        900_023,
        .invalidRequest,
        "Specified tenant identifier '{tenant}' is neither a valid DNS name, nor a valid external domain."
    )
    static let grantNeedsATenant = RefusalRow(
        9_001_023,
        .invalidRequest,
        "The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or "
            + "tenant-specific endpoint."
    )
    static let notMultiTenant = RefusalRow(
        50_194,
        .invalidRequest,
        "Application '{client}'({name}) is not configured as a multi-tenant application. Usage of the /common endpoint "
            + "is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure "
            + "the application to be multi-tenant."
    )
    static let unknownInstance = RefusalRow(
        50_049,
        .invalidInstance,
        "Unknown or invalid instance."
    )
    static let internalFailure = RefusalRow(
        90_033,
        .serverError,
        status: 503,
        "A transient error has occurred. Please try again."
    )
}
