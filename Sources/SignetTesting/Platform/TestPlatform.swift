// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCertificates
public import SignetCore
public import SignetCredentials
import SignetPlatform

/// A platform inside the test process: an Entra that refuses as the real one does, without a socket or a file.
///
/// Made by ``withPlatform(clock:_:)``.
public struct TestPlatform: Sendable {
    /// The tenant's GUID.
    public let tenantID: String
    /// The clock by which the platform and its credentials live.
    public let clock: any TimeSource
    let transport: PlatformTransport
    private let faults: FaultQueue
    let authority: Authority
    /// The application that may use Graph and the vault.
    package let administrator: CertificateCredential

    init(clock: any TimeSource) async throws {
        let platform = try await Platform(
            storage: InMemoryStorage(),
            configuration: PlatformConfiguration(
                origin: "https://platform.test",
                masterKey: SecretBytes((0..<32).map { _ in UInt8.random(in: .min ... .max) })
            ),
            clock: clock
        )
        let certificate = try TestCertificates.client("administrator", at: clock.now)
        let clientID = try await platform.registerAdministrator(certificate: certificate)
        self.tenantID = platform.tenantID
        self.clock = clock
        self.transport = PlatformTransport(platform)
        self.faults = FaultQueue(self.transport, clock: clock)
        self.authority = try Authority(platform.origin)
        var options = CredentialOptions(authority: self.authority, transport: self.transport, clock: clock)
        options.disablesInstanceDiscovery = true
        self.administrator = try CertificateCredential(
            tenantID: platform.tenantID,
            clientID: clientID,
            certificate: .certificate(certificate),
            options: options
        )
    }

    /// Options with which a credential signs in to this platform.
    public var credentialOptions: CredentialOptions {
        var options = CredentialOptions(authority: self.authority, transport: self.faults, clock: self.clock)
        options.disablesInstanceDiscovery = true
        return options
    }

    /// The token requests that came over ``credentialOptions``, those that failed among them.
    public var tokenRequests: [TransportRequest] { self.faults.requests }

    /// Makes the next token requests over ``credentialOptions`` fail; the ones after them are served again.
    ///
    /// - Parameters:
    ///   - count: How many requests; a repetition counts as one.
    ///   - fault: How they fail.
    public func failTokenRequests(_ count: Int = 1, with fault: ServiceFault) {
        self.faults.append(fault, times: count)
    }

    /// Ends the faults that no request has met.
    ///
    /// - Returns: How many they were.
    @discardableResult
    public func clearFaults() -> Int { self.faults.clear() }

    /// Registers an application with a certificate of its own, ready to sign in.
    ///
    /// - Parameters:
    ///   - name: The display name.
    ///   - identifierURIs: Its App ID URIs, for one that others ask tokens for: `["api://orders"]`.
    ///   - tokenVersion: The version of the tokens that it wants as a resource.
    ///   - scopes: What its clients may ask for on behalf of a user, such as `read`.
    ///   - redirectURIs: Where browsers come back to it after a sign-in.
    /// - Returns: The application.
    /// - Throws: What the directory refuses.
    public func registerApplication(
        named name: String,
        identifierURIs: [String] = [],
        tokenVersion: Int = 2,
        scopes: [String] = [],
        redirectURIs: [String] = []
    ) async throws -> TestApplication {
        let certificate = try TestCertificates.client(name, at: self.clock.now)
        let scopeIDs = Dictionary(uniqueKeysWithValues: Set(scopes).map { ($0, GUID.random()) })
        let created = try await graph(
            "POST",
            "/applications",
            [
                "displayName": .string(name),
                "identifierUris": .array(identifierURIs.map { .string($0) }),
                "api": [
                    "requestedAccessTokenVersion": .number(tokenVersion),
                    "oauth2PermissionScopes": .array(scopeIDs.sorted { $0.key < $1.key }.map(Self.scope)),
                ],
                "web": ["redirectUris": .array(redirectURIs.map { .string($0) })],
                "keyCredentials": [
                    [
                        "type": "AsymmetricX509Cert", "usage": "Verify",
                        "key": .string(Base64.encode(certificate.details.der)),
                    ]
                ],
            ]
        )
        guard let clientID = created["appId"]?.string, let objectID = created["id"]?.string else {
            throw DirectoryRefusal(status: 201, text: "the directory's answer has no appId")
        }
        return TestApplication(
            clientID: clientID,
            objectID: objectID,
            scopeIDs: scopeIDs,
            certificate: certificate,
            credential: try CertificateCredential(
                tenantID: self.tenantID,
                clientID: clientID,
                certificate: .certificate(certificate),
                options: self.credentialOptions
            )
        )
    }

    private static func scope(_ value: String, _ id: String) -> JSONValue {
        [
            "id": .string(id), "value": .string(value), "type": "User", "isEnabled": true,
            "adminConsentDisplayName": .string(value), "adminConsentDescription": .string(value),
        ]
    }

    /// Changes the directory as its administrator.
    func graph(_ method: String, _ path: String, _ body: JSONValue) async throws -> JSONValue {
        let token = try await self.administrator.token(for: "https://graph.microsoft.com/.default")
        let answer = try await self.transport.send(
            TransportRequest(
                method: method,
                url: self.authority.url + "/v1.0" + path,
                headers: [("Authorization", token.exposedAuthorization), ("Content-Type", "application/json")],
                body: SecretBytes(body.serialized)
            )
        )
        let bytes = answer.body.withExposedBytes { $0 }
        guard (200..<300).contains(answer.status) else {
            throw DirectoryRefusal(status: answer.status, text: String(decoding: bytes.prefix(500), as: UTF8.self))
        }
        return bytes.isEmpty ? .null : try JSONValue.parse(bytes)
    }

    /// What the directory said in place of registering.
    public struct DirectoryRefusal: Error, CustomStringConvertible {
        /// The status.
        public let status: Int
        /// The answer.
        public let text: String
        /// Status and answer.
        public var description: String { "the directory answered \(self.status): \(self.text)" }
    }
}

/// An application that is registered on a ``TestPlatform``.
public struct TestApplication: Sendable {
    /// The client ID.
    public let clientID: String
    /// The object ID, by which Graph changes it.
    public let objectID: String
    /// What clients may ask for on behalf of a user, with the identifiers.
    let scopeIDs: [String: String]
    /// The certificate that is registered.
    public let certificate: ClientCertificate
    /// Signs in as the application.
    public let credential: CertificateCredential
}

/// Runs a test against a platform of its own.
///
/// ```swift
/// try await withPlatform { platform in
///     _ = try await platform.registerApplication(named: "orders", identifierURIs: ["api://orders"])
///     let daemon = try await platform.registerApplication(named: "daemon")
///     let token = try await daemon.credential.token(for: "api://orders/.default")
/// }
/// ```
///
/// - Parameters:
///   - clock: The platform's and the credentials' clock; a ``ManualClock`` lets a test wait for nothing.
///   - body: The test.
/// - Returns: What the test gives.
/// - Throws: What the test throws.
public func withPlatform<Result>(
    clock: any TimeSource = .system,
    _ body: (TestPlatform) async throws -> Result
) async throws -> Result {
    try await body(try await TestPlatform(clock: clock))
}
