// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

// The catalogue, part 4: tokens of other issuers.

extension RefusalRow {
    private static let advice =
        " Check your federated identity credential Subject, Audience and Issuer against the presented assertion. "
        + "https://learn.microsoft.com/entra/workload-id/workload-identity-federation"

    static let noFederatedCredential = RefusalRow(
        70_025,
        .invalidClient,
        "The client '{client}'({name}) has no configured federated identity credentials."
    )
    static let federatedTokenOfPerson = RefusalRow(
        700_229,
        .invalidClient,
        "Only app-only tokens can be used as Federated Identity Credentials for AAD issuer."
    )
    static let federatedIssuerUnknown = RefusalRow(
        700_211,
        .invalidClient,
        "No matching federated identity record found for presented assertion issuer '{value}'." + Self.advice
    )
    static let federatedAudienceUnknown = RefusalRow(
        700_212,
        .invalidClient,
        "No matching federated identity record found for presented assertion audience '{value}'." + Self.advice
    )
    static let federatedSubjectUnknown = RefusalRow(
        700_213,
        .invalidClient,
        "No matching federated identity record found for presented assertion subject '{value}'." + Self.advice
    )
    static let federatedSubjectInAnotherCase = RefusalRow(
        7_002_138,
        .invalidClient,
        "No matching federated identity record found for presented assertion subject '{value}'. The subject matches with "
            + "case-insensitive comparison, but not with case-sensitive comparison." + Self.advice
    )
    static let issuerKeyNotFound = RefusalRow(
        7_000_272,
        .invalidClient,
        "The certificate with identifier {thumbprint} used to sign the federated credential could not be found in the "
            + "metadata of identity provider {issuer}. Please validate that your Identity Provider's metadata exposes the "
            + "key used to sign the incoming token."
    )
    static let issuerUnreachable = RefusalRow(
        50_166,
        .invalidRequest,
        "Request to External OIDC endpoint failed."
    )
}
