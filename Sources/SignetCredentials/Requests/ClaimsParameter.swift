// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The wire's `claims`: what the caller asks for, joined with what the client is capable of.
enum ClaimsParameter {
    /// What tells the service that the client handles claims challenges.
    private static let capability: JSONObject = ["access_token": ["xms_cc": ["values": ["cp1"]]]]

    /// Joins the two.
    ///
    /// - Returns: The JSON text, or `nil` where there is nothing to say.
    /// - Throws: `invalidArgument` where the caller's claims are not a JSON object.
    static func text(for request: TokenRequest) throws(CredentialError) -> String? {
        guard let claims = request.claims else {
            return request.enablesCAE ? JSONValue.object(self.capability).text : nil
        }
        let asked: JSONObject
        do {
            guard let object = try JSONValue.parse(claims, maximumDepth: 16).object else {
                throw CredentialError(.invalidArgument, "the claims are not a JSON object")
            }
            asked = object
        } catch {
            throw CredentialError(
                .invalidArgument,
                "the claims are not a JSON object; pass the decoded value of the challenge's 'claims'",
                cause: error
            )
        }
        return JSONValue.object(request.enablesCAE ? merge(asked, self.capability) : asked).text
    }

    private static func merge(_ left: JSONObject, _ right: JSONObject) -> JSONObject {
        var merged = left
        for member in right.members {
            if let old = left[member.name]?.object, let new = member.value.object {
                merged[member.name] = .object(merge(old, new))
            } else {
                merged[member.name] = member.value
            }
        }
        return merged
    }
}
