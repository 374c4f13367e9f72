// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// Why a token is not let through, in the words of the library that API Management uses.
package struct TokenRefusal: Error, Sendable, Equatable {
    /// What `context.LastError.Reason` says.
    package let reason: String
    /// What `context.LastError.Message` says.
    package let message: String

    static let absent = TokenRefusal(reason: "TokenNotPresent", message: "JWT not present.")

    static func malformed() -> TokenRefusal {
        TokenRefusal(
            reason: "JwtInvalid",
            message: "IDX12741: JWT must have three segments (JWS) or five segments (JWE)."
        )
    }

    static func noConfiguration(_ url: String) -> TokenRefusal {
        TokenRefusal(reason: "JwtInvalid", message: "IDX20803: Unable to obtain configuration from: '\(url)'.")
    }

    static let unsigned = TokenRefusal(
        reason: "TokenSignatureInvalid",
        message: "IDX10504: Unable to validate signature, token does not have a signature. Access denied."
    )

    static let noKeys = TokenRefusal(
        reason: "TokenSignatureKeyNotFound",
        message: "IDX10500: Signature validation failed. No security keys were provided to validate the signature. "
            + "Access denied."
    )

    static func keyNotFound(_ identifier: String?) -> TokenRefusal {
        TokenRefusal(
            reason: "TokenSignatureKeyNotFound",
            message: "IDX10501: Signature validation failed. Unable to match key: kid: '\(identifier ?? "")'. "
                + "Access denied."
        )
    }

    static let signature = TokenRefusal(
        reason: "TokenSignatureInvalid",
        message: "IDX10511: Signature validation failed. Access denied."
    )

    static let noExpiration = TokenRefusal(
        reason: "JwtInvalid",
        message: "IDX10225: Lifetime validation failed. The token is missing an Expiration Time."
    )

    static func expired(_ end: Date, now: Date) -> TokenRefusal {
        TokenRefusal(
            reason: "TokenExpired",
            message: "IDX10223: Lifetime validation failed. The token is expired. ValidTo (UTC): "
                + "'\(Timestamp.american(end))', Current time (UTC): '\(Timestamp.american(now))'. Access denied."
        )
    }

    static func early(_ start: Date, now: Date) -> TokenRefusal {
        TokenRefusal(
            reason: "JwtInvalid",
            message: "IDX10222: Lifetime validation failed. The token is not yet valid. ValidFrom (UTC): "
                + "'\(Timestamp.american(start))', Current time (UTC): '\(Timestamp.american(now))'."
        )
    }

    static func audience(_ found: [String], _ wanted: [String]) -> TokenRefusal {
        TokenRefusal(
            reason: "TokenAudienceNotAllowed",
            message:
                "IDX10214: Audience validation failed. Audiences: '\(found.joined(separator: ", "))'. Did not match: "
                + "validationParameters.ValidAudience: 'null' or validationParameters.ValidAudiences: "
                + "'\(wanted.joined(separator: ", "))'. Access denied."
        )
    }

    static func issuer(_ found: String?, _ wanted: [String]) -> TokenRefusal {
        TokenRefusal(
            reason: "TokenIssuerNotAllowed",
            message: "IDX10205: Issuer validation failed. Issuer: '\(found ?? "null")'. Did not match: "
                + "validationParameters.ValidIssuer: 'null' or validationParameters.ValidIssuers: "
                + "'\(wanted.joined(separator: ", "))'. Access denied."
        )
    }

    static func missing(_ claims: [String]) -> TokenRefusal {
        TokenRefusal(
            reason: "TokenClaimNotFound",
            message: "JWT token is missing the following claims: \(claims.joined(separator: ", ")). Access denied."
        )
    }

    static func claim(_ name: String, _ value: String) -> TokenRefusal {
        TokenRefusal(
            reason: "TokenClaimValueNotAllowed",
            message: "Claim \(name) value of \(value) is not allowed. Access denied."
        )
    }
}
