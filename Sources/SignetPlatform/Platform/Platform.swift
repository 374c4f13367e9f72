// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import Logging
public import SignetCertificates
public import SignetCore

/// An Entra-compatible platform: the token service, its discovery documents, and Microsoft Graph's app registrations,
/// as one function from request to response.
///
/// It opens no socket and knows no database: give it a ``PlatformStorage``, and hand it the requests that came in, over
/// TLS from `SignetPlatformServer` or from a test's own transport.
///
/// ```swift
/// let platform = try await Platform(
///     storage: InMemoryStorage(),
///     configuration: PlatformConfiguration(origin: "https://localhost:8443", masterKey: key),
///     clock: .system)
/// let answer = await platform.respond(to: request)
/// ```
///
/// An application signs in only when it has a service principal too. Registering one through Graph makes both, as the real
/// portal does; one whose service principal was deleted is refused with AADSTS7000229.
public final class Platform: Sendable {
    /// The default tenant's GUID.
    public let tenantID: String
    /// The scheme, host and port under which clients reach the platform.
    public let origin: String

    private let origins: [String]
    let foundation: PlatformFoundation
    let registry: ClientRegistry
    private let routes: PlatformRoutes
    let clock: any TimeSource
    private let logger: Logger

    /// Reads the storage, and makes in it what is missing: the tenant, its service principals, signing keys.
    ///
    /// - Throws: ``PlatformError`` for a configuration that contradicts the storage or a wrong master key, and what the
    ///   storage throws.
    public convenience init(
        storage: any PlatformStorage,
        configuration: PlatformConfiguration,
        clock: any TimeSource,
        logger: Logger = Logger(label: "signet.platform")
    ) async throws {
        let foundation = try await PlatformFoundation(
            storage: storage,
            configuration: configuration,
            now: clock.now
        )
        self.init(
            foundation,
            origin: configuration.origin,
            originAliases: configuration.originAliases,
            mutualTLSOrigin: configuration.mutualTLSOrigin,
            clock: clock,
            logger: logger
        )
    }

    /// Builds a platform on what was prepared before its address was known.
    package init(
        _ foundation: PlatformFoundation,
        origin: String,
        originAliases: [String],
        mutualTLSOrigin: String?,
        clock: any TimeSource,
        logger: Logger
    ) {
        self.tenantID = foundation.tenantID
        self.origin = origin
        self.origins = [origin] + (originAliases + [mutualTLSOrigin].compactMap(\.self)).filter { $0 != origin }
        self.foundation = foundation
        self.registry = ClientRegistry(
            store: foundation.store,
            origin: origin,
            clock: clock,
            masterKey: foundation.masterKey,
            delay: foundation.trust.registrationDelay
        )
        self.routes = PlatformRoutes(
            foundation: foundation,
            registry: self.registry,
            origins: self.origins,
            mutualTLSOrigin: mutualTLSOrigin
        )
        self.clock = clock
        self.logger = logger
    }

    /// Registers the application that administers the platform, in every tenant, or its next certificate.
    ///
    /// Call it as whoever holds the data. What the application may do, it may do through Graph with a token of its own.
    ///
    /// - Parameter certificate: The certificate with which the application signs in; its key is not kept.
    /// - Returns: The client ID.
    /// - Throws: What the storage throws.
    public func registerAdministrator(certificate: ClientCertificate) async throws -> String {
        let now = self.clock.now
        let appID = try await self.foundation.registerAdministrator(certificate, now: now)
        for tenant in try await self.foundation.tenants.all() {
            self.registry.forget(appID: appID, tenant: tenant.id)
        }
        return appID
    }

    /// Makes the next signing key when it is due and forgets the ones that ended; call it at least once a day.
    public func renewSigningKeys() async throws {
        try await renewSigningKeys(forgetting: true)
    }

    /// Makes the keys that are due after a test has moved the clock; a clock that moves back finds its keys again.
    package func prepareSigningKeys() async throws {
        try await renewSigningKeys(forgetting: false)
    }

    private func renewSigningKeys(forgetting forgets: Bool) async throws {
        let now = self.clock.now
        try await AuditContext.$current.withValue(AuditContext(actor: "key renewal", now: now)) {
            try await self.foundation.keys.renew(at: now, forgetting: forgets)
        }
    }

    /// Forgets the codes, sessions and devices that have ended; call it once a day.
    ///
    /// - Throws: What the storage throws.
    public func forgetEndedGrants() async throws {
        let tenants = try await self.foundation.tenants.all().map(\.id)
        try await GrantLedger(storage: self.foundation.store.storage).purge(tenants: tenants, at: self.clock.now)
    }

    /// Erases the deleted applications and service principals that nobody can restore any more; call it once a day.
    ///
    /// - Throws: What the storage throws.
    public func eraseDeletedItems() async throws {
        for tenant in try await self.foundation.tenants.all() {
            try await self.foundation.store.eraseExpiredItems(tenant: tenant.id, at: self.clock.now)
        }
    }

    /// Makes the next version of every certificate in the vaults whose rotation policy says that it is due, and forgets
    /// what was deleted and can no longer be recovered; call it at least once a day.
    ///
    /// - Returns: How many certificates have a new version.
    /// - Throws: What the storage throws; a certificate that fails is logged and does not stop the others.
    @discardableResult
    public func renewVaultCertificates() async throws -> Int {
        let service = self.foundation.vaults(origin: self.origin)
        var renewed = 0
        for tenant in try await self.foundation.tenants.all() {
            let vault = service.vault(of: tenant.id, at: self.clock.now)
            renewed += try await CertificateRenewal(vault: vault, logger: self.logger).run()
        }
        return renewed
    }

    /// Writes the newest entries of the sign-in log into the storage; call it every second, and before the end.
    ///
    /// - Throws: What the storage throws.
    public func flushSignIns() async throws {
        try await self.foundation.signIns.flush()
    }

    /// Says what a token or an assertion says, and whether the platform would take it.
    ///
    /// - Parameter token: The text, which is not kept.
    /// - Returns: The judgement, or `nil` where the text is no JWT.
    /// - Throws: What the storage throws.
    package func inspect(_ token: String) async throws -> TokenInspection? {
        try await TokenInspector(
            origin: self.origin,
            keys: self.foundation.keys,
            tenants: self.foundation.tenants,
            registry: self.registry,
            audiences: TenantAudiences(origins: self.origins, profile: self.foundation.profile),
            now: self.clock.now
        )
        .inspect(token)
    }

    /// Answers one request.
    ///
    /// It never fails: a malfunction is a 503 with a trace identifier that the log knows.
    public func respond(to request: PlatformRequest) async -> PlatformResponse {
        let exchange = Exchange(request, now: self.clock.now, profile: self.foundation.profile)
        let answer =
            exchange.mayChangeTheDirectory
            ? await AuditContext.$current.withValue(AuditContext(exchange)) { await self.answer(exchange) }
            : await self.answer(exchange)
        return request.method == "HEAD" ? answer.withoutBody() : answer
    }

    private func answer(_ exchange: Exchange) async -> PlatformResponse {
        do {
            return try await self.routes.respond(exchange)
        } catch {
            self.logger.error(
                "A request could not be answered",
                metadata: ["trace_id": "\(exchange.traceID)", "error": "\(error)"]
            )
            return TokenRefusal(.internalFailure).response(exchange, route: "failure")
        }
    }
}
