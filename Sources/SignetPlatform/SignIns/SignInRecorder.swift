// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCore

/// Writes requests for tokens into the sign-in log, with what is needed to explain a refusal later.
struct SignInRecorder: Sendable {
    let log: SignInLog
    let tenants: TenantDirectory
    let registry: ClientRegistry
    let audiences: TenantAudiences
    /// Where a request is filed whose tenant does not exist.
    let defaultTenant: String

    private static let success: JSONValue = ["errorCode": 0, "failureReason": "Other.", "additionalDetails": nil]

    /// Records a request to a token endpoint that was answered; what goes wrong here is nobody's refusal.
    ///
    /// - Parameters:
    ///   - exchange: The request.
    ///   - request: What was read of it; `nil` where it was malformed.
    ///   - name: The tenant as it stands in the path.
    ///   - response: The answer.
    func record(
        _ exchange: Exchange,
        _ request: TokenRequest?,
        tenant name: String,
        _ response: PlatformResponse
    ) async {
        let attempt = request.flatMap { SignInAttempt($0) } ?? SignInAttempt(exchange)
        let tenant = await tenant(name)
        let client = await client(attempt, tenant)
        var object = facts(exchange, tenant?.id ?? String(name.prefix(128)), attempt, client)
        if response.status == 200 {
            object["status"] = Self.success
        } else {
            let body = try? JSONValue.parse(response.body)
            let number = body?["error_codes"]?.array?.first?.integer ?? 0
            object["status"] = [
                "errorCode": .number(number), "failureReason": .string(Self.reason(body)),
                "additionalDetails": .optional(body?["error"]?.string),
            ]
            object["explanation"] =
                SignInExplanation(
                    number: number,
                    attempt: attempt,
                    client: client,
                    audiences: tenant.map { self.audiences.names($0) } ?? [],
                    now: exchange.now
                )
                .json
        }
        self.log.record(
            SignInEntry(
                id: exchange.traceID,
                tenant: tenant?.id ?? self.defaultTenant,
                clientID: attempt.clientID,
                object: object
            )
        )
    }

    private func facts(
        _ exchange: Exchange,
        _ tenant: String,
        _ attempt: SignInAttempt,
        _ client: RegisteredClient?
    ) -> JSONObject {
        func member(_ name: String, _ value: JSONValue) -> JSONObject.Member {
            JSONObject.Member(name: name, value: value)
        }
        return JSONObject(distinct: [
            member("id", .string(exchange.traceID)),
            member("createdDateTime", .string(Timestamp.iso8601(exchange.now))),
            member("correlationId", .string(exchange.correlationID)),
            member("tenantId", .string(tenant)),
            member("appId", .string(attempt.clientID)),
            member("appDisplayName", .optional(client?.displayName)),
            member("servicePrincipalId", .optional(client?.servicePrincipal.id)),
            member("grantType", .string(attempt.grant)),
            member("requestedResource", .string(attempt.target)),
            member("clientCredentialType", .string(attempt.credentialType.rawValue)),
            member("servicePrincipalCredentialThumbprint", .optional(attempt.thumbprint)),
        ])
    }

    private func tenant(_ name: String) async -> Tenant? {
        guard case .tenant(let tenant) = try? await self.tenants.resolve(name) else { return nil }
        return tenant
    }

    private func client(_ attempt: SignInAttempt, _ tenant: Tenant?) async -> RegisteredClient? {
        guard let tenant, GUID.isWellFormed(attempt.clientID) else { return nil }
        return try? await self.registry.client(appID: attempt.clientID, tenant: tenant.id)
    }

    /// The message without the trailer, which repeats what stands beside it.
    private static func reason(_ body: JSONValue?) -> String {
        let text = body?["error_description"]?.string ?? ""
        return text.firstRange(of: " Trace ID:").map { String(text[..<$0.lowerBound]) } ?? text
    }
}
