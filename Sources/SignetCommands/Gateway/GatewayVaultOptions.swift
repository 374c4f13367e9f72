// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import SignetCore
import SignetCredentials
import SignetGatewayServer

/// How the gateway reads certificates and named values of key vaults.
struct GatewayVaultOptions: ParsableArguments {
    @Option(
        name: .customLong("key-vault-interval"),
        help: ArgumentHelp("How often key vaults are asked for new versions.", valueName: "seconds")
    )
    var interval: Double = 60

    func validate() throws {
        guard (0.05...86_400).contains(self.interval) else {
            throw ValidationError("The value '\(self.interval)' is invalid for '--key-vault-interval': 0.05 to 86400")
        }
    }

    /// The access, with the credential that the environment offers.
    ///
    /// - Throws: Where the authorities cannot be read; a credential that is missing is told when a vault is asked.
    func access(_ environment: CommandEnvironment, ca: String?) throws -> KeyVaultAccess {
        let file = ca ?? environment.caFile
        let proxy = try ProxyConfiguration.environment(environment.variables)
        let transport =
            if let file {
                AsyncHTTPClientTransport(trustRoots: try .file(file), proxy: proxy)
            } else {
                AsyncHTTPClientTransport(proxy: proxy)
            }
        var access = KeyVaultAccess(
            options: KeyVaultOptions(transport: transport),
            credential: { identity in
                var options = CredentialOptions(transport: transport)
                // Who names its own roots of trust vouches for the service, and cannot reach Microsoft's with them.
                options.disablesInstanceDiscovery = file != nil
                return try DefaultAzureCredential(
                    environment: environment.variables,
                    managedIdentityClientID: identity,
                    options: options
                )
            }
        )
        access.interval = .milliseconds(Int64(self.interval * 1_000))
        return access
    }
}
