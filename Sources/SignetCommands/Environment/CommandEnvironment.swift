// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import SignetCredentials

/// The process environment, read in one place: the names are azure-identity's.
struct CommandEnvironment: Sendable {
    /// Every variable.
    let variables: [String: String]

    /// Takes variables; a test hands its own.
    init(_ variables: [String: String] = ProcessInfo.processInfo.environment) {
        self.variables = variables
    }

    /// The value of a variable that is set and not empty.
    subscript(name: String) -> String? {
        self.variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The variables with others in place of those of their names; an empty one takes a variable away.
    func merging(_ others: [String: String?]) -> [String: String] {
        self.variables.merging(others.compactMapValues(\.self)) { $1 }
    }

    var tenantID: String? { self["AZURE_TENANT_ID"] }
    var clientID: String? { self["AZURE_CLIENT_ID"] }
    var certificatePath: String? { self["AZURE_CLIENT_CERTIFICATE_PATH"] }
    var certificatePassword: SecretBytes? { self["AZURE_CLIENT_CERTIFICATE_PASSWORD"].map { SecretBytes(utf8: $0) } }
    var authority: String? { self["AZURE_AUTHORITY_HOST"] }
    var caFile: String? { self["SSL_CERT_FILE"] }

    /// Whether to send the certificate chain; `false` and `0` mean no.
    var sendsChain: Bool {
        ["1", "true"].contains(self["AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"]?.lowercased() ?? "")
    }

    /// Whether a region's token service is asked.
    func regionalAuthority(_ region: String?) throws -> RegionalAuthority? {
        try RegionalAuthority(environment: merging(["AZURE_REGIONAL_AUTHORITY_NAME": region]))
    }
}
