// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What the token service says under a number, for whoever plays the service without asking for a token.
package struct RefusalWords: Sendable {
    /// The name of RFC 6749 §5.2, such as `invalid_client`.
    package let error: String
    /// The finer error, such as `consent_required`.
    package let suberror: String?
    /// The HTTP status.
    package let status: Int
    /// The text without number and trailer, with a sample where a value of the request stands.
    package let text: String
    /// Whether the body points to the page about the number.
    package let hasErrorURI: Bool

    /// Looks a number up; the first text where it has several.
    package init?(number: Int) {
        guard let row = RefusalRow.scripted.first(where: { $0.number == number }) else { return nil }
        self.error = row.error.rawValue
        self.suberror = row.suberror
        self.status = row.status
        self.hasErrorURI = row.hasErrorURI
        self.text = TokenRefusal(row, Self.samples).message
    }

    /// All numbers that have words.
    package static var numbers: [Int] { RefusalRow.scripted.map(\.number) }

    private static let samples = [
        "client": "11111111-2222-4333-8444-555555555555", "name": "scope", "directory": "Contoso",
        "tenant": "contoso.onmicrosoft.com", "thumbprint": "84E05C1D98BCE3A5421D225B140B36E86A3D5534",
        "start": "2026-01-01T00:00:00.0000000Z", "end": "2026-11-01T00:00:00.0000000Z",
        "now": "2026-11-21T10:04:05.0000000Z", "from": "2026-11-21T09:00:00.0000000Z",
        "until": "2026-11-21T09:10:00.0000000Z", "count": "2", "algorithm": "ES256", "scope": "api://orders",
        "resource": "api://orders", "resourceName": "orders", "grant": "password", "limit": "65536",
        "issuer": "https://issuer.test", "value": "orders", "audience": "api://orders",
        "user": "ada@contoso.onmicrosoft.com", "reason": "the signature does not match",
        "issued": "2026-08-01T00:00:00.0000000Z", "valid": "2026-11-21T09:00:00.0000000Z", "window": "90.00:00:00",
    ]
}

extension RefusalRow {
    /// The refusals that a client may meet, whoever plays the service.
    fileprivate static let scripted: [RefusalRow] = [
        .keyNotFound, .assertionOutsideValidity, .wrongAudience, .severalAudiences, .clientMismatch,
        .subjectIsNotIssuer,
        .missingClaim, .unsupportedAlgorithm, .noKeyIdentifier, .wrongType, .keyDoesNotFit, .notAToken,
        .certificateOutsideValidity, .applicationNotFound, .servicePrincipalMissing, .applicationIdentifierInvalid,
        .applicationDisabled, .credentialMissing, .secretInvalid, .secretExpired, .scopeNotDefault, .scopeMalformed,
        .scopeOfSeveralResources, .resourceNotFound, .resourceDisabled, .assignmentRequired, .malformedRequest,
        .missingParameter, .unsupportedGrant, .resourceParameterUnsupported, .tenantNotFound, .tenantMalformed,
        .grantNeedsATenant, .notMultiTenant, .internalFailure, .scopeUnknown, .tokenForItself, .consentRequired,
        .passwordWrong, .userNotFound, .userDisabled, .userLocked, .passwordExpired, .userNotAssigned,
        .grantOfAnotherClient, .grantOfAnotherTenant, .grantExpired, .codeRedeemed, .refreshTokenExpired,
        .refreshTokenOfSinglePageExpired, .grantRevoked, .verifierMismatch, .verifierMalformed, .verifierMissing,
        .crossOriginDemanded, .crossOriginForbidden, .clientIsPublic, .userAssertionSignature, .userAssertionExpired,
        .userAssertionAudience, .userAssertionOfApplication, .userAssertionIsIDToken, .accessBlocked,
        .secondFactorNeeded, .secondFactorEnrolment,
        .clientCertificateMissing, .clientCertificateExpired, .clientCertificateDiffers, .mutualTLSDemanded,
        .mutualTLSDisabled, .federatedTokenOfPerson,
        .noFederatedCredential, .federatedIssuerUnknown, .federatedAudienceUnknown, .federatedSubjectUnknown,
        .federatedSubjectInAnotherCase, .issuerKeyNotFound, .issuerUnreachable,
    ]
}
