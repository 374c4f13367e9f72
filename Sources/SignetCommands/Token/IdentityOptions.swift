// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetAssertions
import SignetCore
import SignetCredentials

/// Who signs in, and where.
struct IdentityOptions: ParsableArguments {
    @Option(name: .customLong("tenant"), help: "The tenant: a GUID or a verified domain. Without it: $AZURE_TENANT_ID.")
    var tenantID: String?

    @Option(name: .customLong("client-id"), help: "The app registration's client ID. Without it: $AZURE_CLIENT_ID.")
    var client: String?

    @Option(
        name: .customLong("authority"),
        help: ArgumentHelp(
            "The token service. Without it: $AZURE_AUTHORITY_HOST, or https://login.microsoftonline.com.",
            valueName: "url"
        )
    )
    var authorityURL: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The certificate authorities to trust in place of the system's, as PEM. Without it: $SSL_CERT_FILE.",
            valueName: "file"
        ),
        completion: .file()
    )
    var ca: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "The Azure region whose token service to ask, or 'tryautodetect'. Without it: $AZURE_REGIONAL_AUTHORITY_NAME.",
            valueName: "name"
        )
    )
    var region: String?

    @Flag(
        name: .customLong("disable-instance-discovery"),
        help: "Believe an authority that is not well-known. Not needed with --ca, which names whom to trust."
    )
    var disablesInstanceDiscovery = false

    func tenant(_ environment: CommandEnvironment) throws -> String {
        guard let tenant = self.tenantID ?? environment.tenantID else {
            throw ValidationError("Missing expected argument '--tenant <tenant>' (or $AZURE_TENANT_ID)")
        }
        return tenant
    }

    func clientID(_ environment: CommandEnvironment) throws -> String {
        guard let client = self.client ?? environment.clientID else {
            throw ValidationError("Missing expected argument '--client-id <client-id>' (or $AZURE_CLIENT_ID)")
        }
        return client
    }

    func authority(_ environment: CommandEnvironment) throws -> Authority {
        guard let url = self.authorityURL ?? environment.authority else { return .publicCloud }
        return try Authority(url)
    }

    private func transport(_ environment: CommandEnvironment) throws -> AsyncHTTPClientTransport {
        let proxy = try ProxyConfiguration.environment(environment.variables)
        guard let file = self.ca ?? environment.caFile else { return AsyncHTTPClientTransport(proxy: proxy) }
        return AsyncHTTPClientTransport(trustRoots: try .file(file), proxy: proxy)
    }

    /// How the credential reaches the token service.
    func credentialOptions(_ environment: CommandEnvironment) throws -> CredentialOptions {
        var options = CredentialOptions(
            authority: try authority(environment),
            transport: try transport(environment)
        )
        // Who names its own roots of trust vouches for the service, and cannot reach Microsoft's with them.
        let hasOwnRoots = (self.ca ?? environment.caFile) != nil
        options.disablesInstanceDiscovery = self.disablesInstanceDiscovery || hasOwnRoots
        options.regionalAuthority = try environment.regionalAuthority(self.region)
        return options
    }
}

/// How assertions are signed and what they carry.
struct SigningOptions: ParsableArguments {
    @Option(
        name: .long,
        help: "The signature: PS256 with x5t#S256, or RS256 with x5t for old services.",
        transform: SigningOptions.algorithm
    )
    var algorithm = AssertionAlgorithm.ps256

    @Flag(name: .long, help: "Send the certificate chain (x5c), for applications that trust subject name and issuer.")
    var sendChain = false

    private static func algorithm(_ text: String) throws -> AssertionAlgorithm {
        guard let algorithm = AssertionAlgorithm(rawValue: text.uppercased()) else {
            let known = AssertionAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("'\(text)' is not a signature that Entra takes; it takes \(known)")
        }
        return algorithm
    }
}
