// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import SignetCredentials
import SignetPlatform

/// A refusal in the shape and the words of the real token service.
struct RefusalAnswer {
    let aadsts: Int
    var error: String?
    var suberror: String?
    var status: Int?
    var claims: String?
    var headers: [(name: String, value: String)] = []

    func response(to request: TransportRequest, at now: Date) -> TransportResponse {
        let words = RefusalWords(number: self.aadsts)
        let others = Self.others[self.aadsts]
        let trace = "11111111-aaaa-4bbb-8ccc-000000000001"
        let asked = request.headers.first { $0.name.lowercased() == "client-request-id" }?.value
        let correlation = asked ?? "11111111-aaaa-4bbb-8ccc-000000000002"
        let time = Timestamp.tokenService(now)
        let text = words?.text ?? others?.text ?? "Refused by a script."
        let error = self.error ?? words?.error ?? others?.error ?? "invalid_client"
        var body: JSONObject = [
            "error": .string(error),
            "error_description": .string(
                "AADSTS\(self.aadsts): \(text) Trace ID: \(trace) Correlation ID: \(correlation) Timestamp: \(time)"
            ),
            "error_codes": [.number(self.aadsts)],
            "timestamp": .string(time),
            "trace_id": .string(trace),
            "correlation_id": .string(correlation),
        ]
        if words?.hasErrorURI ?? true {
            body["error_uri"] = .string("https://login.microsoftonline.com/error?code=\(self.aadsts)")
        }
        if let suberror = self.suberror ?? words?.suberror ?? others?.suberror { body["suberror"] = .string(suberror) }
        if let claims = self.claims { body["claims"] = .string(claims) }
        return TransportResponse(
            status: self.status ?? words?.status ?? (error == "invalid_client" ? 401 : 400),
            headers: [
                (name: "Content-Type", value: "application/json; charset=utf-8"),
                (name: "x-ms-request-id", value: trace),
            ] + self.headers,
            body: SecretBytes(JSONValue.object(body).serialized)
        )
    }

    /// The refusals that the platform of this package does not give, after "Microsoft Entra error codes".
    private static let others: [Int: (error: String, suberror: String?, text: String)] = [
        70_043: (
            "invalid_grant", "bad_token",
            "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access."
        ),
        90_055: ("temporarily_unavailable", nil, "The tenant is throttled due to too many requests."),
        7_000_214: ("invalid_client", nil, "Certificate has been revoked."),
    ]
}
