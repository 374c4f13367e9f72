// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
import SignetAssertions
package import SignetCertificates
package import SignetCore

/// Whoever holds the data, at work in one tenant: through Graph as the administrator wherever Graph can say it, and
/// directly for what Graph does not let anybody choose.
package struct PlatformOperator: Sendable {
    private static let scope = "https%3A%2F%2Fgraph.microsoft.com%2F.default"

    let platform: Platform
    let tenant: String
    let now: Date
    private let token: String

    /// Signs in as the administrator, as any client would.
    ///
    /// - Throws: ``PlatformError`` with the text of the refusal.
    package init(
        _ platform: Platform,
        tenant: String,
        administrator: ClientCertificate,
        clientID: String
    ) async throws {
        self.platform = platform
        self.tenant = tenant
        self.now = platform.clock.now
        let path = "/\(tenant)/oauth2/v2.0/token"
        let assertion = try AssertionMinter(certificate: administrator)
            .mint(clientID: clientID, audience: platform.origin + path, at: self.now)
        let form =
            "grant_type=client_credentials&client_id=\(clientID)&scope=\(Self.scope)&client_assertion_type="
            + "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion="
            + assertion.withSerialized { $0 }
        let answer = await platform.respond(
            to: PlatformRequest(
                method: "POST",
                path: path,
                headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: Array(form.utf8)
            )
        )
        guard let token = (try? JSONValue.parse(answer.body))?["access_token"]?.string else {
            throw PlatformError(.invalidConfiguration, "the administrator cannot sign in to the tenant \(tenant)")
        }
        self.token = token
    }

    /// What Graph says, with its status.
    package func graph(
        _ method: String,
        _ path: String,
        query: String? = nil,
        _ body: JSONValue? = nil
    ) async -> (status: Int, body: JSONValue) {
        let answer = await self.platform.respond(
            to: PlatformRequest(
                method: method,
                path: "/v1.0" + path,
                query: query,
                headers: [("Authorization", "Bearer \(self.token)"), ("Content-Type", "application/json")],
                body: body?.serialized ?? []
            )
        )
        return (answer.status, (try? JSONValue.parse(answer.body)) ?? .null)
    }

    /// The application with a client ID, made with its service principal where it is missing.
    ///
    /// - Returns: The object identifier.
    package func application(appID: String, displayName: String) async throws -> String {
        let store = self.platform.foundation.store
        if let found = try await store.application(appID: appID, tenant: self.tenant) { return found.value.id }
        let application = Application(
            id: GUID.random(),
            appID: appID.lowercased(),
            created: self.now,
            displayName: displayName,
            signInAudience: "AzureADMyOrg",
            identifierURIs: [],
            api: JSONObject(),
            appRoles: [],
            keyCredentials: [],
            passwordCredentials: [],
            others: JSONObject()
        )
        var changes: [RecordChange] = [.insert(application.record(tenant: self.tenant))]
        if try await store.servicePrincipal(appID: application.appID, tenant: self.tenant) == nil {
            let principal = ServicePrincipal(application, created: self.now)
            changes.append(.insert(principal.record(tenant: self.tenant)))
        }
        try await apply(changes, appID: application.appID)
        return application.id
    }

    /// Registers a certificate on an application, unless it is there.
    package func register(_ certificate: CertificateDetails, displayName: String?, on id: String) async throws {
        try await change(id) { application in
            guard !application.keyCredentials.contains(where: { $0.certificate == certificate.der }) else {
                return false
            }
            application.keyCredentials.append(
                KeyCredential(
                    keyID: GUID.random(),
                    customKeyIdentifier: certificate.sha1Thumbprint.bytes,
                    displayName: displayName ?? certificate.subject,
                    start: certificate.notBefore,
                    end: certificate.notAfter,
                    certificate: certificate.der,
                    registered: self.now
                )
            )
            return true
        }
    }

    /// Registers a secret on an application, unless it is there.
    package func register(
        _ secret: SecretBytes,
        displayName: String?,
        lifetime: TimeInterval,
        on id: String
    ) async throws {
        try await change(id) { application in
            guard !application.passwordCredentials.contains(where: { ClientSecret.matches(secret, $0.digest) }) else {
                return false
            }
            let hint = secret.withExposedBytes { String(decoding: $0.prefix(3), as: UTF8.self) }
            application.passwordCredentials.append(
                PasswordCredential(
                    keyID: GUID.random(),
                    displayName: displayName,
                    hint: hint,
                    start: self.now,
                    end: self.now.addingTimeInterval(lifetime),
                    digest: ClientSecret.digest(of: secret)
                )
            )
            return true
        }
    }

    /// A secret in the real service's form.
    package static func randomSecret() -> SecretBytes { ClientSecret.random() }

    /// The service principal of a resource that is named by client ID, App ID URI or display name.
    ///
    /// - Returns: Its object identifier and the identifiers of its roles by their values; `nil` where there is none.
    package func resource(named name: String) async throws -> (id: String, roles: [String: String])? {
        let store = self.platform.foundation.store
        let folded = name.lowercased()
        if let service = BuiltInResource.named(folded, at: self.platform.origin) {
            guard let principal = try await store.servicePrincipal(appID: service.appID, tenant: self.tenant)?.value
            else { return nil }
            return (principal.id, Self.roles(service.appRoles))
        }
        var found = try await store.application(appID: folded, tenant: self.tenant)?.value
        if found == nil { found = try await store.application(identifierURI: folded, tenant: self.tenant)?.value }
        if found == nil {
            let named = try await store.applications(tenant: self.tenant, lookup: ("displayName", folded), limit: 2)
            if named.count == 1 { found = named[0].value }
        }
        guard let application = found,
            let principal = try await store.servicePrincipal(appID: application.appID, tenant: self.tenant)?.value
        else { return nil }
        return (principal.id, Self.roles(application.appRoles))
    }

    /// The service principal of an application.
    package func principal(ofApplication id: String) async throws -> (id: String, appID: String)? {
        let store = self.platform.foundation.store
        guard let application = try await store.application(id: id, tenant: self.tenant)?.value,
            let principal = try await store.servicePrincipal(appID: application.appID, tenant: self.tenant)?.value
        else { return nil }
        return (principal.id, application.appID)
    }

    private static func roles(_ roles: [AppRole]) -> [String: String] {
        Dictionary(
            roles.compactMap { role in role.value.map { ($0, role.id) } },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Changes an application; `body` says whether there is anything to write.
    private func change(_ id: String, _ body: (inout Application) -> Bool) async throws {
        guard let found = try await self.platform.foundation.store.application(id: id, tenant: self.tenant) else {
            return
        }
        var application = found.value
        guard body(&application) else { return }
        let record = application.record(tenant: self.tenant, version: found.version)
        try await apply([.replace(record)], appID: application.appID)
    }

    private func apply(_ changes: [RecordChange], appID: String) async throws {
        defer { self.platform.registry.forget(appID: appID, tenant: self.tenant) }
        let context = AuditContext(actor: "seed", now: self.now)
        try await AuditContext.$current.withValue(context) { try await self.platform.foundation.store.apply(changes) }
    }
}

extension Platform {
    /// Makes a tenant that is missing, or gives an existing one its name and further domains.
    ///
    /// - Returns: The GUID.
    package func ensureTenant(_ configuration: TenantConfiguration) async throws -> String {
        let now = self.clock.now
        return try await AuditContext.$current.withValue(AuditContext(actor: "seed", now: now)) {
            try await TenantRegistration(store: self.foundation.store, now: now).add(configuration).id
        }
    }
}
