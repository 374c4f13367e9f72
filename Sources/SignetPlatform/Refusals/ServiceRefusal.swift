// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// A refusal that a server makes before the platform has looked, or in its place: too many requests, a fault on order.
package struct ServiceRefusal: Sendable, Equatable {
    /// The number behind `AADSTS`.
    package var number: Int
    /// The name in RFC 6749's sense.
    package var error: String
    package var status: Int
    /// The text behind the number.
    package var message: String
    /// Seconds after which it is worth another try.
    package var retryAfter: Int?

    /// The answer to more requests than a client may make (AADSTS90055).
    package static func tooManyRequests(retryAfter: Int) -> ServiceRefusal {
        ServiceRefusal(
            number: 90_055,
            error: "temporarily_unavailable",
            status: 429,
            message: "The server has terminated the request because there are too many incoming requests. Please wait "
                + "and try again.",
            retryAfter: retryAfter
        )
    }

    /// A refusal by its number alone: what the catalogue says about it, or a text of its own for one it does not hold.
    package static func of(number: Int) -> ServiceRefusal {
        guard let row = RefusalRow.known.first(where: { $0.number == number }) else {
            return ServiceRefusal(
                number: number,
                error: "invalid_request",
                status: 400,
                message: "The request was refused for a test."
            )
        }
        return ServiceRefusal(number: number, error: row.error.rawValue, status: row.status, message: row.text)
    }
}

extension RefusalRow {
    /// The rows that can be ordered by their number.
    static let known: [RefusalRow] = [
        .malformedRequest, .missingParameter, .unsupportedGrant, .tenantNotFound, .tenantMalformed, .notMultiTenant,
        .internalFailure, .secretInvalid, .secretExpired, .credentialMissing, .applicationNotFound,
        .applicationDisabled, .servicePrincipalMissing, .scopeMalformed, .scopeNotDefault, .resourceNotFound,
        .assignmentRequired, .keyNotFound, .assertionOutsideValidity, .wrongAudience, .severalAudiences,
        .clientMismatch, .subjectIsNotIssuer, .unsupportedAlgorithm, .noKeyIdentifier, .notAToken,
    ]
}
