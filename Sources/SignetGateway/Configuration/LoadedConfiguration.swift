// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates

/// A configuration with what following its files needs.
package struct LoadedConfiguration: Sendable {
    /// What calls are answered from.
    package private(set) var configuration: GatewayConfiguration
    /// The certificates with the files that they follow.
    package var certificates: [StoredCertificate]
    /// The secrets of key vaults that the configuration names, with whether a look has succeeded.
    package let vault: [VaultReference]

    /// Puts the certificates as they are now in the place of those that calls are answered with.
    package mutating func updateStore() {
        var store = self.configuration.certificates
        for certificate in self.certificates { certificate.enter(into: &store) }
        self.configuration = self.configuration.replacing(certificates: store)
    }
}

/// What tells one state of a configuration's folder from another.
package struct ConfigurationSignature: Sendable, Equatable {
    let files: [String: FileIdentity]
}
