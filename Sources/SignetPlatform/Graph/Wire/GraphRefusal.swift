// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// A refusal in Microsoft Graph's terms.
struct GraphRefusal: Error, Sendable {
    let status: Int
    let code: String
    let message: String
    /// What Graph says beside the message about single values.
    let details: [JSONValue]
    /// The claims that a new token must bring, as JSON.
    var claims: String?

    init(_ status: Int, _ code: String, _ message: String, details: [JSONValue] = []) {
        self.details = details
        self.status = status
        self.code = code
        self.message = message
    }

    static func badRequest(_ message: String) -> GraphRefusal {
        GraphRefusal(400, "Request_BadRequest", message)
    }

    static func unsupportedQuery(_ message: String) -> GraphRefusal {
        GraphRefusal(400, "Request_UnsupportedQuery", message)
    }

    static func invalidValue(_ property: String, of resource: String) -> GraphRefusal {
        badRequest("Invalid value specified for property '\(property.prefix(128))' of resource '\(resource)'.")
    }

    static func valueRequired(_ property: String, of resource: String) -> GraphRefusal {
        badRequest("A value is required for property '\(property.prefix(128))' of resource '\(resource)'.")
    }

    static func notFound(_ id: String) -> GraphRefusal {
        GraphRefusal(
            404,
            "Request_ResourceNotFound",
            "Resource '\(id.prefix(128))' does not exist or one of its queried reference-property objects are not present."
        )
    }

    static func unknownSegment(_ segment: String) -> GraphRefusal {
        GraphRefusal(400, "BadRequest", "Resource not found for the segment '\(segment.prefix(128))'.")
    }

    static let unreadablePayload = GraphRefusal(
        400,
        "BadRequest",
        "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format."
    )
    static let payloadTooLarge = GraphRefusal(413, "RequestEntityTooLarge", "The request body is too large.")
    static let methodNotAllowed = GraphRefusal(
        405,
        "Request_BadRequest",
        "Specified HTTP method is not allowed for the request target."
    )
    static let denied = GraphRefusal(
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation."
    )
    static let concurrentChange = GraphRefusal(
        409,
        "Request_ConcurrencyViolation",
        "Another request changed the object at the same time. Please try again."
    )

    /// A token that was made worthless since it was issued.
    static func revoked(_ finding: AccessEvaluation.Finding) -> GraphRefusal {
        var refusal = unauthenticated(
            "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: "
                + finding.code
        )
        refusal.claims = finding.claims
        return refusal
    }

    static func unauthenticated(_ message: String) -> GraphRefusal {
        GraphRefusal(401, "InvalidAuthenticationToken", message)
    }
}
