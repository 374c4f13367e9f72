// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore

/// Where a machine hands out the tokens of its managed identities.
public struct ManagedIdentityEndpoint: Sendable {
    enum Kind: Sendable {
        /// The instance metadata service of virtual machines, scale sets and container instances.
        case imds
        /// App Service, Functions and Container Apps.
        case appService(header: SecretBytes)
        /// The agent of Azure Arc, which proves with a file in this folder that the caller is an administrator of the machine.
        case azureArc(keyFolder: String)
    }

    let kind: Kind
    /// The address without a query.
    public let url: String

    private init(trusted url: String, _ kind: Kind) {
        self.url = url
        self.kind = kind
    }

    private init(_ url: String, _ kind: Kind) throws(CredentialError) {
        let isAddress = ["http://", "https://"].contains { url.lowercased().hasPrefix($0) && url.count > $0.count }
        guard isAddress, url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !url.contains("?"), !url.contains("#") else {
            throw CredentialError(.invalidArgument, "'\(url)' is no address of a managed identity endpoint")
        }
        self.init(trusted: url, kind)
    }

    /// The instance metadata service at its fixed address.
    public static let instanceMetadata = ManagedIdentityEndpoint(trusted: "http://169.254.169.254" + path, .imds)

    private static let path = "/metadata/identity/oauth2/token"

    /// The instance metadata service, or what stands in for it, at another origin such as `http://127.0.0.1:8080`.
    ///
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for what is no http or https address.
    public static func instanceMetadata(origin: String) throws(CredentialError) -> ManagedIdentityEndpoint {
        try ManagedIdentityEndpoint((origin.hasSuffix("/") ? String(origin.dropLast()) : origin) + self.path, .imds)
    }

    /// The endpoint of App Service.
    ///
    /// - Parameters:
    ///   - url: The value of `IDENTITY_ENDPOINT`.
    ///   - header: The value of `IDENTITY_HEADER`.
    /// - Returns: The endpoint.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for what is no address, or no header value.
    public static func appService(url: String, header: SecretBytes) throws(CredentialError) -> ManagedIdentityEndpoint {
        let isValue = header.withExposedBytes { $0.allSatisfy { $0 > 0x20 && $0 < 0x7F } }
        guard !header.isEmpty, isValue else {
            throw CredentialError(.invalidArgument, "IDENTITY_HEADER is empty or no value of a header field")
        }
        return try ManagedIdentityEndpoint(url, .appService(header: header))
    }

    /// The endpoint of the agent of Azure Arc, on machines outside of Azure; it has the machine's own identity alone.
    ///
    /// - Parameter url: The value of `IDENTITY_ENDPOINT`.
    /// - Returns: The endpoint.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for what is no address.
    public static func azureArc(url: String) throws(CredentialError) -> ManagedIdentityEndpoint {
        try azureArc(url: url, keyFolder: "/var/opt/azcmagent/tokens")
    }

    static func azureArc(url: String, keyFolder: String) throws(CredentialError) -> ManagedIdentityEndpoint {
        try ManagedIdentityEndpoint(url, .azureArc(keyFolder: keyFolder))
    }

    /// The endpoint that the variables of the machine tell of: App Service, Azure Arc, or else the instance metadata
    /// service, whose origin `AZURE_POD_IDENTITY_AUTHORITY_HOST` replaces.
    ///
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/credentialUnavailable`` on Service Fabric, Azure Machine
    ///   Learning and Cloud Shell, whose endpoints are others; with ``CredentialError/Code/invalidArgument`` for what
    ///   is no address.
    public init(environment: [String: String]) throws(CredentialError) {
        let environment = AzureEnvironment(environment)
        if let url = environment["IDENTITY_ENDPOINT"] {
            if environment["IDENTITY_SERVER_THUMBPRINT"] != nil { throw Self.unsupported("Service Fabric") }
            if let header = environment["IDENTITY_HEADER"] {
                self = try Self.appService(url: url, header: SecretBytes(utf8: header))
            } else if environment["IMDS_ENDPOINT"] != nil {
                self = try Self.azureArc(url: url)
            } else {
                throw AzureEnvironment.unavailable("ManagedIdentityCredential", missing: ["IDENTITY_HEADER"])
            }
        } else if environment["MSI_ENDPOINT"] != nil {
            throw Self.unsupported(environment["MSI_SECRET"] != nil ? "Azure Machine Learning" : "Cloud Shell")
        } else if let origin = environment["AZURE_POD_IDENTITY_AUTHORITY_HOST"] {
            self = try Self.instanceMetadata(origin: origin)
        } else {
            self = Self.instanceMetadata
        }
    }

    private static func unsupported(_ place: String) -> CredentialError {
        CredentialError(
            .credentialUnavailable,
            """
            ManagedIdentityCredential authentication unavailable. The environment is that of \(place), whose endpoint this \
            library does not speak to; use a certificate or workload identity there
            """
        )
    }
}
